//! Territories: importing the official codifier, and finding units in it.

pub mod codifier;
pub mod wording;
