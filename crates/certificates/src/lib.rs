//! Certificates, statements of a year and lists to be signed as PDF, typeset in processes that can do nothing else.
//!
//! [`Renderer`] turns [`Facts`](postup_domain::certificate::Facts) and
//! [signature sheets](postup_domain::attendance::SignatureSheet) into the bytes of a PDF. The typesetting itself runs in a child process whose `main` is [`child_main`]: without files, network or further programs, with limited memory,
//! and killed when it takes too long (reliability.md, decision 19).

mod child;
mod document;
mod frame;
mod pdf;
mod renderer;
mod sheet;
mod signatures;
mod speaker;
mod symbol;
mod year;

pub use child::child_main;
pub use renderer::{RenderError, Renderer, Settings};
pub use symbol::{Symbol, TooLong};
