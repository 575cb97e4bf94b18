//! Where a file of journals goes, and whose ids stand in it.

use anyhow::Result;
use clap::Args;

use super::super::desk::Desk;
use super::super::word::word;
use super::super::{platform, school, upstream};
use crate::domain::{PlatformId, RosterSubject, SchoolId, UpstreamId, UpstreamKind};
use crate::roster::file::Source;
use crate::storage::schools::School;
use crate::storage::upstreams::Upstream;

/// See the module.
#[derive(Debug, Args)]
pub struct Target {
    /// To which platform.
    #[arg(long)]
    pub platform: PlatformId,
    /// Whose ids stand in it.
    #[arg(long)]
    pub upstream: UpstreamId,
    /// Whose journals they are.
    #[arg(long)]
    pub school: SchoolId,
    /// Whether people have the same ids in the file as at the upstream's sign-in.
    #[arg(long, default_value = "same_as_login", value_parser = word!(RosterSubject))]
    pub roster_subject: RosterSubject,
}

impl Target {
    /// The school, and whose file it is.
    ///
    /// # Errors
    /// One of the three is not known here.
    pub async fn find(&self, desk: &Desk) -> Result<(School, Source)> {
        platform::find(desk, &self.platform).await?;
        let upstream = upstream::find(desk, &self.upstream).await?;
        let school = school::find(desk, &self.school).await?;
        let source = Source { scope: scope(&upstream), upstream: upstream.id, read_at: desk.now };
        Ok((school, source))
    }
}

/// A subject is unique at its issuer (OpenID Connect Core 1.0, section 2); at the others everywhere.
fn scope(upstream: &Upstream) -> String {
    match upstream.kind {
        UpstreamKind::Ekool | UpstreamKind::Stuudium => String::new(),
        UpstreamKind::Oidc | UpstreamKind::Harid | UpstreamKind::Lti => upstream.issuer.clone().unwrap_or_default(),
    }
}
