//! Which addresses may be called: the open internet by https, and what the operator allowed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::OutgoingError;
use crate::config::Network;

/// Special-purpose IPv4 networks. Source: IANA registry (RFC 6890 and its updates), multicast and the reserved rest.
const CLOSED_V4: [Network; 15] = [
    v4([0, 0, 0, 0], 8),
    v4([10, 0, 0, 0], 8),
    v4([100, 64, 0, 0], 10),
    v4([127, 0, 0, 0], 8),
    v4([169, 254, 0, 0], 16),
    v4([172, 16, 0, 0], 12),
    v4([192, 0, 0, 0], 24),
    v4([192, 0, 2, 0], 24),
    v4([192, 88, 99, 0], 24),
    v4([192, 168, 0, 0], 16),
    v4([198, 18, 0, 0], 15),
    v4([198, 51, 100, 0], 24),
    v4([203, 0, 113, 0], 24),
    v4([224, 0, 0, 0], 4),
    v4([240, 0, 0, 0], 4),
];

/// IPv6 networks inside global unicast that lead elsewhere: Teredo, ORCHID and other protocol blocks, documentation, 6to4.
const CLOSED_V6: [Network; 4] = [v6(0x2001, 0, 23), v6(0x2001, 0xdb8, 32), v6(0x2002, 0, 16), v6(0x3fff, 0, 20)];

const fn v4([a, b, c, d]: [u8; 4], prefix: u8) -> Network {
    Network::new(IpAddr::V4(Ipv4Addr::new(a, b, c, d)), prefix)
}

const fn v6(first: u16, second: u16, prefix: u8) -> Network {
    Network::new(IpAddr::V6(Ipv6Addr::new(first, second, 0, 0, 0, 0, 0, 0)), prefix)
}

/// The operator's exceptions: hosts, addresses and ranges that may be private, and may be called without TLS.
#[derive(Debug, Clone, Default)]
pub struct Allowed {
    hosts: Vec<String>,
    ranges: Vec<Network>,
}

impl Allowed {
    /// Reads entries such as `sso.school.internal`, `127.0.0.1` or `10.20.0.0/16`.
    ///
    /// # Errors
    /// [`OutgoingError::Setup`] names the entry that is none of these.
    pub fn parse(entries: &[String]) -> Result<Self, OutgoingError> {
        let mut allowed = Self::default();
        for entry in entries {
            let bare = entry.trim_start_matches('[').trim_end_matches(']');
            if let Ok(range) = bare.parse() {
                allowed.ranges.push(range);
            } else if let Ok(Host::Domain(name)) = Host::parse(entry) {
                allowed.hosts.push(name);
            } else {
                return Err(OutgoingError::Setup(format!(
                    "outgoing.allow_private: {entry:?} is not a host, an address or a range"
                )));
            }
        }
        Ok(allowed)
    }

    /// Refuses everything about an address that can be seen before its name is resolved.
    ///
    /// # Errors
    /// [`OutgoingError::Refused`] with the reason.
    pub fn check(&self, url: &Url) -> Result<(), OutgoingError> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err(OutgoingError::Refused("the address carries a user name"));
        }
        let host = url.host().ok_or(OutgoingError::Refused("the address has no host"))?;
        let excepted = self.excepts(&host);
        match url.scheme() {
            "https" => {}
            "http" if excepted => {}
            _ => return Err(OutgoingError::Refused("only https is called")),
        }
        let open = match host {
            Host::Domain(_) => true,
            Host::Ipv4(address) => excepted || is_public(IpAddr::V4(address)),
            Host::Ipv6(address) => excepted || is_public(IpAddr::V6(address)),
        };
        if open { Ok(()) } else { Err(OutgoingError::Refused("the address is private")) }
    }

    /// True when a resolved address of this host may be connected to.
    #[must_use]
    pub fn reaches(&self, host: &str, address: IpAddr) -> bool {
        is_public(address) || self.names(host) || self.covers(address)
    }

    /// True for hosts the operator listed, by name or by address.
    fn excepts(&self, host: &Host<&str>) -> bool {
        match host {
            Host::Domain("localhost") => self.names("localhost") || self.covers(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            Host::Domain(name) => self.names(name),
            Host::Ipv4(address) => self.covers(IpAddr::V4(*address)),
            Host::Ipv6(address) => self.covers(IpAddr::V6(*address)),
        }
    }

    fn names(&self, host: &str) -> bool {
        self.hosts.iter().any(|name| name.eq_ignore_ascii_case(host.trim_end_matches('.')))
    }

    fn covers(&self, address: IpAddr) -> bool {
        // An IPv4 address inside an IPv6 one is nobody's exception: it is only ever a way around.
        address == address.to_canonical() && self.ranges.iter().any(|range| range.contains(address))
    }
}

/// True for addresses of the open internet. Everything not known to be open is closed.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(_) => !CLOSED_V4.iter().any(|network| network.contains(address)),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// Global unicast (`2000::/3`) without the blocks that carry an IPv4 address inside: mapped, NAT64 and the rest of
/// `::/3` lie outside of it; ISATAP hides in the interface half.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, _, _, _, marker, isatap, _, _] = address.segments();
    let global = first & 0xe000 == 0x2000;
    let hides_v4 = isatap == 0x5efe && marker & !0x0200 == 0;
    let closed = CLOSED_V6.iter().any(|network| network.contains(IpAddr::V6(address)));
    global && !hides_v4 && !closed
}

#[cfg(test)]
mod tests;
