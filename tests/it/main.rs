//! Everything that needs the whole house.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod attendance;
mod completion;
mod demo;
mod certificate;
mod edge;
mod enrollment;
mod frame;
mod mail;
mod spine;
mod territory;
