//! The issuer over real HTTP: what platforms send, what they get, and what they must never get.

mod authorize;
mod blocked;
mod client_auth;
mod codes;
mod cost;
pub mod desk;
mod hints;
mod joined;
mod jwt;
mod logout;
mod openid_client;
mod oracle;
mod put_accounts;
mod put_offers;
mod redirect_uris;
mod refresh;
mod rotation;
mod userinfo;
