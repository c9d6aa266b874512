//! Everything that needs the whole house.

mod edge;
mod mail;
mod spine;
