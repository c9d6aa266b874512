//! Everything that needs the whole house.

mod demo;
mod edge;
mod frame;
mod mail;
mod spine;
mod territory;
