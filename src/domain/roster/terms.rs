//! The closed vocabularies of journals, seats and licences.

use crate::terms;

terms!(
    /// How a journal stands.
    JournalState {
        /// Read and applied.
        Linked = "linked",
        /// The upstream lets us read it no longer; nothing is removed.
        ConsentWithdrawn = "consent_withdrawn",
        /// The upstream has it no longer; nothing is removed.
        Gone = "gone",
        /// Unlinked by a person.
        Ended = "ended",
    }
);
terms!(
    /// What a seat is for.
    SeatRole {
        /// Somebody who learns.
        Pupil = "pupil",
        /// Somebody who teaches.
        Teacher = "teacher",
    }
);
terms!(
    /// What a seat is.
    SeatState {
        /// The person's account is known by a live link.
        Linked = "linked",
        /// The person may have an account; nothing is made.
        Waiting = "waiting",
        /// Account and link are made.
        New = "new",
        /// Nothing is done, for a reason.
        Blocked = "blocked",
    }
);
terms!(
    /// What is stored about a person at a platform who has no live link there.
    StandingState {
        /// May have an account.
        Waiting = "waiting",
        /// Has no other account.
        New = "new",
        /// Nothing may be done.
        Blocked = "blocked",
    }
);
terms!(
    /// Whether something is there, towards a platform.
    Presence {
        /// It is.
        Active = "active",
        /// It was, and that is told for a while.
        Gone = "gone",
    }
);
terms!(
    /// Why somebody waits or is blocked. Shown to teachers, so it never tells of another person.
    SeatReason {
        /// Waits: somebody at the platform may be the same person.
        Candidate = "candidate",
        /// Waits: somebody at the platform fits several people of this journal.
        SharedCandidate = "shared_candidate",
        /// Waits: the identity had an account here, and that was ended.
        LinkEnded = "link_ended",
        /// Waits: the roster does not name people as the sign-in does.
        SubjectDiffers = "subject_differs",
        /// Waits: there is no name to look for an account by.
        Unnamed = "unnamed",
        /// Waits: the school wants to see new accounts first.
        SchoolAsks = "school_asks",
        /// Waits: only a complete read makes accounts.
        PartialRead = "partial_read",
        /// Blocked: the linked account is disabled.
        AccountDisabled = "account_disabled",
        /// Blocked: the linked account is that of somebody else in this journal.
        SharedAccount = "shared_account",
        /// Blocked: the subject seems to belong to another person now.
        Quarantined = "quarantined",
        /// Blocked: the roster tells another birth date or national number than before.
        AnotherPerson = "another_person",
        /// Blocked: the roster tells two stories of one subject.
        Contradiction = "contradiction",
        /// Blocked: the row has no usable id.
        NoSubject = "no_subject",
        /// Blocked: neither pupil nor teacher.
        Role = "role",
        /// Blocked: a feed makes nobody an administrator.
        AdminRole = "admin_role",
        /// Blocked: of another school.
        OtherSchool = "other_school",
        /// Blocked: not active at the upstream.
        Inactive = "inactive",
        /// Blocked: begins later.
        NotYet = "not_yet",
        /// Blocked: was over before.
        Past = "past",
    }
);
terms!(
    /// Why a seat ended.
    SeatEnd {
        /// Missing from two complete reads, far enough apart.
        Left = "left",
        /// The upstream said so.
        Deleted = "deleted",
        /// The whole journal was unlinked.
        JournalEnded = "journal_ended",
    }
);
terms!(
    /// Why a licence ended.
    LicenceEnd {
        /// The seat that gave it is gone, or its kit.
        Left = "left",
        /// A person took it back.
        TakenBack = "taken_back",
        /// Its account went into another, or came back from there, and the other one holds it.
        Superseded = "superseded",
        /// Its account came back from another, and meanwhile its place was given to somebody else.
        GivenAway = "given_away",
    }
);
terms!(
    /// Why a claim code is good no longer.
    CodeEnd {
        /// It joined its person and its account.
        Used = "used",
        /// A new one was printed for the same seat.
        Replaced = "replaced",
        /// A person took it back.
        TakenBack = "taken_back",
        /// Its person was linked without it.
        Linked = "linked",
    }
);
terms!(
    /// Why a read is not the whole truth.
    PartialRead {
        /// A page could not be read.
        PageMissing = "page_missing",
        /// The upstream stopped before its end.
        Truncated = "truncated",
        /// A row could not be understood.
        BadRow = "bad_row",
        /// The upstream has no data at the moment.
        NoData = "no_data",
    }
);
terms!(
    /// Whether a roster's ids of people are those of the same upstream's sign-in. Each source declares it.
    RosterSubject {
        /// They are: a link found by one is good for the other.
        SameAsLogin = "same_as_login",
        /// They are not.
        Different = "different",
        /// Nobody knows, so they are not taken for the same.
        Unknown = "unknown",
    }
);
terms!(
    /// What an upstream is told of a journal.
    MessageKind {
        /// It is linked, and where that leads.
        Linked = "linked",
        /// It is not linked any more.
        Ended = "ended",
    }
);
terms!(
    /// How far a message to an upstream got.
    MessageState {
        /// Waits for its next try.
        Queued = "queued",
        /// The upstream knows.
        Told = "told",
        /// The upstream knows the launch no more, so it cannot be told: the teacher presses the button there again.
        LaunchOver = "launch_over",
        /// The upstream took it in no try.
        GivenUp = "given_up",
        /// Something newer is to be told instead.
        Overtaken = "overtaken",
    }
);
