-- What the administration of schools needs.

ALTER TABLE account ADD COLUMN erased_at TIMESTAMPTZ;

-- A merge by a person has no link that ended or was made: new table and copy, as columns cannot be loosened on SQLite.
DROP INDEX account_merge_live;
DROP INDEX account_merge_into;
ALTER TABLE account_merge RENAME TO account_merge_before;
CREATE TABLE account_merge (
    id TEXT PRIMARY KEY,
    platform_id TEXT NOT NULL REFERENCES platform (id),
    account_id TEXT NOT NULL REFERENCES account (id), -- which went; account.merged_into says the same while it holds
    into_id TEXT NOT NULL REFERENCES account (id),
    cause TEXT NOT NULL,                  -- provisional | school
    ended_link_id TEXT REFERENCES link (id), -- of a provisional one
    made_link_id TEXT REFERENCES link (id),
    school_id TEXT REFERENCES school (id), -- in whose name, where a person merged
    rule TEXT NOT NULL,                   -- how what happens since is shared out when it is undone
    reason TEXT,
    seconded_by TEXT,
    event_id TEXT,                        -- what its platform is told
    merged_at TIMESTAMPTZ NOT NULL,
    merged_by TEXT NOT NULL,
    undo_until TIMESTAMPTZ NOT NULL,      -- exclusive
    undone_at TIMESTAMPTZ,
    undone_by TEXT,
    undone_event_id TEXT
);
INSERT INTO account_merge (id, platform_id, account_id, into_id, cause, ended_link_id, made_link_id, rule, merged_at, merged_by,
    undo_until, undone_at, undone_by)
    SELECT id, platform_id, account_id, into_id, cause, ended_link_id, made_link_id, 'stays', merged_at, merged_by, undo_until,
    undone_at, undone_by FROM account_merge_before;
DROP TABLE account_merge_before;
CREATE UNIQUE INDEX account_merge_live ON account_merge (account_id) WHERE undone_at IS NULL;
CREATE INDEX account_merge_into ON account_merge (into_id);
CREATE INDEX account_merge_begun ON account_merge (platform_id, merged_at);
CREATE INDEX account_merge_over ON account_merge (platform_id, undone_at) WHERE undone_at IS NOT NULL;
CREATE INDEX account_merge_by ON account_merge (merged_by, merged_at);
CREATE INDEX account_merge_past ON account_merge (account_id);
CREATE INDEX account_merged ON account (merged_into) WHERE merged_into IS NOT NULL;

-- What a merge found at the account that went. The rows themselves stay as they are.
CREATE TABLE merge_item (
    merge_id TEXT NOT NULL REFERENCES account_merge (id),
    kind TEXT NOT NULL,                   -- account | link | role | licence | code
    object_id TEXT NOT NULL,
    fate TEXT NOT NULL,                   -- moved | superseded
    digest TEXT NOT NULL,                 -- SHA-256 of the row as it was
    PRIMARY KEY (merge_id, kind, object_id)
);

-- Who administers a school. Ended, never deleted.
CREATE TABLE console_grant (
    id TEXT PRIMARY KEY,
    platform_id TEXT NOT NULL,
    school_id TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,                   -- school_admin | coordinator | support
    reason TEXT,                          -- of support: shown to the school
    since TIMESTAMPTZ NOT NULL,
    given_by TEXT NOT NULL,
    expires_at TIMESTAMPTZ,               -- of support: never null
    ended_at TIMESTAMPTZ,
    ended_by TEXT,
    FOREIGN KEY (platform_id, school_id) REFERENCES platform_school (platform_id, school_id)
);
CREATE UNIQUE INDEX console_grant_live ON console_grant (platform_id, school_id, account_id, role) WHERE ended_at IS NULL;
CREATE INDEX console_grant_account ON console_grant (account_id) WHERE ended_at IS NULL;

CREATE TABLE second_factor (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,                   -- totp
    secret TEXT NOT NULL,                 -- sealed; empty once it ended
    last_step BIGINT NOT NULL,            -- the last time step that was used; none twice
    created_at TIMESTAMPTZ NOT NULL,
    confirmed_at TIMESTAMPTZ,             -- good from the first right code on
    ended_at TIMESTAMPTZ,
    ended_by TEXT
);
CREATE UNIQUE INDEX second_factor_live ON second_factor (account_id) WHERE ended_at IS NULL AND confirmed_at IS NOT NULL;
CREATE INDEX second_factor_account ON second_factor (account_id);

CREATE TABLE recovery_code (
    account_id TEXT NOT NULL REFERENCES account (id),
    hash TEXT NOT NULL,                   -- keyed hash
    made_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    PRIMARY KEY (account_id, hash)
);

-- When the second factor was last shown in a console session.
CREATE TABLE console_session (
    session_id TEXT PRIMARY KEY REFERENCES session (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    factor_at TIMESTAMPTZ NOT NULL
);

-- What waits for a second person.
CREATE TABLE proposal (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,                   -- merge | export | erase | factor_reset | switch | move_link
    platform_id TEXT NOT NULL,
    school_id TEXT NOT NULL,
    object TEXT NOT NULL,                 -- kind:id, or two ids in order with a comma
    hash TEXT NOT NULL,                   -- of what was shown
    payload TEXT NOT NULL,                -- sealed JSON; empty once it is settled
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,                -- an account's id
    made_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    decided_at TIMESTAMPTZ,
    decided_by TEXT,                      -- another account's id
    agreed BOOLEAN,
    spent_at TIMESTAMPTZ,
    FOREIGN KEY (platform_id, school_id) REFERENCES platform_school (platform_id, school_id)
);
CREATE UNIQUE INDEX proposal_open ON proposal (kind, platform_id, object) WHERE decided_at IS NULL;
CREATE INDEX proposal_school ON proposal (school_id, platform_id, made_at);

-- Two accounts that may be one person's.
CREATE TABLE duplicate (
    id TEXT PRIMARY KEY,
    platform_id TEXT NOT NULL REFERENCES platform (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    one_id TEXT NOT NULL REFERENCES account (id), -- the smaller id
    other_id TEXT NOT NULL REFERENCES account (id),
    score BIGINT NOT NULL,                -- 0 to 100
    why TEXT NOT NULL,                    -- words, space separated
    state TEXT NOT NULL,                  -- open | asked | proven | merged | not_same | gone
    found_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,         -- the last sweep that found it
    decided_at TIMESTAMPTZ,
    decided_by TEXT
);
CREATE UNIQUE INDEX duplicate_pair ON duplicate (platform_id, one_id, other_id);
CREATE INDEX duplicate_queue ON duplicate (school_id, platform_id, score) WHERE state IN ('open', 'asked', 'proven');
CREATE INDEX duplicate_other ON duplicate (other_id);
CREATE INDEX duplicate_one ON duplicate (one_id) WHERE state = 'asked';

-- Events that a platform has taken (RFC 8936).
CREATE TABLE event_ack (
    platform_id TEXT NOT NULL REFERENCES platform (id),
    number BIGINT NOT NULL,               -- of the event
    acked_at TIMESTAMPTZ NOT NULL,
    problem TEXT,                         -- what the platform said was wrong with it
    PRIMARY KEY (platform_id, number)
);
-- Everything up to here is taken; of event_ack at or below it only rows with a problem are left.
CREATE TABLE event_stream (
    platform_id TEXT PRIMARY KEY REFERENCES platform (id),
    taken_to BIGINT NOT NULL,
    polled_at TIMESTAMPTZ
);
CREATE INDEX event_platform ON event (platform_id, number) WHERE number IS NOT NULL;

-- At which schools an audit row is seen; written after it was sealed, by one process at a time.
CREATE TABLE audit_place (
    school_id TEXT NOT NULL,
    number BIGINT NOT NULL,               -- of the audit row
    PRIMARY KEY (school_id, number)
);
CREATE TABLE job_mark (
    name TEXT PRIMARY KEY,
    number BIGINT NOT NULL
);

-- From one upstream to another, or to new subjects of the same one.
CREATE TABLE upstream_switch (
    id TEXT PRIMARY KEY,
    platform_id TEXT NOT NULL,
    school_id TEXT NOT NULL,
    from_id TEXT NOT NULL REFERENCES upstream (id),
    to_id TEXT NOT NULL REFERENCES upstream (id),
    state TEXT NOT NULL,                  -- learning | applied | undone | dropped
    made_at TIMESTAMPTZ NOT NULL,
    made_by TEXT NOT NULL,
    applied_at TIMESTAMPTZ,
    undo_until TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    ended_by TEXT,
    FOREIGN KEY (platform_id, school_id) REFERENCES platform_school (platform_id, school_id)
);
CREATE UNIQUE INDEX upstream_switch_live ON upstream_switch (platform_id, school_id, from_id) WHERE ended_at IS NULL;
CREATE TABLE switch_pair (
    switch_id TEXT NOT NULL REFERENCES upstream_switch (id),
    from_scope TEXT NOT NULL,
    from_subject TEXT NOT NULL,
    to_scope TEXT NOT NULL,
    to_subject TEXT NOT NULL,
    source TEXT NOT NULL,                 -- file | sign_in
    state TEXT NOT NULL,                  -- waiting | moved | taken | unknown | undone
    old_link_id TEXT REFERENCES link (id),
    new_link_id TEXT REFERENCES link (id),
    PRIMARY KEY (switch_id, from_scope, from_subject)
);
CREATE UNIQUE INDEX switch_pair_to ON switch_pair (switch_id, to_scope, to_subject);

-- Whom a platform forgets, and by which of its own ids.
CREATE INDEX account_erased ON account (platform_id, erased_at) WHERE erased_at IS NOT NULL;
CREATE INDEX event_erased ON event (audit_id) WHERE kind = 'account.erased';

-- Who is left out of every list. Nothing here leads from one identity to another.
CREATE TABLE withheld (
    key TEXT PRIMARY KEY,                 -- account:<id>, or a keyed hash of upstream, scope and subject
    since TIMESTAMPTZ NOT NULL
);

CREATE INDEX audit_school ON audit (school_id, at) WHERE school_id IS NOT NULL;
CREATE INDEX account_role_account ON account_role (account_id, school_id) WHERE ended_at IS NULL;
CREATE INDEX journal_of_platform ON journal (platform_id, school_id, name, id);
CREATE INDEX school_case_platform ON school_case (platform_id, school_id, opened_at) WHERE closed_at IS NULL;
-- People of one class among a hundred thousand, and those who have left a school.
CREATE INDEX account_role_class ON account_role (school_id, class_name) WHERE ended_at IS NULL;
CREATE INDEX account_role_past ON account_role (account_id, school_id) WHERE ended_at IS NOT NULL;
