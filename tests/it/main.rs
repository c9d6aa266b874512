//! Everything that needs the whole house.

mod edge;
mod frame;
mod mail;
mod spine;
mod territory;
