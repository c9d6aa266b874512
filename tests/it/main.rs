//! Everything that needs the whole house.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::pedantic,
    reason = "tests fail by panicking, and may be blunt"
)]

mod attendance;
mod certificate;
mod completion;
mod demo;
mod edge;
mod enrollment;
mod frame;
mod mail;
mod spine;
mod territory;
mod walk;
