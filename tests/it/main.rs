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
mod cohort;
mod course;
mod access;
mod demo;
mod desk;
mod edge;
mod enrollment;
mod frame;
mod login;
mod mail;
mod program;
mod session;
mod person;
mod spine;
mod territory;
mod walk;
