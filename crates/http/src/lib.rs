//! The product offered twice, as a JSON interface and as pages, and the edge that guards both.

pub mod edge;
pub mod headers;
pub mod origin;
