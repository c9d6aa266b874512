//! Everything that needs the whole house.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::pedantic,
    clippy::type_complexity,
    clippy::cloned_ref_to_slice_refs,
    reason = "tests fail by panicking, and may be blunt"
)]

mod access;
mod attendance;
mod audit;
mod calendar;
mod certificate;
mod check_in;
mod closing;
mod cohort;
mod completion;
mod cost;
mod course;
mod coverage;
mod demo;
mod desk;
mod edge;
mod enrollment;
mod export;
mod figures;
mod frame;
mod generate;
mod guest;
mod health;
mod import;
mod indicator;
mod interest;
mod interruption;
mod login;
mod mail;
mod message;
mod person;
mod plea;
mod program;
mod schema;
mod session;
mod spine;
mod statement;
mod template;
mod territory;
mod timetable;
mod venue;
mod walk;
mod words;
