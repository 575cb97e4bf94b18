-- One text for SQLite and PostgreSQL: TEXT ids, BIGINT numbers, BOOLEAN, TIMESTAMPTZ, DATE, hashes as TEXT.
-- Rows that matter for history are ended, never deleted.

CREATE TABLE platform (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    sub_mode TEXT NOT NULL,               -- account | pairwise
    password_owner TEXT NOT NULL,         -- broker | platform
    home_url TEXT,
    colour TEXT,
    moves_history_since TIMESTAMPTZ,      -- it follows a `sub` that went into another; null: it cannot
    created_at TIMESTAMPTZ NOT NULL,
    disabled_at TIMESTAMPTZ
);

CREATE TABLE client (
    id TEXT PRIMARY KEY,                  -- the client_id on the wire
    platform_id TEXT NOT NULL REFERENCES platform (id),
    name TEXT NOT NULL,
    auth_method TEXT NOT NULL,            -- client_secret_basic | client_secret_post | private_key_jwt | none
    pkce TEXT NOT NULL,                   -- required | optional
    id_token_alg TEXT NOT NULL,           -- RS256 | ES256 | EdDSA
    scopes TEXT NOT NULL,                 -- allow list, space separated
    claims TEXT NOT NULL,                 -- allow list, space separated
    jwks TEXT,                            -- the client's own keys, a JWK set
    jwks_uri TEXT,
    backchannel_logout_uri TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    disabled_at TIMESTAMPTZ
);

CREATE TABLE client_secret (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client (id),
    hash TEXT NOT NULL,                   -- SHA-256 of a secret of at least 128 random bits, base64url
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ
);
CREATE INDEX client_secret_client ON client_secret (client_id);

CREATE TABLE client_uri (
    client_id TEXT NOT NULL REFERENCES client (id),
    kind TEXT NOT NULL,                   -- redirect | post_logout | link | link_return
    uri TEXT NOT NULL,                    -- compared byte by byte
    PRIMARY KEY (client_id, kind, uri)
);

CREATE TABLE upstream (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,                   -- oidc | ekool | stuudium | harid | lti
    name TEXT NOT NULL,
    preset TEXT,
    issuer TEXT,
    login_url TEXT,
    api_url TEXT,
    client_id TEXT NOT NULL,
    client_secret TEXT NOT NULL,          -- sealed
    scopes TEXT NOT NULL,
    settings TEXT NOT NULL,               -- JSON: field mapping and switches that differ from the preset
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    disabled_at TIMESTAMPTZ
);

CREATE TABLE school (
    id TEXT PRIMARY KEY,                  -- its first typed number, such as ehis:123
    name TEXT NOT NULL,
    country TEXT NOT NULL,                -- ISO 3166-1 alpha-2
    time_zone TEXT NOT NULL,              -- IANA name
    created_at TIMESTAMPTZ NOT NULL,
    disabled_at TIMESTAMPTZ
);

CREATE TABLE school_number (
    number TEXT PRIMARY KEY,              -- typed, such as ehis:123 or brin:99XX-00
    school_id TEXT NOT NULL REFERENCES school (id)
);

CREATE INDEX school_number_school ON school_number (school_id);

CREATE TABLE platform_school (
    platform_id TEXT NOT NULL REFERENCES platform (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    pupils_keep_session BOOLEAN NOT NULL, -- false: no broker session of a pupil outlives the code
    new_accounts TEXT NOT NULL,           -- create | ask_school
    teacher_confirms TEXT,                -- year groups and classes where a teacher's word links, space separated; empty: all
    lets_in_since TIMESTAMPTZ,            -- pupils who cannot prove their account yet are let in on a provisional one; null: not
    created_at TIMESTAMPTZ NOT NULL,
    disabled_at TIMESTAMPTZ,
    PRIMARY KEY (platform_id, school_id)
);

CREATE TABLE school_upstream (
    id TEXT PRIMARY KEY,
    platform_id TEXT NOT NULL,
    school_id TEXT NOT NULL,
    upstream_id TEXT NOT NULL REFERENCES upstream (id),
    enabled_at TIMESTAMPTZ NOT NULL,
    enabled_by TEXT NOT NULL,
    ended_at TIMESTAMPTZ,
    ended_by TEXT,
    FOREIGN KEY (platform_id, school_id) REFERENCES platform_school (platform_id, school_id)
);
CREATE UNIQUE INDEX school_upstream_live ON school_upstream (platform_id, school_id, upstream_id) WHERE ended_at IS NULL;
CREATE INDEX school_upstream_open ON school_upstream (platform_id, upstream_id) WHERE ended_at IS NULL;

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    platform_id TEXT NOT NULL REFERENCES platform (id),
    sub TEXT NOT NULL,
    username TEXT,
    username_folded TEXT,
    given_name TEXT,
    family_name TEXT,
    name_folded TEXT NOT NULL,
    email TEXT,
    email_verified BOOLEAN NOT NULL,
    birth_date DATE,
    national_hash TEXT,                   -- keyed hash; the number itself is never stored
    national_key TEXT,                    -- id of the key the hash was made with
    external_id TEXT,
    history_count BIGINT NOT NULL,
    last_activity_at TIMESTAMPTZ,
    password_hash TEXT,                   -- PHC string, or an imported form
    password_source TEXT,                 -- imported | set | reset | changed
    password_changed_at TIMESTAMPTZ,
    password_must_change BOOLEAN NOT NULL,
    locale TEXT,
    origin TEXT NOT NULL,                 -- import | sign_in | administrator | platform | roster
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,                  -- first sign-in through us
    disabled_at TIMESTAMPTZ,
    merged_into TEXT REFERENCES account (id)
);
CREATE UNIQUE INDEX account_sub ON account (platform_id, sub);
CREATE UNIQUE INDEX account_username ON account (platform_id, username_folded) WHERE username_folded IS NOT NULL;
CREATE UNIQUE INDEX account_external ON account (platform_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX account_name ON account (platform_id, name_folded);
CREATE INDEX account_birth ON account (platform_id, birth_date) WHERE birth_date IS NOT NULL;
CREATE INDEX account_national ON account (platform_id, national_hash) WHERE national_hash IS NOT NULL;
CREATE INDEX account_changed ON account (platform_id, updated_at);

CREATE TABLE account_role (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    role TEXT NOT NULL,                   -- pupil | teacher | staff | guardian | admin
    class_name TEXT,
    source TEXT NOT NULL,                 -- import | administrator | upstream:<id>
    since TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX account_role_live ON account_role (account_id, school_id, role, source) WHERE ended_at IS NULL;
CREATE INDEX account_role_school ON account_role (school_id, role) WHERE ended_at IS NULL;

CREATE TABLE identity (
    id TEXT PRIMARY KEY,
    upstream_id TEXT NOT NULL REFERENCES upstream (id),
    scope TEXT NOT NULL,
    subject TEXT NOT NULL,
    given_name TEXT,
    family_name TEXT,
    name_hash TEXT,                       -- keyed hash of the first-seen folded name
    birth_hash TEXT,                      -- keyed hash of the first-seen birth date
    national_hash TEXT,
    hash_key TEXT NOT NULL,               -- id of the key the hashes were made with
    first_seen_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    quarantined_at TIMESTAMPTZ            -- the subject seems to belong to another person now
);
CREATE UNIQUE INDEX identity_subject ON identity (upstream_id, scope, subject);
CREATE INDEX identity_quarantined ON identity (quarantined_at) WHERE quarantined_at IS NOT NULL;

CREATE TABLE link (
    id TEXT PRIMARY KEY,
    platform_id TEXT NOT NULL REFERENCES platform (id),
    upstream_id TEXT NOT NULL REFERENCES upstream (id),
    scope TEXT NOT NULL,
    subject TEXT NOT NULL,
    identity_id TEXT NOT NULL REFERENCES identity (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    origin TEXT NOT NULL,                 -- claim | born | settings | import | administrator | teacher | code | platform
    rule TEXT NOT NULL,                   -- the row of linking::decide that allowed it
    assurance TEXT NOT NULL,              -- high | substantial | low | teacher | school | platform
    evidence TEXT NOT NULL,               -- JSON: which proofs, how fresh; no personal data
    via_merge BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL,
    since TIMESTAMPTZ NOT NULL,           -- as the platform or the person knows it; equals created_at unless imported
    last_used_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    ended_by TEXT,
    end_reason TEXT
);
CREATE UNIQUE INDEX link_live_subject ON link (platform_id, upstream_id, scope, subject) WHERE ended_at IS NULL;
-- Two in one: it holds all links for those who look, and allows one live one of an upstream that is the account's own.
CREATE UNIQUE INDEX link_account ON link (account_id, upstream_id, (CASE WHEN ended_at IS NULL AND via_merge = FALSE THEN '' ELSE id END));
CREATE INDEX link_identity ON link (identity_id, platform_id);
CREATE INDEX link_begun ON link (platform_id, created_at);
CREATE INDEX link_over ON link (platform_id, ended_at) WHERE ended_at IS NOT NULL;

-- An account on which a pupil works who has an older one and could not prove it yet.
CREATE TABLE provisional_account (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    identity_id TEXT NOT NULL REFERENCES identity (id), -- whose; nobody else brings it anywhere
    since TIMESTAMPTZ NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,        -- when the pupil was last asked for the older one
    ended_at TIMESTAMPTZ                  -- it went into the older one
);
CREATE INDEX provisional_account_identity ON provisional_account (identity_id);

-- An account that went into another, so that its `sub` stands for that one; undone, never deleted.
CREATE TABLE account_merge (
    id TEXT PRIMARY KEY,
    platform_id TEXT NOT NULL REFERENCES platform (id),
    account_id TEXT NOT NULL REFERENCES account (id), -- which went; account.merged_into says the same while it holds
    into_id TEXT NOT NULL REFERENCES account (id),
    cause TEXT NOT NULL,                  -- provisional
    ended_link_id TEXT NOT NULL REFERENCES link (id),
    made_link_id TEXT NOT NULL REFERENCES link (id),
    merged_at TIMESTAMPTZ NOT NULL,
    merged_by TEXT NOT NULL,
    undo_until TIMESTAMPTZ NOT NULL,      -- exclusive
    undone_at TIMESTAMPTZ,
    undone_by TEXT
);
CREATE UNIQUE INDEX account_merge_live ON account_merge (account_id) WHERE undone_at IS NULL;
CREATE INDEX account_merge_into ON account_merge (into_id) WHERE undone_at IS NULL;

CREATE TABLE school_case (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,                   -- cannot_sign_in | people_differ | identity_taken | account_taken | recycled | not_me | new_account | suspected_duplicate | claim_probing
    platform_id TEXT NOT NULL REFERENCES platform (id),
    school_id TEXT,
    identity_id TEXT REFERENCES identity (id),
    account_id TEXT REFERENCES account (id),
    link_id TEXT REFERENCES link (id),
    detail TEXT NOT NULL,                 -- JSON
    opened_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    closed_by TEXT,
    outcome TEXT
);
CREATE INDEX school_case_identity ON school_case (identity_id, opened_at);
CREATE INDEX school_case_account ON school_case (account_id) WHERE closed_at IS NULL;
CREATE INDEX school_case_open ON school_case (school_id, opened_at) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX school_case_once ON school_case (kind, platform_id, identity_id, account_id) WHERE closed_at IS NULL AND account_id IS NOT NULL;
CREATE UNIQUE INDEX school_case_once_identity ON school_case (kind, platform_id, identity_id) WHERE closed_at IS NULL AND account_id IS NULL;

CREATE TABLE notice (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,                   -- linked | link_ended | password_changed | not_me
    link_id TEXT REFERENCES link (id),
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    shown_at TIMESTAMPTZ,
    mail_state TEXT NOT NULL,             -- none | queued | sent | failed
    mail_attempts BIGINT NOT NULL,        -- counted before each try
    mail_next_at TIMESTAMPTZ              -- also how long a try under way keeps others away
);
CREATE INDEX notice_account ON notice (account_id, created_at);
CREATE INDEX notice_expiry ON notice (expires_at);
CREATE INDEX notice_mail ON notice (mail_next_at) WHERE mail_state = 'queued';

CREATE TABLE product (
    id TEXT PRIMARY KEY,
    platform_id TEXT NOT NULL REFERENCES platform (id),
    external_id TEXT NOT NULL,            -- the platform's own
    name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX product_external ON product (platform_id, external_id);

CREATE TABLE kit (
    id TEXT PRIMARY KEY,
    platform_id TEXT NOT NULL REFERENCES platform (id),
    external_id TEXT NOT NULL,            -- the platform's own
    name TEXT NOT NULL,
    product_id TEXT REFERENCES product (id),
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX kit_external ON kit (platform_id, external_id);

CREATE TABLE platform_group (
    id TEXT PRIMARY KEY,
    platform_id TEXT NOT NULL,
    school_id TEXT NOT NULL,
    external_id TEXT NOT NULL,            -- the platform's own
    name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    FOREIGN KEY (platform_id, school_id) REFERENCES platform_school (platform_id, school_id)
);
CREATE UNIQUE INDEX platform_group_external ON platform_group (platform_id, external_id);

-- Who may attach a journal to a group.
CREATE TABLE platform_group_teacher (
    group_id TEXT NOT NULL REFERENCES platform_group (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    PRIMARY KEY (group_id, account_id)
);
CREATE INDEX platform_group_teacher_account ON platform_group_teacher (account_id);

-- A letter to a school's contact: which journals their upstream has no more, and when they end by themselves.
CREATE TABLE end_notice (
    id TEXT PRIMARY KEY,
    platform_id TEXT NOT NULL,
    school_id TEXT NOT NULL,
    upstream_id TEXT NOT NULL REFERENCES upstream (id),
    created_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,         -- not before
    held BOOLEAN NOT NULL,                -- they are so many that none of them ends by itself
    mail_state TEXT NOT NULL,             -- none | queued | sent | failed
    mail_attempts BIGINT NOT NULL,
    mail_next_at TIMESTAMPTZ,
    FOREIGN KEY (platform_id, school_id) REFERENCES platform_school (platform_id, school_id)
);
CREATE INDEX end_notice_mail ON end_notice (mail_next_at) WHERE mail_state = 'queued';
CREATE INDEX end_notice_created ON end_notice (created_at);

CREATE TABLE journal (
    id TEXT PRIMARY KEY,
    platform_id TEXT NOT NULL,
    upstream_id TEXT NOT NULL REFERENCES upstream (id),
    scope TEXT NOT NULL,
    external_id TEXT NOT NULL,            -- the upstream's own, byte by byte
    school_id TEXT NOT NULL,
    name TEXT NOT NULL,
    school_year TEXT,
    landing_url TEXT,                     -- where the upstream shows it
    group_id TEXT REFERENCES platform_group (id),
    state TEXT NOT NULL,                  -- linked | consent_withdrawn | gone | ended
    stood_at TIMESTAMPTZ,                 -- since when it is unreadable, while it is
    end_notice_id TEXT REFERENCES end_notice (id), -- the last letter that says it ends
    linked_at TIMESTAMPTZ NOT NULL,
    linked_by TEXT NOT NULL,
    applied_digest TEXT,                  -- of what was last applied; null: nothing yet
    applied_rules TEXT,                   -- the rules it was made by; null: never skipped
    read_at TIMESTAMPTZ,                  -- the last complete read that was applied
    has_absences BOOLEAN NOT NULL,        -- somebody's clock runs: never skipped
    held BOOLEAN NOT NULL,                -- a person has to decide: never skipped
    cursor TEXT,                          -- what its source wants to be told at the next read
    changed_at TIMESTAMPTZ,               -- when something that its platform is told last changed
    ended_at TIMESTAMPTZ,
    ended_by TEXT,
    FOREIGN KEY (platform_id, school_id) REFERENCES platform_school (platform_id, school_id)
);
CREATE UNIQUE INDEX journal_live ON journal (platform_id, upstream_id, scope, external_id) WHERE ended_at IS NULL;
CREATE INDEX journal_school ON journal (school_id, platform_id);
CREATE UNIQUE INDEX journal_platform ON journal (platform_id, id);
CREATE INDEX journal_gone ON journal (school_id) WHERE state = 'gone' AND ended_at IS NULL;
CREATE INDEX journal_end_notice ON journal (end_notice_id) WHERE end_notice_id IS NOT NULL;

-- A teacher pressed "link with learning environment". Found again by its own browser only; makes no session.
CREATE TABLE journal_launch (
    id TEXT PRIMARY KEY,
    upstream_id TEXT NOT NULL REFERENCES upstream (id),
    token_hash TEXT NOT NULL,             -- SHA-256 of the upstream's token, base64url
    token TEXT NOT NULL,                  -- sealed; empty once it was used
    browser_hash TEXT NOT NULL,
    platform_id TEXT REFERENCES platform (id), -- where the teacher had to choose one
    journal_id TEXT REFERENCES journal (id),   -- what came of it
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX journal_launch_token ON journal_launch (upstream_id, token_hash);
CREATE INDEX journal_launch_expiry ON journal_launch (expires_at);

-- What an upstream is to be told of a journal; written in the transaction of the change.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    journal_id TEXT NOT NULL REFERENCES journal (id),
    kind TEXT NOT NULL,                   -- linked | ended
    payload TEXT NOT NULL,                -- sealed JSON; empty where the journal says it all, and once settled
    state TEXT NOT NULL,                  -- queued | told | launch_over | given_up | overtaken
    tries BIGINT NOT NULL,                -- counted before each try
    next_at TIMESTAMPTZ NOT NULL,         -- also how long a try under way keeps others away
    created_at TIMESTAMPTZ NOT NULL,
    settled_at TIMESTAMPTZ
);
CREATE INDEX outbox_due ON outbox (next_at) WHERE state = 'queued';
CREATE INDEX outbox_journal ON outbox (journal_id, created_at);

CREATE TABLE journal_kit (
    journal_id TEXT NOT NULL REFERENCES journal (id),
    kit_id TEXT NOT NULL REFERENCES kit (id),
    since TIMESTAMPTZ NOT NULL,
    chosen_by TEXT NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX journal_kit_live ON journal_kit (journal_id, kit_id) WHERE ended_at IS NULL;
CREATE INDEX journal_kit_kit ON journal_kit (kit_id) WHERE ended_at IS NULL;

-- One row for a person in however many journals; none for a person with a protected identity.
CREATE TABLE roster_person (
    id TEXT PRIMARY KEY,
    upstream_id TEXT NOT NULL REFERENCES upstream (id),
    scope TEXT NOT NULL,
    subject TEXT NOT NULL,
    given_name TEXT,
    family_name TEXT,
    class_name TEXT,
    email TEXT,
    username TEXT,
    birth_hash TEXT,                      -- keyed hashes, as at an identity
    national_hash TEXT,
    hash_key TEXT NOT NULL,
    digest TEXT NOT NULL,                 -- keyed hash over all facts
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX roster_person_subject ON roster_person (upstream_id, scope, subject);

-- What somebody without a live link is at a platform. "Linked" stands in no column: it is the live row of link.
CREATE TABLE standing (
    platform_id TEXT NOT NULL REFERENCES platform (id),
    person_id TEXT NOT NULL REFERENCES roster_person (id),
    state TEXT NOT NULL,                  -- waiting | new | blocked
    reason TEXT,                          -- one of a fixed list; null when new
    since TIMESTAMPTZ NOT NULL,
    decided_by TEXT NOT NULL,             -- plan, or an actor such as account:<id>
    alias TEXT NOT NULL,                  -- what the platform is told while there is no account: a hash of both ids
    PRIMARY KEY (platform_id, person_id)
);
CREATE UNIQUE INDEX standing_alias ON standing (platform_id, alias);
CREATE INDEX standing_person ON standing (person_id);

-- A million rows: no id of their own, and two index entries while they live.
CREATE TABLE seat (
    journal_id TEXT NOT NULL REFERENCES journal (id),
    person_id TEXT NOT NULL REFERENCES roster_person (id),
    role TEXT NOT NULL,                   -- pupil | teacher
    since TIMESTAMPTZ NOT NULL,
    absent_since TIMESTAMPTZ,             -- first complete read without this person
    ended_at TIMESTAMPTZ,
    end_reason TEXT                       -- left | deleted | journal_ended
);
CREATE UNIQUE INDEX seat_live ON seat (journal_id, person_id, role) WHERE ended_at IS NULL;
CREATE INDEX seat_person ON seat (person_id) WHERE ended_at IS NULL;
CREATE INDEX seat_past ON seat (journal_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX seat_past_person ON seat (person_id) WHERE ended_at IS NOT NULL;

-- Who sat in a journal when it was last applied, so that the next run need not read the seats of those who did not move.
CREATE TABLE journal_applied (
    journal_id TEXT PRIMARY KEY REFERENCES journal (id),
    seats TEXT NOT NULL                   -- a line for each: subject, what for, the beginning of the digest of the facts
);

-- "This is not the same person", remembered by key: whether or not a roster has told of them yet.
CREATE TABLE not_same (
    platform_id TEXT NOT NULL REFERENCES platform (id),
    upstream_id TEXT NOT NULL REFERENCES upstream (id),
    scope TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    cause TEXT NOT NULL,                  -- not_me | two_people | taken_back | administrator
    said_at TIMESTAMPTZ NOT NULL,
    said_by TEXT NOT NULL,
    ended_at TIMESTAMPTZ,
    ended_by TEXT
);
CREATE UNIQUE INDEX not_same_live ON not_same (platform_id, upstream_id, scope, subject, account_id) WHERE ended_at IS NULL;
CREATE INDEX not_same_key ON not_same (upstream_id, scope, subject);

-- A printed code by which one person of a journal claims one account. Ended; deleted long after its time.
CREATE TABLE claim_code (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL,                   -- keyed hash of the code and of its person's key; the code is on paper only
    platform_id TEXT NOT NULL REFERENCES platform (id),
    journal_id TEXT NOT NULL REFERENCES journal (id),
    person_id TEXT NOT NULL REFERENCES roster_person (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    made_at TIMESTAMPTZ NOT NULL,
    made_by TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    end_reason TEXT                       -- used | replaced | taken_back | linked
);
CREATE UNIQUE INDEX claim_code_live ON claim_code (journal_id, person_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX claim_code_hash ON claim_code (hash);
CREATE INDEX claim_code_person ON claim_code (person_id);
CREATE INDEX claim_code_account ON claim_code (account_id) WHERE ended_at IS NULL;
CREATE INDEX claim_code_expiry ON claim_code (expires_at);

CREATE TABLE licence_pool (
    id TEXT PRIMARY KEY,
    product_id TEXT NOT NULL REFERENCES product (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    seats BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX licence_pool_product ON licence_pool (product_id, school_id);

-- An account may hold one licence of a pool for several reasons; it counts once.
CREATE TABLE licence (
    id TEXT PRIMARY KEY,
    pool_id TEXT NOT NULL REFERENCES licence_pool (id),
    account_id TEXT NOT NULL REFERENCES account (id),
    source TEXT NOT NULL,                 -- journal:<id> | manual
    since TIMESTAMPTZ NOT NULL,
    given_by TEXT NOT NULL,
    ended_at TIMESTAMPTZ,
    end_reason TEXT                       -- left | taken_back | superseded
);
CREATE UNIQUE INDEX licence_live ON licence (pool_id, account_id, source) WHERE ended_at IS NULL;
CREATE INDEX licence_source ON licence (source) WHERE ended_at IS NULL;
CREATE INDEX licence_account ON licence (account_id);

-- When a school's journals are read again, and what it wants then. Without a row the defaults hold.
CREATE TABLE school_refresh (
    platform_id TEXT NOT NULL,
    school_id TEXT NOT NULL,
    daily_at BIGINT NOT NULL,             -- minutes of the school's day
    additions_flow BOOLEAN NOT NULL,      -- who joined gets a seat also when a refresh is held
    hold_contact TEXT,                    -- whom a hold is told by mail
    year_begins DATE,                     -- day and month count
    end_gone_days BIGINT NOT NULL,        -- after so many days a journal that its upstream has no more ends; 0: never
    PRIMARY KEY (platform_id, school_id),
    FOREIGN KEY (platform_id, school_id) REFERENCES platform_school (platform_id, school_id)
);

CREATE TABLE school_pause (
    platform_id TEXT NOT NULL,
    school_id TEXT NOT NULL,
    from_day DATE NOT NULL,
    until_day DATE NOT NULL,              -- the last day of it
    PRIMARY KEY (platform_id, school_id, from_day),
    FOREIGN KEY (platform_id, school_id) REFERENCES platform_school (platform_id, school_id)
);

-- One refresh of a school's journals at an upstream, or of one of them; its progress is read from here.
CREATE TABLE refresh_run (
    id TEXT PRIMARY KEY,
    platform_id TEXT NOT NULL,
    school_id TEXT NOT NULL,
    upstream_id TEXT NOT NULL REFERENCES upstream (id),
    journal_id TEXT REFERENCES journal (id), -- null: all of the school's
    cause TEXT NOT NULL,                  -- daily | teacher | school | upstream | file
    asked_by TEXT NOT NULL,
    day DATE,                             -- of a daily one: the local date it stands for
    hold_id TEXT,                         -- the approved hold that it may go as far as
    agreed TEXT,                          -- hash of the plan that a person saw
    state TEXT NOT NULL,                  -- queued | running | done | held | failed
    problem TEXT,
    tries BIGINT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    started_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    journals BIGINT NOT NULL,             -- how many there are to do
    heard BIGINT NOT NULL,                -- how many were asked for at the upstream
    settled BIGINT NOT NULL,              -- how many are done
    pupils BIGINT NOT NULL,               -- how many were told of, then written, so far
    pupils_of BIGINT,                     -- of how many; null: nobody has told yet
    FOREIGN KEY (platform_id, school_id) REFERENCES platform_school (platform_id, school_id)
);
CREATE UNIQUE INDEX refresh_run_day ON refresh_run (platform_id, school_id, upstream_id, day) WHERE day IS NOT NULL;
CREATE UNIQUE INDEX refresh_run_queued ON refresh_run (platform_id, school_id, upstream_id) WHERE state = 'queued' AND journal_id IS NULL;
CREATE UNIQUE INDEX refresh_run_queued_one ON refresh_run (journal_id) WHERE state = 'queued' AND journal_id IS NOT NULL;
CREATE INDEX refresh_run_due ON refresh_run (due_at) WHERE ended_at IS NULL;
CREATE INDEX refresh_run_school ON refresh_run (school_id, platform_id, asked_at);
CREATE INDEX refresh_run_journal ON refresh_run (journal_id, asked_at) WHERE journal_id IS NOT NULL;
CREATE INDEX refresh_run_ended ON refresh_run (ended_at) WHERE ended_at IS NOT NULL;

-- What a refresh did to one journal; the last 30 of each are kept.
CREATE TABLE journal_run (
    journal_id TEXT NOT NULL REFERENCES journal (id),
    run_id TEXT NOT NULL REFERENCES refresh_run (id),
    at TIMESTAMPTZ NOT NULL,
    cause TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    outcome TEXT NOT NULL,
    joined BIGINT NOT NULL,               -- seats given
    departed BIGINT NOT NULL,             -- seats ended
    missing BIGINT NOT NULL,              -- seats whose clock began
    changed BIGINT NOT NULL,              -- people of whom something new was told
    blocked BIGINT NOT NULL,              -- people as they stood then
    waiting BIGINT NOT NULL,
    new_year BOOLEAN NOT NULL,            -- the journal named the school year that begins, for the first time
    PRIMARY KEY (journal_id, run_id)
);
CREATE INDEX journal_run_at ON journal_run (journal_id, at);
CREATE INDEX journal_run_run ON journal_run (run_id);

-- A refresh that would have changed too much. Nobody is named in it.
CREATE TABLE refresh_hold (
    id TEXT PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES refresh_run (id),
    platform_id TEXT NOT NULL,
    school_id TEXT NOT NULL,
    upstream_id TEXT NOT NULL,
    journal_id TEXT,                      -- null: all of the school's
    reasons TEXT NOT NULL,                -- JSON: which limit, which journal, how many of how many
    turned BIGINT NOT NULL,               -- journals that moved to the school year that begins
    difference TEXT NOT NULL,             -- sealed: keyed hashes of what would change; empty once it is decided
    state TEXT NOT NULL,                  -- open | approved | discarded | replaced
    held_at TIMESTAMPTZ NOT NULL,
    decided_at TIMESTAMPTZ,
    decided_by TEXT,                      -- the system account or the person's own
    decided_name TEXT,                    -- the person who answers for it, as they are called
    decision_reason TEXT,
    spent_at TIMESTAMPTZ,                 -- an approval is good for one run
    mail_state TEXT NOT NULL,             -- none | queued | sent | failed
    mail_attempts BIGINT NOT NULL,
    mail_next_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX refresh_hold_open ON refresh_hold (platform_id, school_id, upstream_id) WHERE state = 'open' AND journal_id IS NULL;
CREATE UNIQUE INDEX refresh_hold_open_one ON refresh_hold (journal_id) WHERE state = 'open' AND journal_id IS NOT NULL;
CREATE INDEX refresh_hold_school ON refresh_hold (school_id, platform_id, held_at);
CREATE INDEX refresh_hold_run ON refresh_hold (run_id);
CREATE INDEX refresh_hold_mail ON refresh_hold (mail_next_at) WHERE mail_state = 'queued';

-- Whom refreshes of the last hours told of as somebody else or in another role: it counts along. Nobody is named in it.
CREATE TABLE refresh_moved (
    platform_id TEXT NOT NULL,
    school_id TEXT NOT NULL,
    upstream_id TEXT NOT NULL,
    journal_id TEXT NOT NULL,             -- also one that is linked in the same moment
    person_hash TEXT NOT NULL,            -- keyed
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (platform_id, school_id, upstream_id, journal_id, person_hash)
);
CREATE INDEX refresh_moved_at ON refresh_moved (at);

-- Nonces of calls of upstreams that were accepted, so that none is accepted twice.
CREATE TABLE upstream_nonce (
    upstream_id TEXT NOT NULL,
    nonce_hash TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (upstream_id, nonce_hash)
);
CREATE INDEX upstream_nonce_expiry ON upstream_nonce (expires_at);

CREATE TABLE login_attempt (
    id TEXT PRIMARY KEY,
    browser_hash TEXT NOT NULL,
    platform_id TEXT NOT NULL REFERENCES platform (id),
    client_id TEXT REFERENCES client (id),
    purpose TEXT NOT NULL,                -- sign_in | settings | add | reauthenticate
    request TEXT NOT NULL,                -- JSON: the validated authorization request, or where settings go next
    state TEXT NOT NULL,                  -- the step the flow stands at
    memory TEXT NOT NULL,                 -- sealed JSON: what the steps so far found out
    session_id TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX login_attempt_expiry ON login_attempt (expires_at);
CREATE INDEX login_attempt_browser ON login_attempt (browser_hash);

-- User names whose passwords an identity tried at a claim.
CREATE TABLE claim_try (
    identity_id TEXT NOT NULL REFERENCES identity (id),
    platform_id TEXT NOT NULL REFERENCES platform (id),
    name_hash TEXT NOT NULL,              -- keyed hash of the folded user name
    account_id TEXT REFERENCES account (id), -- whose it is, if anybody's
    tried_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (identity_id, platform_id, name_hash)
);
CREATE INDEX claim_try_expiry ON claim_try (tried_at);

-- Claim codes that an identity typed and that were not its own.
CREATE TABLE code_try (
    identity_id TEXT NOT NULL REFERENCES identity (id),
    platform_id TEXT NOT NULL REFERENCES platform (id),
    code_hash TEXT NOT NULL,              -- keyed hash of what was typed
    tried_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (identity_id, platform_id, code_hash)
);
CREATE INDEX code_try_expiry ON code_try (tried_at);

CREATE TABLE one_time (
    hash TEXT PRIMARY KEY,                -- SHA-256 of the value, base64url
    purpose TEXT NOT NULL,
    browser_hash TEXT,
    attempt_id TEXT,
    platform_id TEXT,
    identity_id TEXT,
    account_id TEXT,
    upstream_id TEXT,
    link_id TEXT,
    payload TEXT NOT NULL,                -- sealed JSON
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);
CREATE INDEX one_time_expiry ON one_time (expires_at);
CREATE INDEX one_time_attempt ON one_time (attempt_id);
CREATE INDEX one_time_account ON one_time (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX one_time_identity ON one_time (identity_id) WHERE identity_id IS NOT NULL;
CREATE INDEX one_time_link ON one_time (link_id) WHERE link_id IS NOT NULL;

CREATE TABLE session (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL,                   -- SHA-256 of the cookie value
    kind TEXT NOT NULL,                   -- browser | settings | code (never in a cookie)
    browser_hash TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    idle_seconds BIGINT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    end_reason TEXT
);
CREATE UNIQUE INDEX session_hash ON session (hash);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE session_account (
    session_id TEXT NOT NULL REFERENCES session (id),
    platform_id TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    link_id TEXT REFERENCES link (id),    -- null when the password was used
    upstream_id TEXT,
    school_id TEXT,                       -- chosen once per session
    role TEXT,
    auth_time TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (session_id, platform_id)
);
CREATE INDEX session_account_account ON session_account (account_id);
CREATE INDEX session_account_link ON session_account (link_id);

CREATE TABLE session_client (
    session_id TEXT NOT NULL REFERENCES session (id),
    client_id TEXT NOT NULL REFERENCES client (id),
    sid TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    PRIMARY KEY (session_id, client_id)
);
CREATE UNIQUE INDEX session_client_sid ON session_client (sid);

CREATE TABLE authorization_code (
    hash TEXT PRIMARY KEY,
    family_id TEXT NOT NULL,
    client_id TEXT NOT NULL REFERENCES client (id),
    redirect_uri TEXT NOT NULL,
    code_challenge TEXT,
    nonce TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);
CREATE INDEX authorization_code_expiry ON authorization_code (expires_at);

CREATE TABLE token_family (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client (id),
    platform_id TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    session_id TEXT,
    link_id TEXT,
    school_id TEXT,
    sid TEXT NOT NULL,
    scope TEXT NOT NULL,
    requested_claims TEXT NOT NULL,
    acr TEXT,
    auth_time TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    end_reason TEXT
);
CREATE INDEX token_family_account ON token_family (account_id);
CREATE INDEX token_family_session ON token_family (session_id);
CREATE INDEX token_family_link ON token_family (link_id);
CREATE INDEX token_family_expiry ON token_family (expires_at);

CREATE TABLE refresh_token (
    hash TEXT PRIMARY KEY,
    family_id TEXT NOT NULL REFERENCES token_family (id),
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);
CREATE INDEX refresh_token_family ON refresh_token (family_id);
CREATE INDEX refresh_token_expiry ON refresh_token (expires_at);

CREATE TABLE access_token (
    hash TEXT PRIMARY KEY,
    family_id TEXT NOT NULL REFERENCES token_family (id),
    scope TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX access_token_family ON access_token (family_id);
CREATE INDEX access_token_expiry ON access_token (expires_at);

-- A client's own access tokens (client_credentials). Not in access_token: nobody signed in, so there is no family, account,
-- session or link behind one, and what looks in one table can never serve a token of the other.
CREATE TABLE client_token (
    hash TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client (id),
    platform_id TEXT NOT NULL REFERENCES platform (id),
    scope TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX client_token_expiry ON client_token (expires_at);

CREATE TABLE client_assertion (
    client_id TEXT NOT NULL,
    jti_hash TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (client_id, jti_hash)
);
CREATE INDEX client_assertion_expiry ON client_assertion (expires_at);

CREATE TABLE signing_key (
    kid TEXT PRIMARY KEY,
    alg TEXT NOT NULL,                    -- RS256 | ES256 | EdDSA
    public_jwk TEXT NOT NULL,
    private_key TEXT NOT NULL,            -- sealed PKCS#8
    created_at TIMESTAMPTZ NOT NULL,
    active_from TIMESTAMPTZ NOT NULL,     -- published from created_at, signs from here
    retired_at TIMESTAMPTZ,               -- signs no more, still published
    removed_at TIMESTAMPTZ                -- not published any more
);

CREATE TABLE audit (
    id TEXT PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    action TEXT NOT NULL,                 -- such as link.created
    actor TEXT NOT NULL,                  -- account:<id> | identity:<id> | cli:<name> | job:<name> | platform:<id>
    platform_id TEXT,
    school_id TEXT,
    account_id TEXT,
    link_id TEXT,
    object TEXT,                          -- kind:id of anything else
    salt TEXT NOT NULL,
    commitment TEXT NOT NULL,             -- SHA-256 of salt and detail
    number BIGINT,                        -- given by the sealer
    chain_hash TEXT
);
CREATE UNIQUE INDEX audit_number ON audit (number) WHERE number IS NOT NULL;
CREATE INDEX audit_unsealed ON audit (at) WHERE number IS NULL;
CREATE INDEX audit_link ON audit (link_id) WHERE link_id IS NOT NULL;
CREATE INDEX audit_account ON audit (account_id) WHERE account_id IS NOT NULL;

CREATE TABLE audit_detail (
    audit_id TEXT PRIMARY KEY REFERENCES audit (id),
    detail TEXT NOT NULL                  -- JSON; may be erased, the chain stays whole
);

CREATE TABLE event (
    id TEXT PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    platform_id TEXT NOT NULL,
    kind TEXT NOT NULL,                   -- such as link.created
    sub TEXT NOT NULL,
    audit_id TEXT NOT NULL REFERENCES audit (id),
    payload TEXT NOT NULL,
    number BIGINT,
    chain_hash TEXT
);
CREATE UNIQUE INDEX event_number ON event (number) WHERE number IS NOT NULL;
CREATE INDEX event_unsealed ON event (at) WHERE number IS NULL;

CREATE TABLE seal_head (
    stream TEXT PRIMARY KEY,              -- audit | event
    number BIGINT NOT NULL,
    chain_hash TEXT NOT NULL,
    sealed_at TIMESTAMPTZ NOT NULL,
    key_id TEXT NOT NULL,
    signature TEXT NOT NULL               -- keyed hash over stream, number and chain_hash
);

CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until TIMESTAMPTZ NOT NULL
);
