//! Arguments of closed vocabularies, and the id a command is about.

use std::str::FromStr;

use clap::Args;

/// A value parser that lists a vocabulary's words in the help.
macro_rules! word {
    ($term:ty) => {{
        use clap::builder::TypedValueParser as _;
        clap::builder::PossibleValuesParser::new(<$term>::ALL.iter().map(|term| term.as_str()))
            .try_map(|text| text.parse::<$term>())
    }};
}
pub(super) use word;

/// The id that a command is about: `koppel platform show opiq` or `--id opiq`.
#[derive(Debug, Clone, Args)]
pub struct Named<T>
where
    T: FromStr + Clone + Send + Sync + 'static,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    /// Which one.
    #[arg(value_name = "ID", required_unless_present = "id_option")]
    id: Option<T>,
    /// Which one, the long way.
    #[arg(long = "id", aliases = ["client-id", "school"], id = "id_option", value_name = "ID", conflicts_with = "id")]
    id_option: Option<T>,
}

impl<T> Named<T>
where
    T: FromStr + Clone + Send + Sync + 'static,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    /// The id, however it was given.
    pub fn id(&self) -> anyhow::Result<&T> {
        let id = self.id.as_ref().or(self.id_option.as_ref());
        id.ok_or_else(|| super::failure::failure("no id was given", "name it, or use --id"))
    }
}
