//! Everything that needs the whole house.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::pedantic,
    reason = "tests fail by panicking, and may be blunt"
)]

mod certificate;
mod access;
mod demo;
mod edge;
mod frame;
mod login;
mod mail;
mod person;
mod spine;
mod territory;
