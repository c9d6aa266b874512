//! A finished message: who, what and under which Message-ID, ready to become bytes.

use std::fmt;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use lettre::message::header::{
    ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue,
};
use lettre::message::{Body, MultiPart, SinglePart};
use lettre::{Address, Message};
use sha2::{Digest, Sha256};

use crate::line::{BadLine, Line};

/// Somebody who writes or receives mail: an optional display name and an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    name: Option<Line>,
    address: Address,
}

impl Mailbox {
    /// Checks a name and an address. An empty name is no name; a long one is cut.
    ///
    /// # Errors
    /// [`Unbuildable`] when the name is no [`Line`] or the address is none.
    pub fn new(name: &str, address: &str) -> Result<Self, Unbuildable> {
        let name = name.trim();
        let name = if name.is_empty() { None } else { Some(Line::shortened(name)?) };
        if address.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(Unbuildable::Address);
        }
        Ok(Self { name, address: seven_bit(address).ok_or(Unbuildable::Address)? })
    }

    /// The address, `user@domain`.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The part after the at sign in small letters: what deliveries are grouped by.
    pub fn domain(&self) -> String {
        self.address.domain().to_lowercase()
    }

    /// The display name, if there is one.
    pub fn name(&self) -> Option<&Line> {
        self.name.as_ref()
    }

    fn to_lettre(&self) -> lettre::message::Mailbox {
        lettre::message::Mailbox::new(self.name.as_ref().map(ToString::to_string), self.address.clone())
    }
}

/// Addresses have an ASCII local part; a domain of other letters (`.укр`) goes over the wire in its ASCII form
/// (RFC 5891), which every server understands.
fn seven_bit(address: &str) -> Option<Address> {
    let (local, domain) = address.rsplit_once('@')?;
    let domain = idna::domain_to_ascii(domain).ok()?;
    if local.is_ascii() { Address::new(local, domain).ok() } else { None }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.address),
            None => write!(f, "{}", self.address),
        }
    }
}

/// A Message-ID without its angle brackets. Every attempt of one notification carries the same one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageId(String);

impl MessageId {
    /// Derives the id from the notification's id and the installation's secret, so that it neither changes between
    /// attempts nor lets a reader guess the ids of other notifications.
    pub fn derive(notification: &[u8], secret: &[u8], domain: &str) -> Self {
        // The secret's length goes first, so that no two pairs of secret and id hash the same bytes.
        let mut hash = Sha256::new();
        hash.update(secret.len().to_be_bytes());
        hash.update(secret);
        hash.update(b"message-id");
        hash.update(notification);
        let digest = hash.finalize();
        let mut local = String::with_capacity(40);
        for byte in digest.iter().take(20) {
            use std::fmt::Write as _;
            let _ = write!(local, "{byte:02x}");
        }
        Self(format!("{local}@{domain}"))
    }

    /// `local@domain`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the at sign: letters and digits only, fit for a file name.
    pub fn local(&self) -> &str {
        self.0.split('@').next().unwrap_or_default()
    }
}

/// Why a message cannot be made. It says nothing of the mail server and will not get better by waiting.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unbuildable {
    /// A name or subject holds what a header must not hold.
    #[error(transparent)]
    Line(#[from] BadLine),
    /// The address is no address.
    #[error("the address is not a valid e-mail address")]
    Address,
    /// The message could not be put together for another reason.
    #[error("the message cannot be put together: {0}")]
    Other(String),
}

/// What makes a message one of a list that its reader can leave (RFC 2919, RFC 8058).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Names the list: `session-tomorrow.postup.example`.
    pub id: String,
    /// Where one POST ends it, without a cookie.
    pub unsubscribe: String,
}

/// What calendars take out of a message by themselves (iMIP, RFC 6047): one iCalendar object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// The same as in the text: `REQUEST`, `CANCEL`.
    pub method: &'static str,
    pub text: String,
}

/// One message, complete. [`Rendered::bytes`] gives what goes over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The operator's address (standards MAIL-01).
    pub from: Mailbox,
    /// The one recipient: attendees never see each other.
    pub to: Mailbox,
    /// Absent from what one has to have.
    pub list: Option<List>,
    /// The same for every attempt.
    pub message_id: MessageId,
    /// When this attempt was made.
    pub date: DateTime<Utc>,
    /// BCP 47 tag of the language it is written in.
    pub language: &'static str,
    /// One line.
    pub subject: Line,
    /// The whole message as plain text.
    pub text: String,
    /// The same message as an HTML document.
    pub html: String,
    /// The meetings it speaks of, the first of them in the place of the body.
    pub invites: Vec<Invite>,
}

impl Rendered {
    /// The message as RFC 5322 text: both forms of the body, seven-bit clean, `Auto-Submitted` set.
    ///
    /// # Errors
    /// [`Unbuildable::Other`] when the parts do not make a message.
    pub fn bytes(&self) -> Result<Vec<u8>, Unbuildable> {
        let boundary = format!("=_{}", self.message_id.local());
        let mut builder = Message::builder()
            .from(self.from.to_lettre())
            .to(self.to.to_lettre())
            .message_id(Some(format!("<{}>", self.message_id.as_str())))
            .date(SystemTime::from(self.date))
            .subject(self.subject.as_str())
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", self.language));
        if let Some(list) = &self.list {
            builder = builder
                .raw_header(header("List-Id", &format!("<{}>", list.id)))
                .raw_header(header("List-Unsubscribe", &format!("<{}>", list.unsubscribe)))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        let mut body = MultiPart::alternative()
            .boundary(boundary)
            .singlepart(part(ContentType::TEXT_PLAIN, &self.text)?)
            .singlepart(part(ContentType::TEXT_HTML, &self.html)?);
        // Programs take one object out of the body; what else there is comes beside it, each under a name.
        let mut others = self.invites.iter();
        if let Some(first) = others.next() {
            body = body.singlepart(part(first.content_type()?, &first.text)?);
        }
        let others = others.as_slice();
        if !others.is_empty() {
            // No boundary may begin with another one.
            body = MultiPart::mixed().boundary(format!("=_all_{}", self.message_id.local())).multipart(body);
            for (number, invite) in (2..).zip(others) {
                let name = ContentDisposition::attachment(&format!("{number}.ics"));
                body = body.singlepart(headed(invite.content_type()?, &invite.text, Some(name))?);
            }
        }
        let message = builder.multipart(body).map_err(|error| Unbuildable::Other(error.to_string()))?;
        Ok(message.formatted())
    }
}

impl Invite {
    fn content_type(&self) -> Result<ContentType, Unbuildable> {
        ContentType::parse(&format!("text/calendar; method={}; charset=UTF-8", self.method))
            .map_err(|error| Unbuildable::Other(error.to_string()))
    }
}

/// Only called with our own fixed values.
fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Base64 keeps Cyrillic at two thirds of the size of quoted-printable and any relay's line limit satisfied.
fn part(kind: ContentType, content: &str) -> Result<SinglePart, Unbuildable> {
    headed(kind, content, None)
}

fn headed(
    kind: ContentType,
    content: &str,
    name: Option<ContentDisposition>,
) -> Result<SinglePart, Unbuildable> {
    let body = Body::new_with_encoding(content.to_owned(), ContentTransferEncoding::Base64)
        .map_err(|_| Unbuildable::Other("the body cannot be encoded".to_owned()))?;
    let builder = SinglePart::builder().header(kind);
    Ok(match name {
        Some(name) => builder.header(name).body(body),
        None => builder.body(body),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(name: &str, subject: &str) -> Result<Rendered, Unbuildable> {
        Ok(Rendered {
            from: Mailbox::new("Поступ", "noreply@postup.test")?,
            to: Mailbox::new(name, "olena@hromada.test")?,
            list: None,
            message_id: MessageId::derive(b"one", b"secret", "postup.test"),
            date: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
            language: "uk",
            subject: Line::shortened(subject)?,
            text: "Вітаємо!\n.\nДо зустрічі\n".to_owned(),
            html: "<p>Вітаємо!</p>".to_owned(),
            invites: Vec::new(),
        })
    }

    #[test]
    fn a_message_is_seven_bit_and_names_itself_automatic() {
        let text =
            String::from_utf8(sample("Олена Ґудзь", "Ваше місце підтверджено").unwrap().bytes().unwrap())
                .unwrap();
        assert!(text.is_ascii());
        assert!(text.contains("Auto-Submitted: auto-generated\r\n"));
        assert!(text.contains("Content-Language: uk\r\n"));
        assert!(text.contains("multipart/alternative"));
        assert!(text.lines().all(|line| line.len() <= 998));
        assert_eq!(text.matches("Message-ID:").count(), 1);
    }

    #[test]
    fn one_meeting_stands_in_the_body_and_others_beside_it() {
        let plain = sample("О", "С").unwrap();
        let invite = |number: u32| Invite { method: "REQUEST", text: format!("BEGIN:VCALENDAR {number}") };
        let bytes = |invites: Vec<Invite>| {
            String::from_utf8(Rendered { invites, ..plain.clone() }.bytes().unwrap()).unwrap()
        };
        assert!(!bytes(Vec::new()).contains("text/calendar"));
        let one = bytes(vec![invite(1)]);
        assert!(one.contains("Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n"), "{one}");
        assert!(!one.contains("multipart/mixed") && !one.contains("attachment"));
        let three = bytes(vec![invite(1), invite(2), invite(3)]);
        assert_eq!(three.matches("text/calendar; method=REQUEST").count(), 3);
        assert_eq!(three.matches("Content-Disposition: attachment").count(), 2);
        let body = three.find("multipart/alternative").unwrap();
        assert!(three.find("multipart/mixed").unwrap() < body && body < three.find("attachment").unwrap());
    }

    #[test]
    fn only_what_one_can_leave_says_how() {
        let text = |rendered: Rendered| String::from_utf8(rendered.bytes().unwrap()).unwrap();
        let must_have = sample("О", "С").unwrap();
        assert!(!text(must_have.clone()).contains("List-"));
        let list = List {
            id: "session-tomorrow.postup.test".to_owned(),
            unsubscribe: "https://postup.test/unsubscribe/session_tomorrow/AZ0dEJwAcAGAAAAAAAAAAMBv"
                .to_owned(),
        };
        let optional = text(Rendered { list: Some(list), ..must_have });
        // One line each, whatever their length: a folded address would not be one (RFC 8058, section 3.1).
        for line in [
            "List-Id: <session-tomorrow.postup.test>",
            "List-Unsubscribe: <https://postup.test/unsubscribe/session_tomorrow/AZ0dEJwAcAGAAAAAAAAAAMBv>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        ] {
            assert_eq!(optional.lines().filter(|found| *found == line).count(), 1, "{line} in {optional}");
        }
    }

    #[test]
    fn the_same_notification_has_the_same_bytes_and_id() {
        assert_eq!(sample("О", "С").unwrap().bytes().unwrap(), sample("О", "С").unwrap().bytes().unwrap());
        let other = MessageId::derive(b"two", b"secret", "postup.test");
        assert_ne!(sample("О", "С").unwrap().message_id, other);
        assert_ne!(other, MessageId::derive(b"two", b"secres", "postup.test"));
        assert_eq!(other.local().len(), 40);
    }

    #[test]
    fn a_name_with_a_line_break_builds_nothing() {
        assert_eq!(sample("Eve\r\nBcc: all@x.test", "s"), Err(Unbuildable::Line(BadLine::Control)));
        assert_eq!(sample("Eve", "s\nX-Evil: 1"), Err(Unbuildable::Line(BadLine::Control)));
        for address in ["a@b\r\nRCPT TO:<c@d>", "a b@c.test", "no-at-sign", "a@b@c", "", "олена@b.test"]
        {
            assert_eq!(Mailbox::new("", address), Err(Unbuildable::Address), "{address:?}");
        }
    }

    #[test]
    fn a_domain_of_other_letters_is_written_in_ascii() {
        let mailbox = Mailbox::new("", "olena@хата.укр").unwrap();
        assert_eq!(mailbox.address().to_string(), "olena@xn--80aa7ck.xn--j1amh");
    }

    #[test]
    fn odd_names_stay_inside_their_header() {
        for name in
            ["a\" <x@y.test>, \"b", "a, b; c:", "\\\"", "<evil@x.test>", "ї\u{202e}х", "=?utf-8?B?AA==?="]
        {
            let text = String::from_utf8(sample(name, name).unwrap().bytes().unwrap()).unwrap();
            let (head, _) = text.split_once("\r\n\r\n").unwrap();
            let names: Vec<_> = head
                .lines()
                .filter(|l| !l.starts_with([' ', '\t']))
                .filter_map(|l| l.split_once(':'))
                .map(|(n, _)| n)
                .collect();
            assert_eq!(
                names,
                [
                    "From",
                    "To",
                    "Message-ID",
                    "Date",
                    "Subject",
                    "Auto-Submitted",
                    "Content-Language",
                    "MIME-Version",
                    "Content-Type"
                ],
                "{name:?}"
            );
        }
    }
}
