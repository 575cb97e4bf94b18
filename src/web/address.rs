//! Where a request comes from, when proxies stand in between.

use std::net::{IpAddr, SocketAddr};

use http::HeaderMap;

use crate::config::Network;

/// The proxies whose `X-Forwarded-For` we believe.
#[derive(Debug, Clone, Default)]
pub(super) struct TrustedProxies(pub(super) Vec<Network>);

impl TrustedProxies {
    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|range| range.contains(address))
    }

    /// The client: the peer, or behind trusted proxies the rightmost forwarded address that is not one of them.
    /// What stands left of it was written by the client and is never read.
    pub(super) fn client(&self, peer: Option<SocketAddr>, headers: &HeaderMap) -> IpAddr {
        let Some(mut client) = peer.map(|peer| peer.ip().to_canonical()) else {
            return IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED);
        };
        let forwarded: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        for hop in forwarded.iter().rev() {
            if !self.trusts(client) {
                break;
            }
            let Some(next) = hop_address(hop) else { break };
            client = next;
        }
        client
    }
}

/// `1.2.3.4`, `1.2.3.4:5678`, `2001:db8::1` or `[2001:db8::1]:443`.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse::<IpAddr>().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let proxies = TrustedProxies(["10.0.0.0/8", "2001:db8::/32"].map(|range| range.parse().unwrap()).to_vec());
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        proxies.client(Some(peer.parse().unwrap()), &headers).to_string()
    }

    /// S10: forwarded headers count only from configured proxies, and never their leftmost entry.
    #[test]
    fn only_the_rightmost_untrusted_address_counts() {
        for (peer, forwarded, expected) in [
            ("203.0.113.9:1", &["1.1.1.1"][..], "203.0.113.9"),
            ("10.1.2.3:1", &["1.1.1.1, 198.51.100.7"][..], "198.51.100.7"),
            ("10.1.2.3:1", &["1.1.1.1", "198.51.100.7, 10.9.9.9"][..], "198.51.100.7"),
            ("10.1.2.3:1", &["198.51.100.7:4711"][..], "198.51.100.7"),
            ("10.1.2.3:1", &["[2001:dead::1]:443"][..], "2001:dead::1"),
            ("10.1.2.3:1", &["1.1.1.1, rubbish"][..], "10.1.2.3"),
            ("10.1.2.3:1", &[][..], "10.1.2.3"),
            ("[::ffff:10.1.2.3]:1", &["198.51.100.7"][..], "198.51.100.7"),
        ] {
            assert_eq!(client(peer, forwarded), expected, "{peer} {forwarded:?}");
        }
    }
}
