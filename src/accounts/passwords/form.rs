//! The forms a stored password may have: our own, and those that platforms bring along.
//!
//! An imported hash is somebody else's text, and its numbers say how much work a sign-in costs us. Every form is read
//! with an upper bound on its cost, at the import and again at the sign-in, so that no row can hold up the rest.

use argon2::password_hash::PasswordHasher as _;
use argon2::password_hash::phc::{Output, PasswordHash};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::aspnet::AspNet;
use super::django::Django;
use super::phpass::Phpass;
use crate::domain::Random;

/// Memory, passes and lanes of what we make ourselves (OWASP Password Storage Cheat Sheet, 2025).
const OUR_COST: (u32, u32, u32) = (19_456, 2, 1);
/// KiB; PHP's and Django's defaults (64 and 100 MiB) fit.
const MOST_ARGON2_MEMORY: u32 = 131_072;
/// KiB times passes: about a second on an old core.
const MOST_ARGON2_WORK: u64 = 655_360;
const MOST_ARGON2_LANES: u32 = 16;
/// Each step doubles the work; 14 is about a second.
const MOST_BCRYPT_COST: u8 = 14;
/// What bcrypt looks at. Whatever follows was never compared.
const BCRYPT_BYTES: usize = 72;

/// Why a stored text cannot be used as a password hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// It is none of the known forms, or damaged.
    #[error("is not a password hash of a known form (argon2, bcrypt, Django, ASP.NET Identity, phpass)")]
    Unknown,
    /// It would cost more work or memory than a sign-in may.
    #[error("asks for more work than a sign-in may cost")]
    TooCostly,
}

/// Where Argon2 works: 19 MiB for our own cost, kept from one password to the next. A thread that asks for so much each time
/// pays for clearing it, and the allocator keeps it for every thread that ever asked.
#[derive(Default)]
pub struct Workspace(Vec<Block>);

impl Workspace {
    /// Room for so many blocks; what a costly imported hash took is given back by [`Workspace::shrink`].
    fn room(&mut self, blocks: usize) -> &mut [Block] {
        if self.0.len() < blocks {
            self.0.resize(blocks, Block::new());
        }
        &mut self.0
    }

    /// Back to the size of our own cost.
    fn shrink(&mut self) {
        self.0.truncate(OUR_COST.0 as usize);
        self.0.shrink_to_fit();
    }
}

/// A stored password hash, read and found affordable.
#[derive(Debug, Clone)]
pub struct Form(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Argon2(Box<PasswordHash>),
    Bcrypt(String),
    Django(Django),
    AspNet(AspNet),
    Phpass(Phpass),
}

impl Form {
    /// Reads a stored hash.
    ///
    /// # Errors
    /// It is of no known form, or too costly.
    pub fn parse(stored: &str) -> Result<Self, FormError> {
        // Django keeps the PHC string behind its own name for it.
        let stored = stored
            .strip_prefix("argon2$")
            .map_or(stored, |rest| if rest.starts_with("argon2") { rest } else { stored });
        let kind = match stored {
            text if text.trim_start_matches('$').starts_with("argon2") => Kind::Argon2(Box::new(argon2(text)?)),
            text if ["$2a$", "$2b$", "$2y$"].iter().any(|mark| text.starts_with(mark)) => Kind::Bcrypt(bcrypt(text)?),
            text if text.starts_with("pbkdf2_") => Kind::Django(Django::parse(text)?),
            text if text.starts_with("$P$") || text.starts_with("$H$") => Kind::Phpass(Phpass::parse(text)?),
            text => Kind::AspNet(AspNet::parse(text)?),
        };
        Ok(Self(kind))
    }

    /// Whether `password` is the one. Blocks for as long as the form costs: call it off the async threads.
    #[must_use]
    pub fn verifies(&self, password: &str) -> bool {
        self.verifies_in(password, &mut Workspace::default())
    }

    /// The same, with memory from before.
    #[must_use]
    pub fn verifies_in(&self, password: &str, workspace: &mut Workspace) -> bool {
        let password = password.as_bytes();
        match &self.0 {
            Kind::Argon2(hash) => argon2_verifies(password, hash, workspace).unwrap_or(false),
            Kind::Bcrypt(hash) => bcrypt::verify(password, hash).unwrap_or(false),
            Kind::Django(hash) => hash.verifies(password),
            Kind::AspNet(hash) => hash.verifies(password),
            Kind::Phpass(hash) => hash.verifies(password),
        }
    }

    /// Whether it is a hash as we make them today.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        matches!(&self.0, Kind::Argon2(hash) if is_our_cost(hash))
    }

    /// Whether a password that was just verified should be hashed anew, in our own form.
    ///
    /// Not when bcrypt saw only its first 72 bytes: the rest was never checked, and a slip there would become the
    /// password.
    #[must_use]
    pub fn wants_rehash(&self, password: &str) -> bool {
        match &self.0 {
            Kind::Argon2(hash) => !is_our_cost(hash),
            Kind::Bcrypt(_) => password.len() <= BCRYPT_BYTES,
            Kind::Django(_) | Kind::AspNet(_) | Kind::Phpass(_) => true,
        }
    }
}

/// Hashes a password in our own form. Blocks: call it off the async threads.
///
/// # Errors
/// The text of argon2's own error; with our fixed cost only when memory is short.
pub fn hash(random: &Random, password: &str) -> Result<String, String> {
    let argon2 = ours()?;
    let made = argon2.hash_password_with_salt(password.as_bytes(), &random.bytes::<16>());
    made.map(|hash| hash.to_string()).map_err(|error| error.to_string())
}

/// A text of our own form that no password fits: its 32 bytes are random instead of computed. Comparing with it costs as
/// much as with any other.
pub(super) fn decoy(random: &Random) -> String {
    let encode = |bytes: &[u8]| STANDARD_NO_PAD.encode(bytes);
    let ((memory, passes, lanes), salt, output) = (OUR_COST, random.bytes::<16>(), random.bytes::<32>());
    format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${}${}", encode(&salt), encode(&output))
}

fn ours() -> Result<Argon2<'static>, String> {
    let (memory, passes, lanes) = OUR_COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| error.to_string())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// As the crate's own `verify_password`, which takes new memory each time. [`Output`] compares in constant time.
fn argon2_verifies(
    password: &[u8],
    hash: &PasswordHash,
    workspace: &mut Workspace,
) -> Result<bool, argon2::password_hash::Error> {
    let (Some(salt), Some(expected)) = (&hash.salt, &hash.hash) else { return Ok(false) };
    let params = Params::try_from(hash)?;
    let algorithm = Algorithm::try_from(hash.algorithm.as_str())?;
    let version = hash.version.map(Version::try_from).transpose()?.unwrap_or_default();
    let room = workspace.room(params.block_count());
    let mut computed = vec![0; expected.len()];
    let argon2 = Argon2::new(algorithm, version, params);
    let done = argon2.hash_password_into_with_memory(password, salt, &mut computed, room);
    workspace.shrink(); // also when it could not be computed
    done?;
    Ok(*expected == Output::new(&computed)?)
}

fn argon2(text: &str) -> Result<PasswordHash, FormError> {
    let text = if text.starts_with('$') { text.to_owned() } else { format!("${text}") };
    let hash = PasswordHash::new(&text).map_err(|_| FormError::Unknown)?;
    let params = Params::try_from(&hash).map_err(|_| FormError::Unknown)?;
    Algorithm::try_from(hash.algorithm.as_str()).map_err(|_| FormError::Unknown)?;
    if hash.salt.is_none() || hash.hash.is_none() {
        return Err(FormError::Unknown);
    }
    let affordable = params.m_cost() <= MOST_ARGON2_MEMORY
        && params.p_cost() <= MOST_ARGON2_LANES
        && u64::from(params.m_cost()) * u64::from(params.t_cost()) <= MOST_ARGON2_WORK;
    if affordable { Ok(hash) } else { Err(FormError::TooCostly) }
}

fn is_our_cost(hash: &PasswordHash) -> bool {
    let ours =
        Params::try_from(hash).is_ok_and(|params| (params.m_cost(), params.t_cost(), params.p_cost()) == OUR_COST);
    ours && hash.algorithm.as_str() == "argon2id"
}

/// `$2y$10$` and 53 characters. `$2x$` marks hashes of a broken implementation and is refused.
fn bcrypt(text: &str) -> Result<String, FormError> {
    let cost = text.get(4..6).and_then(|cost| cost.parse::<u8>().ok()).ok_or(FormError::Unknown)?;
    let tail = text.get(7..).ok_or(FormError::Unknown)?;
    let whole = text.len() == 60 && tail.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'/');
    match cost {
        4..=MOST_BCRYPT_COST if whole => Ok(text.to_owned()),
        _ if whole => Err(FormError::TooCostly),
        _ => Err(FormError::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What one comparison left in memory means nothing to the next, be it larger or smaller.
    #[test]
    fn a_used_workspace_compares_like_a_new_one() {
        let of = |memory: u32, lanes: u32| {
            let params = Params::new(memory, 2, lanes, None).unwrap();
            let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            let made = argon2.hash_password_with_salt(b"kolm tassi", &[memory.to_le_bytes()[0]; 16]).unwrap();
            Form::parse(&made.to_string()).unwrap()
        };
        let forms = [of(64, 1), of(256, 4), of(OUR_COST.0, 1), of(OUR_COST.0 + 64, 1), of(8, 1)];
        let mut workspace = Workspace::default();
        for form in forms.iter().chain(forms.iter().rev()) {
            assert!(form.verifies_in("kolm tassi", &mut workspace));
            assert!(!form.verifies_in("kaks tassi", &mut workspace));
            assert!(workspace.0.len() <= OUR_COST.0 as usize, "no more is kept than our own cost takes");
        }
    }

    #[test]
    fn decoy_costs_what_our_own_hashes_cost_and_nothing_fits_it() {
        let decoy = Form::parse(&decoy(&Random::counter(1))).unwrap();
        assert!(decoy.is_ours() && !decoy.verifies("") && !decoy.verifies("kolm tassi"));
        let Kind::Argon2(read) = &decoy.0 else { panic!("argon2") };
        let ours = PasswordHash::new(&hash(&Random::counter(2), "kolm tassi").unwrap()).unwrap();
        assert_eq!((read.version, read.hash.unwrap().len()), (ours.version, ours.hash.unwrap().len()));
    }

    fn verifies(stored: &str, password: &str) -> bool {
        Form::parse(stored).unwrap().verifies(password)
    }

    /// Source: test.c of the reference implementation (phc-winner-argon2).
    #[test]
    fn argon2_reference_vectors() {
        for stored in [
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
            "argon2$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        ] {
            assert!(verifies(stored, "password"), "{stored}");
            assert!(!verifies(stored, "Password"), "{stored}");
        }
    }

    /// Source: the test suite of `crypt_blowfish`.
    #[test]
    fn bcrypt_published_vectors() {
        for (stored, password) in [
            ("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"),
            ("$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"),
            ("$2b$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK", "U*U*"),
        ] {
            assert!(verifies(stored, password), "{stored}");
            assert!(!verifies(stored, "U*V"), "{stored}");
        }
    }

    #[test]
    fn bcrypt_compares_72_bytes_and_is_then_not_hashed_anew() {
        let form = "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui";
        let whole =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored";
        let form = Form::parse(form).unwrap();
        assert!(form.verifies(whole));
        assert!(!form.wants_rehash(whole));
        assert!(form.verifies(&whole[..72]));
        assert!(form.wants_rehash(&whole[..72]));
        assert!(!form.verifies(&whole[..71]));
    }

    #[test]
    fn our_own_form_stands_and_weaker_ones_are_hashed_anew() {
        let ours = hash(&Random::counter(1), "kolm tassi teed").unwrap();
        assert!(ours.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let form = Form::parse(&ours).unwrap();
        assert!(form.verifies("kolm tassi teed") && !form.verifies("kolm tassi teedd"));
        assert!(!form.wants_rehash("kolm tassi teed"));
        let weak = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assert!(Form::parse(weak).unwrap().wants_rehash("password"));
    }

    #[test]
    fn a_hostile_hash_cannot_name_its_price() {
        for stored in [
            "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=4294967295,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=2048,t=2,p=255$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$2y$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "pbkdf2_sha256$2000000001$seasalt$YlZ2Vggtqdc61YjArZuoApoBh9JNGYoDRBUGu6tcJQo=",
            "AQAAAAF/////AAAAEAABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw==",
            "$P$SIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0",
        ] {
            assert_eq!(Form::parse(stored).unwrap_err(), FormError::TooCostly, "{stored}");
        }
    }

    #[test]
    fn what_is_no_hash_is_refused() {
        for stored in [
            "",
            "Tere123",
            "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2y$05$short",
            "$argon2id$",
            "$argon2id$v=19$m=256,t=2,p=1",
            "pbkdf2_md5$1$a$b",
            "pbkdf2_sha256$x$a$b",
            "$P$B",
            "5f4dcc3b5aa765d61d8327deb882cf99",
            "{SSHA}abcdef",
            "$1$abc$def",
            "AAAB",
            "$P$BÕÕÕÕÕÕÕÕÕÕÕÕÕÕÕÕÕ",
        ] {
            assert_eq!(Form::parse(stored).unwrap_err(), FormError::Unknown, "{stored}");
        }
    }
}
