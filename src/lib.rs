//! Koppel: an identity-linking broker between school systems and learning platforms.
//!
//! Where a login flows: `issuer::authorize` → `login` → `upstream` → `linking` → `login` → `issuer::token`.

pub mod accounts;
pub mod admin;
pub mod cache;
pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod files;
pub mod ground;
pub mod issuer;
pub mod jobs;
pub mod journals;
pub mod licences;
pub mod linking;
pub mod login;
pub mod mail;
pub mod offers;
pub mod outgoing;
pub mod platform_api;
pub mod roster;
pub mod serve;
pub mod settings;
pub mod storage;
pub mod upstream;
pub mod vault;
pub mod web;
