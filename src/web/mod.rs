//! What every page needs: visit, cookies, language, texts, forms, errors, headers. How to write a page:
//!
//! ```text
//! async fn chooser(visit: Visit, …) -> Result<Response, web::Error> {
//!     visit.enter(Journey { brand, ui_locales, form_targets });          // platform's name, colour, language, way back
//!     Ok(web::page(&visit, StatusCode::OK, &pages::login::Chooser { frame: Frame::new(&visit), … }))
//! }
//! async fn choose(visit: Visit, Form(fields): Form<Choice>) -> Result<Response, web::Error>   // CSRF is checked
//! ```
//!
//! Errors are `web::Error` (from a [`Trouble`] or a room's error) and become pages in [`shell`], which surrounds
//! all routes. Which struct is which page stands in [`pages`].

mod address;
mod assets;
mod colour;
mod cookies;
mod dates;
mod error;
mod form;
mod headers;
mod lang;
mod language;
mod limits;
mod measure;
mod page;
pub mod pages;
mod qr;
pub mod routes;
mod shell;
mod texts;
mod trouble;
mod visit;

pub use dates::moment;
pub use error::Error;
pub use form::Form;
pub use headers::complete_all;
pub use lang::Lang;
pub use limits::{limit_passed, reading_fault};
pub use measure::measure;
pub use page::{FormTargets, Frame, page, page_to, see_other, watching_page};
pub use qr::Qr;
pub use shell::{ShellError, shell};
pub use texts::{Say, Texts, source};
pub use trouble::{Fault, Trouble};
pub use visit::{Brand, Journey, Visit};
