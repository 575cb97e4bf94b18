//! An address or a CIDR range: whose X-Forwarded-For counts, and who may be called. The one piece that reads and compares them.

use std::net::IpAddr;
use std::str::FromStr;

/// An address range such as `10.0.0.0/8`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

/// A text that is neither an address nor a CIDR range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither an address nor a CIDR range")]
pub struct InvalidNetwork(String);

impl Network {
    /// The addresses whose first `prefix` bits are those of `address`; one address when there are no more bits than that.
    #[must_use]
    pub const fn new(address: IpAddr, prefix: u8) -> Self {
        let width = if address.is_ipv4() { 32 } else { 128 };
        Self { address, prefix: if prefix > width { width } else { prefix } }
    }

    /// True when the address lies in the range. An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) counts as IPv4.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                leading_bits_agree(ours.to_bits().into(), theirs.to_bits().into(), self.prefix, 32)
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                leading_bits_agree(ours.to_bits(), theirs.to_bits(), self.prefix, 128)
            }
            _ => false,
        }
    }
}

fn leading_bits_agree(one: u128, other: u128, prefix: u8, width: u8) -> bool {
    let shift = u32::from(width - prefix);
    one.checked_shr(shift).unwrap_or(0) == other.checked_shr(shift).unwrap_or(0)
}

impl FromStr for Network {
    type Err = InvalidNetwork;

    fn from_str(text: &str) -> Result<Self, InvalidNetwork> {
        let wrong = || InvalidNetwork(text.chars().take(80).collect());
        let (address, prefix) = text.split_once('/').map_or((text, None), |(a, p)| (a, Some(p)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => width,
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().map_err(|_| wrong())?,
            Some(_) => return Err(wrong()),
        };
        if prefix > width { Err(wrong()) } else { Ok(Self { address, prefix }) }
    }
}

#[cfg(test)]
mod tests {
    use super::Network;

    #[test]
    fn a_range_contains_its_addresses_and_no_others() {
        for (range, address, wanted) in [
            ("10.0.0.0/8", "10.255.1.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.0/8", "::ffff:10.0.0.1", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("0.0.0.0/0", "8.8.8.8", true),
            ("0.0.0.0/0", "::1", false),
            ("fd00::/8", "fd12::1", true),
            ("fd00::/8", "fe80::1", false),
            ("::/0", "::1", true),
        ] {
            let network: Network = range.parse().unwrap();
            assert_eq!(network.contains(address.parse().unwrap()), wanted, "{range} {address}");
        }
    }

    #[test]
    fn half_a_range_is_refused() {
        for text in ["", "10.0.0", "10.0.0.0/33", "10.0.0.0/", "::/129", "10.0.0.0/-1", "10.0.0.0/+8", "host/8"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }
}
