//! The tables. Every function takes a [`Tx`](store::Tx) or anything that can [`Read`](store::Read); rows never leave
//! this crate.

pub mod attendance;
pub mod audit;
pub mod certificate;
pub mod circle;
pub mod cohort;
pub mod completion;
pub mod course;
pub mod enrollment;
pub mod error;
pub mod figures;
pub mod idempotency;
pub mod invariant;
pub mod outbox;
pub mod page;
pub mod program;
pub mod session;
mod sql;
pub mod store;
pub mod territory;

pub use circle::Circle;
pub use error::StoreError;
pub use page::{Cursor, Page};
pub use store::{Read, Reader, Store, Tx};
