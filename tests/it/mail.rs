//! Mail, from the socket up: what leaves, what is tried again, and what the manager sees.

mod conversation;
mod digest;
mod foreign;
mod letters;
mod outbox;
mod seen;
mod town;
mod wishes;
