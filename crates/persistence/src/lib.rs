//! The tables. Every function takes a [`Tx`] or anything that can [`Read`]; rows never leave
//! this crate.

pub mod access;
pub mod attendance;
pub mod audit;
pub mod calendar;
pub mod certificate;
pub mod check_in;
pub mod circle;
pub mod closing;
pub mod cohort;
pub mod completion;
pub mod correspondence;
pub mod course;
pub mod coverage;
pub mod enrollment;
pub mod error;
pub mod export;
pub mod figures;
mod found;
pub mod guest;
pub mod health;
pub mod idempotency;
pub mod import;
pub mod indicator;
pub mod interest;
pub mod interruption;
pub mod invariant;
pub mod job;
mod lease;
pub mod login;
pub mod meeting_log;
pub mod message;
pub mod organization;
pub mod outbox;
pub mod page;
pub mod person;
pub mod plea;
pub mod program;
pub mod session;
mod sql;
pub mod stand_in;
pub mod store;
pub mod teaching;
pub mod template;
pub mod territory;
pub mod timetable;
mod together;
pub mod venue;

pub use circle::Circle;
pub use error::StoreError;
pub use page::{Cursor, Page};
pub use store::{Read, Reader, Store, Tx};
pub use together::{Part, together};

pub(crate) use found::{has_words, search_words};
