//! Things to stand on, a module for each noun.

pub mod certificate;
