//! The words of Postup in Ukrainian and English, and how dates, times and numbers are said in them.
//!
//! ```
//! use postup_i18n::{Locale, Words};
//!
//! let words = Words::embedded();
//! assert_eq!(words.text(Locale::En, "common-save"), "Save");
//! assert_eq!(words.text_with(Locale::Uk, "common-count-hours", &[("hours", 22.into())]), "22 години");
//! ```
//!
//! Texts live in `locales/{uk,en}/<noun>.ftl`. The build fails when the two languages differ in keys or arguments.

mod catalog;
mod dates;
mod locale;
mod numbers;

pub use catalog::{Value, Words};
pub use locale::{Locale, UnknownLocale};
