//! The console of a school: who may do what there, and its small closed vocabularies.

crate::terms!(
    /// As what somebody is at the console of a school.
    ConsoleRole {
        /// Administers the school.
        SchoolAdmin = "school_admin",
        /// Looks after its systems; may do so for several schools.
        Coordinator = "coordinator",
        /// Of the platform's support, for a few hours, with a reason that the school sees.
        Support = "support",
        /// Teaches there: from a live seat as a teacher, never stored.
        Teacher = "teacher",
    }
);
crate::terms!(
    /// What a second person is asked to agree to.
    ProposalKind {
        /// That two accounts go together.
        Merge = "merge",
        /// That the data of many leave the console.
        Export = "export",
        /// That a person is erased.
        Erase = "erase",
        /// That somebody's second factor is taken away, so that they set up a new one.
        FactorReset = "factor_reset",
        /// That links move to subjects of which nothing but the school's word says whose they are.
        Switch = "switch",
        /// That a link goes to another account, where both were used lately.
        MoveLink = "move_link",
    }
);
crate::terms!(
    /// How far two accounts got that may be one person's.
    DuplicateState {
        /// Nobody has looked.
        Open = "open",
        /// The pupil was asked.
        Asked = "asked",
        /// The pupil has shown that both are theirs.
        Proven = "proven",
        /// They went together.
        Merged = "merged",
        /// They are two people's. Remembered.
        NotSame = "not_same",
        /// Nothing speaks for it any more.
        Gone = "gone",
    }
);
crate::terms!(
    /// What becomes of something that a merge found.
    MergeFate {
        /// It counts for the account that stays.
        Moved = "moved",
        /// The account that stays holds the same, so that both count once.
        Superseded = "superseded",
    }
);
crate::terms!(
    /// What a merge found at the account that went.
    ItemKind {
        /// The account itself.
        Account = "account",
        /// A link.
        Link = "link",
        /// A role.
        Role = "role",
        /// A licence.
        Licence = "licence",
        /// A claim code.
        Code = "code",
    }
);
crate::terms!(
    /// How far a school's change from one upstream to another got.
    SwitchState {
        /// Pairs of subjects are collected.
        Learning = "learning",
        /// The links have moved.
        Applied = "applied",
        /// They have moved back.
        Undone = "undone",
        /// It was given up before anything moved.
        Dropped = "dropped",
    }
);
crate::terms!(
    /// How one pair of subjects stands within such a change.
    PairState {
        /// Nothing was done with it yet.
        Waiting = "waiting",
        /// The link has moved.
        Moved = "moved",
        /// The new subject opens another account, so nothing moved.
        Taken = "taken",
        /// No live link has the old subject.
        Unknown = "unknown",
        /// The link has moved back.
        Undone = "undone",
    }
);

/// What can be done at the console of a school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Right {
    /// See how the school stands.
    See,
    /// Enable and disable upstreams.
    Enable,
    /// See people.
    SeePeople,
    /// Sign people out, disable accounts, print passwords and codes, change roles.
    ActOnPeople,
    /// End other people's links.
    EndLinks,
    /// Decide what people asked the school.
    Requests,
    /// Look at accounts that may be one person's.
    Duplicates,
    /// Merge accounts, and take that back.
    Merge,
    /// Agree to what somebody else proposed, or refuse it.
    Second,
    /// See journals and end them.
    Journals,
    /// See refreshes and decide those that wait.
    Holds,
    /// Move links from one upstream to another.
    Switch,
    /// Read the audit log.
    Audit,
    /// Take the data of people out.
    Export,
    /// Erase people.
    Erase,
    /// Say who else administers the school.
    Grants,
}

impl Right {
    /// Every right.
    pub const ALL: &'static [Self] = &[
        Self::See,
        Self::Enable,
        Self::SeePeople,
        Self::ActOnPeople,
        Self::EndLinks,
        Self::Requests,
        Self::Duplicates,
        Self::Merge,
        Self::Second,
        Self::Journals,
        Self::Holds,
        Self::Switch,
        Self::Audit,
        Self::Export,
        Self::Erase,
        Self::Grants,
    ];

    /// Whether a role has it.
    #[must_use]
    pub const fn is_of(self, role: ConsoleRole) -> bool {
        match role {
            ConsoleRole::SchoolAdmin => true,
            ConsoleRole::Coordinator => {
                matches!(self, Self::See | Self::Enable | Self::Second | Self::Journals | Self::Holds | Self::Switch)
            }
            ConsoleRole::Support => {
                !matches!(self, Self::Export | Self::Erase | Self::Grants | Self::Enable | Self::Switch)
            }
            ConsoleRole::Teacher => matches!(self, Self::Second),
        }
    }

    /// Whether the second factor must have been shown within the last minutes before something is changed.
    #[must_use]
    pub const fn wants_fresh_factor(self) -> bool {
        matches!(
            self,
            Self::Enable
                | Self::ActOnPeople
                | Self::EndLinks
                | Self::Merge
                | Self::Second
                | Self::Switch
                | Self::Export
                | Self::Erase
                | Self::Grants
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(role: ConsoleRole) -> Vec<Right> {
        Right::ALL.iter().copied().filter(|right| right.is_of(role)).collect()
    }

    #[test]
    fn each_role_has_its_rights_and_no_others() {
        use Right::{
            ActOnPeople, Audit, Duplicates, Enable, EndLinks, Holds, Journals, Merge, Requests, Second, See, SeePeople,
            Switch,
        };
        assert_eq!(of(ConsoleRole::SchoolAdmin), Right::ALL);
        assert_eq!(of(ConsoleRole::Coordinator), [See, Enable, Second, Journals, Holds, Switch]);
        assert_eq!(
            of(ConsoleRole::Support),
            [See, SeePeople, ActOnPeople, EndLinks, Requests, Duplicates, Merge, Second, Journals, Holds, Audit]
        );
        assert_eq!(of(ConsoleRole::Teacher), [Second]);
    }
}
