//! Why something is not possible for a pupil, as a teacher is told: what concerns an account is one and the same word.

use crate::linking::Unfit;
use crate::web::pages::lights::Why;

/// The word for it.
pub(super) fn why(unfit: Unfit) -> Why {
    match unfit {
        Unfit::NoSeat => Why::Gone,
        Unfit::Staff => Why::Staff,
        Unfit::SubjectDiffers => Why::SubjectDiffers,
        Unfit::Blocked => Why::Blocked,
        Unfit::Linked => Why::Linked,
        Unfit::NotSwitchedOn => Why::NotSwitchedOn,
        // Whether there is one, whose it is and who has been given it is nothing for a teacher to know.
        Unfit::NoAccount | Unfit::AccountTaken | Unfit::Promised | Unfit::Different | Unfit::NotSure => Why::NotSure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_wrong_with_an_account_is_one_word() {
        for unfit in [Unfit::NoAccount, Unfit::AccountTaken, Unfit::Promised, Unfit::Different, Unfit::NotSure] {
            assert_eq!(why(unfit), Why::NotSure, "{unfit}");
        }
        let about_pupils =
            [Unfit::NoSeat, Unfit::Staff, Unfit::SubjectDiffers, Unfit::Blocked, Unfit::Linked, Unfit::NotSwitchedOn];
        let mut words: Vec<Why> = about_pupils.into_iter().map(why).chain([Why::NotSure]).collect();
        words.sort();
        assert_eq!(words, Why::ALL);
    }
}
