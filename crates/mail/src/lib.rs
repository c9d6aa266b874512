//! The e-mail of Postup: what each message says, how it becomes bytes, and how it leaves.
//!
//! The crate knows no tables. The outbox (`postup_app::outbox`) loads what a message speaks of, asks for the letter in
//! the reader's language and hands the [`Rendered`] message to a [`Transport`].

pub mod folder;
mod letter;
pub mod line;
pub mod mailer;
pub mod message;
pub mod rendered;
pub mod sample;
pub mod smtp;
pub mod transport;

pub use folder::{Folder, Preview};
pub use letter::{Letter, NoValue, preview, preview_own};
pub use line::{BadLine, Line};
pub use mailer::{Mailer, MailerSettings, Recipient};
pub use message::{
    Approval, Asked, Award, Claim, Decision, Deputy, Former, Handover, Invitation, Meeting, Message, Moved,
    Opening, Question, Rest, Share, Taught, Training, Unfilled, Written,
};
pub use rendered::{Invite, List, Mailbox, MessageId, Rendered, Unbuildable};
pub use smtp::{Encryption, Login, Smtp, SmtpSettings};
pub use transport::{Memory, Reply, SendError, Transport};
