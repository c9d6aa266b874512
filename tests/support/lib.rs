//! What the tests of the whole house stand on.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::pedantic,
    clippy::as_conversions,
    reason = "tests fail by panicking"
)]

pub mod app;
pub mod database;
pub mod factory;
pub mod ground;
pub mod outside;
pub mod rush;
pub mod smtp;

pub use app::{Client, TestApp, child};
pub use ground::Ground;
