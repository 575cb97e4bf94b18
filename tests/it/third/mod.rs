//! Software of other makers on the other side, in the clear on loopback and over TLS behind Debian's haproxy.
//!
//! npm `openid-client`, `PyPI` `authlib` and Apache's `mod_auth_openidc` are platforms; npm `oidc-provider` and
//! `PyPI` `lti1p3platform` are upstreams.
//! `tests/run.sh` installs all of it; a test that misses something fails.

mod apache;
mod authority;
pub mod broker;
mod child;
pub mod lti;
pub mod scripts;
mod upstream;
mod upstream_keys;
