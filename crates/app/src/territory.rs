//! Territories: importing the official codifier, and finding units in it.

pub mod codifier;
pub mod comparison;
mod import;
mod open;
mod reading;
pub mod wording;

pub use import::{ImportFailure, ImportReport, MOST_REMOVED};
pub use postup_persistence::territory::{Filter, Period};
