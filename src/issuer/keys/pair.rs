//! One key pair, parsed once and used many times.

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::domain::SigningAlg;
use crate::issuer::IssuerError;

/// A private key, ready to sign.
#[derive(Debug)]
pub(super) enum Pair {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
}

const UNUSABLE: IssuerError = IssuerError::Key("the private half cannot be read");
const NOT_MADE: IssuerError = IssuerError::Key("it could not be made");

/// A new private key as PKCS#8. RSA takes some tenths of a second.
pub(super) fn generate(alg: SigningAlg) -> Result<Zeroizing<Vec<u8>>, IssuerError> {
    let pkcs8 = match alg {
        SigningAlg::Rs256 => {
            let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| NOT_MADE)?;
            pair.as_der().map_err(|_| NOT_MADE)?.as_ref().to_vec()
        }
        SigningAlg::Es256 => {
            let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(|_| NOT_MADE)?;
            pair.to_pkcs8v1().map_err(|_| NOT_MADE)?.as_ref().to_vec()
        }
        SigningAlg::EdDsa => {
            let pair = Ed25519KeyPair::generate().map_err(|_| NOT_MADE)?;
            pair.to_pkcs8().map_err(|_| NOT_MADE)?.as_ref().to_vec()
        }
    };
    Ok(Zeroizing::new(pkcs8))
}

impl Pair {
    pub(super) fn parse(alg: SigningAlg, pkcs8: &[u8]) -> Result<Self, IssuerError> {
        Ok(match alg {
            SigningAlg::Rs256 => Self::Rsa(RsaKeyPair::from_pkcs8(pkcs8).map_err(|_| UNUSABLE)?),
            SigningAlg::Es256 => {
                let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8);
                Self::Ec(pair.map_err(|_| UNUSABLE)?)
            }
            SigningAlg::EdDsa => Self::Ed(Ed25519KeyPair::from_pkcs8(pkcs8).map_err(|_| UNUSABLE)?),
        })
    }

    /// The public half's own members of a JWK (RFC 7517, RFC 7518, RFC 8037).
    pub(super) fn public_members(&self) -> Result<Value, IssuerError> {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        Ok(match self {
            Self::Rsa(pair) => {
                let public = pair.public_key();
                let (n, e) = (public.modulus(), public.exponent());
                json!({"kty": "RSA", "n": text(n.big_endian_without_leading_zero()),
                       "e": text(e.big_endian_without_leading_zero())})
            }
            Self::Ec(pair) => {
                let (x, y) = match pair.public_key().as_ref() {
                    [4, point @ ..] => point.split_at_checked(32).ok_or(UNUSABLE)?,
                    _ => return Err(UNUSABLE),
                };
                json!({"kty": "EC", "crv": "P-256", "x": text(x), "y": text(y)})
            }
            Self::Ed(pair) => json!({"kty": "OKP", "crv": "Ed25519", "x": text(pair.public_key().as_ref())}),
        })
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, IssuerError> {
        let failed = |_| IssuerError::Key("it did not sign");
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).map_err(failed)?;
                Ok(signature)
            }
            Self::Ec(pair) => Ok(pair.sign(&SystemRandom::new(), message).map_err(failed)?.as_ref().to_vec()),
            Self::Ed(pair) => Ok(pair.sign(message).as_ref().to_vec()),
        }
    }
}
