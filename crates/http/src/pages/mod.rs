//! The product as pages: rendered here, complete without scripts.

pub mod error;
pub mod form;
pub mod page;
#[cfg(test)]
mod sample;
