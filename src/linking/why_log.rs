//! Why a link is there, in one sentence that whoever administers a school understands.

use serde::Deserialize;

use crate::domain::{Assurance, LinkOrigin, Time};
use crate::storage::links::Link;

use super::evidence::ProofKind;

/// Why a link is there. Whoever shows it says the keys' texts with the upstream's name and the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkWhy {
    /// The text's key: how it came to be. Variables: `upstream`, `day`, `platform`.
    pub key: &'static str,
    /// The key of how sure that is.
    pub assurance_key: &'static str,
    /// When it came to be.
    pub at: Time,
    /// Where it has ended: the key of why, and when.
    pub ended: Option<(&'static str, Time)>,
}

#[derive(Deserialize)]
struct Told {
    proof: Option<ToldProof>,
}

#[derive(Deserialize)]
struct ToldProof {
    kind: ProofKind,
}

/// Why a link is there, from what it records of itself.
#[must_use]
pub fn why(link: &Link) -> LinkWhy {
    LinkWhy {
        key: key(link),
        assurance_key: assurance_key(link.assurance),
        at: link.since,
        ended: link.ended_at.map(|at| (ended_key(link.end_reason.as_deref()), at)),
    }
}

fn key(link: &Link) -> &'static str {
    let told: Option<Told> = serde_json::from_str(&link.evidence).ok();
    let proof = told.and_then(|told| told.proof).map(|proof| proof.kind);
    match (link.origin, proof) {
        (LinkOrigin::Claim, Some(ProofKind::Password)) => "ppl-why-claim-password",
        (LinkOrigin::Claim, Some(ProofKind::PrintedPassword)) => "ppl-why-claim-printed",
        (LinkOrigin::Claim, Some(ProofKind::Upstream)) => "ppl-why-claim-upstream",
        (LinkOrigin::Claim, _) => "ppl-why-claim",
        (LinkOrigin::Born, _) if link.rule.starts_with("roster.") => "ppl-why-born-roster",
        (LinkOrigin::Born, _) => "ppl-why-born",
        (LinkOrigin::Settings, _) => "ppl-why-settings",
        (LinkOrigin::Import, _) => "ppl-why-import",
        (LinkOrigin::Administrator, _) if link.rule.starts_with("born.") => "ppl-why-born-school",
        (LinkOrigin::Administrator, _) => "ppl-why-administrator",
        (LinkOrigin::Teacher, _) => "ppl-why-teacher",
        (LinkOrigin::Code, _) => "ppl-why-code",
        (LinkOrigin::Platform, _) => "ppl-why-platform",
    }
}

const fn assurance_key(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::High => "ppl-assurance-high",
        Assurance::Substantial => "ppl-assurance-substantial",
        Assurance::Low => "ppl-assurance-low",
        Assurance::Teacher => "ppl-assurance-teacher",
        Assurance::School => "ppl-assurance-school",
        Assurance::Platform => "ppl-assurance-platform",
    }
}

fn ended_key(reason: Option<&str>) -> &'static str {
    match reason {
        Some("owner") => "ppl-ended-owner",
        Some("not_me") => "ppl-ended-not-me",
        Some("claimed" | "absorbed") => "ppl-ended-claimed",
        Some("taken_back") => "ppl-ended-taken-back",
        Some("switched") => "ppl-ended-switched",
        _ => "ppl-ended-school",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccountId, IdentityId, LinkId, Random};

    fn link(origin: LinkOrigin, rule: &str, evidence: &str) -> Link {
        let random = Random::counter(1);
        let now: Time = "2026-09-03T08:00:00Z".parse().unwrap();
        Link {
            id: LinkId::at(now, &random),
            platform_id: "opiq".parse().unwrap(),
            upstream_id: "ekool".parse().unwrap(),
            scope: String::new(),
            subject: "7".to_owned(),
            identity_id: IdentityId::at(now, &random),
            account_id: AccountId::random(&random),
            origin,
            rule: rule.to_owned(),
            assurance: Assurance::High,
            evidence: evidence.to_owned(),
            via_merge: false,
            created_at: now,
            created_by: "job:test".to_owned(),
            since: now,
            last_used_at: None,
            ended_at: None,
            ended_by: None,
            end_reason: None,
        }
    }

    #[test]
    fn each_way_to_a_link_has_its_sentence() {
        let proven = |kind: &str| format!("{{\"proof\":{{\"kind\":\"{kind}\",\"freshness\":\"proven\"}}}}");
        for (origin, rule, evidence, expected) in [
            (LinkOrigin::Claim, "claim.proven", proven("password"), "ppl-why-claim-password"),
            (LinkOrigin::Claim, "claim.proven", proven("printed_password"), "ppl-why-claim-printed"),
            (LinkOrigin::Claim, "claim.proven", proven("upstream"), "ppl-why-claim-upstream"),
            (LinkOrigin::Claim, "claim.proven", "no JSON".to_owned(), "ppl-why-claim"),
            (LinkOrigin::Born, "sign_in.born", String::new(), "ppl-why-born"),
            (LinkOrigin::Born, "roster.new", String::new(), "ppl-why-born-roster"),
            (LinkOrigin::Administrator, "vouched.administrator", String::new(), "ppl-why-administrator"),
            (LinkOrigin::Administrator, "born.administrator", String::new(), "ppl-why-born-school"),
            (LinkOrigin::Code, "claim.code", proven("claim_code"), "ppl-why-code"),
        ] {
            assert_eq!(why(&link(origin, rule, &evidence)).key, expected);
        }
    }

    #[test]
    fn an_ended_link_says_who_ended_it() {
        let mut gone = link(LinkOrigin::Claim, "claim.proven", "");
        let at: Time = "2026-10-03T08:00:00Z".parse().unwrap();
        (gone.ended_at, gone.end_reason) = (Some(at), Some("not_me".to_owned()));
        assert_eq!(why(&gone).ended, Some(("ppl-ended-not-me", at)));
    }
}
