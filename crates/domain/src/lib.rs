//! The rules of Postup: values in, values or a [`Rejection`](rejection::Rejection) out. No input, no output.

pub mod access;
pub mod attendance;
pub mod audit;
pub mod certificate;
pub mod clock;
pub mod cohort;
pub mod collation;
pub mod completion;
pub mod course;
pub mod email;
pub mod enrollment;
pub mod entropy;
pub mod figures;
pub mod id;
pub mod notification;
pub mod organization;
pub mod person;
pub mod program;
pub mod rejection;
pub mod romanization;
pub mod search;
pub mod session;
pub mod territory;
pub mod text;
pub mod word;
