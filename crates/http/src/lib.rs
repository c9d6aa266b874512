//! The product offered twice, as a JSON interface and as pages, and the edge that guards both.

pub mod assets;
pub mod edge;
pub mod headers;
pub mod origin;
pub mod pages;
pub mod reason;
