//! A form that comes after the sign-in has ended: what was typed waits on the page that asks to sign in, and is offered to
//! be sent afterwards (standards A11Y-11). Files have to be chosen again, since no page can hand them back.

use askama::Template;
use poem::http::Method;
use poem::http::header::CONTENT_TYPE;
use poem::web::{Form as Pairs, Multipart};
use poem::{Body, FromRequest, Request};
use uuid::Uuid;

use super::form::Form;
use super::page::{Page, own_path};
use crate::caller::Caller;
use crate::once::carries_secret;

/// Where the form goes, among the fields of the page that asks to sign in.
const ACTION: &str = "held";
/// Before the name of each of its fields.
const PREFIX: &str = "held.";
/// The names of fields with files.
const FILE: &str = "held-file";
/// More than any form of ours has, and more than anybody types.
const MOST_FIELDS: usize = 3_000;
const LONGEST: usize = 512 * 1024;
/// How many fields are shown again before the form is sent.
const MOST_SHOWN: usize = 20;
/// And how many characters of each.
const MOST_OF_ONE: usize = 200;
/// Fields that nobody types.
const OURS: [&str; 4] = ["log", "seen", "step", "version"];

/// What a visitor has sent, put aside before it is known whether they may.
pub(super) struct Sent {
    request: Request,
}

impl Sent {
    /// A copy of the form in `request`; nothing where the caller is somebody, or where what is sent is none or a secret.
    pub(super) async fn copy(request: &mut Request) -> Option<Self> {
        let path = request.uri().path();
        if *request.method() != Method::POST
            || Caller::of(request).0.person().is_some()
            || carries_secret(path)
            || path == "/sign-out"
        {
            return None;
        }
        let kind = request.headers().get(CONTENT_TYPE)?.clone();
        let body = request.take_body().into_bytes().await.ok()?;
        request.set_body(Body::from_bytes(body.clone()));
        let copy = Request::builder()
            .method(Method::POST)
            .uri(request.uri().clone())
            .header(CONTENT_TYPE, kind)
            .body(Body::from_bytes(body));
        Some(Self { request: copy })
    }

    /// What was typed into it.
    pub(super) async fn read(self) -> Option<Held> {
        let action = own_path(self.request.uri().path_and_query()?.as_str()).to_owned();
        let mut held = Held { action, fields: Vec::new(), files: Vec::new() };
        let (request, mut body) = self.request.split();
        if let Ok(mut parts) = Multipart::from_request(&request, &mut body).await {
            while let Some(part) = parts.next_field().await.ok()? {
                let name = part.name().unwrap_or_default().to_owned();
                if part.file_name().is_some() {
                    held.files.push(name);
                } else {
                    held.fields.push((name, part.text().await.ok()?));
                }
            }
        } else {
            held.fields = Pairs::<Vec<(String, String)>>::from_request(&request, &mut body).await.ok()?.0;
        }
        let length: usize = held.fields.iter().map(|(name, value)| name.len() + value.len()).sum();
        (held.fields.len() <= MOST_FIELDS && length <= LONGEST).then_some(held)
    }
}

/// A form that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) action: String,
    pub(super) fields: Vec<(String, String)>,
    /// The fields whose files are to be chosen again.
    pub(super) files: Vec<String>,
}

impl Held {
    /// The form that waits behind a form for signing in.
    pub(super) fn behind(form: &Form) -> Option<Self> {
        let action = own_path(Some(form.value(ACTION)).filter(|action| !action.is_empty())?).to_owned();
        let fields = form
            .pairs()
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?.to_owned(), value.clone())));
        Some(Self { action, fields: fields.collect(), files: form.all(FILE).map(str::to_owned).collect() })
    }

    /// What is worth a look before it is sent, and how much more there is: what people type and choose, not what only
    /// programs read.
    pub(super) fn typed(&self) -> (Vec<String>, usize) {
        let is_code = |value: &str| value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let is_typed = |name: &str, value: &str| {
            let is_ours = name.starts_with('_') || OURS.contains(&name);
            !is_ours && !value.trim().is_empty() && !is_code(value) && value.parse::<Uuid>().is_err()
        };
        let typed = || self.fields.iter().filter(|(name, value)| is_typed(name, value));
        let cut = |value: &str| match value.char_indices().nth(MOST_OF_ONE) {
            Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
            None => value.to_owned(),
        };
        let shown = typed().take(MOST_SHOWN).map(|(_, value)| cut(value)).collect();
        (shown, typed().count().saturating_sub(MOST_SHOWN))
    }

    /// The same as fields of the page that asks to sign in.
    pub(super) fn packed(&self) -> Vec<(String, String)> {
        let fields = self.fields.iter().map(|(name, value)| (format!("{PREFIX}{name}"), value.clone()));
        let files = self.files.iter().map(|name| (FILE.to_owned(), name.clone()));
        std::iter::once((ACTION.to_owned(), self.action.clone())).chain(fields).chain(files).collect()
    }
}

/// Asks whether to send it now.
#[derive(Template)]
#[template(path = "login/held.html")]
pub(super) struct Offer<'a> {
    pub(super) page: &'a Page,
    pub(super) held: &'a Held,
    /// What was typed into it, and how many fields more.
    pub(super) typed: Vec<String>,
    pub(super) more: usize,
    /// Where to go instead.
    pub(super) home: &'static str,
}

#[cfg(test)]
mod tests {
    use super::Held;
    use crate::pages::form::Form;
    use postup_i18n::Locale;

    #[test]
    fn what_is_packed_comes_out_again() {
        let held = Held {
            action: "/manage/imports".to_owned(),
            fields: vec![("kind".to_owned(), "people".to_owned()), ("held".to_owned(), " <b> ".to_owned())],
            files: vec!["file".to_owned()],
        };
        let mut packed = held.packed();
        assert_eq!(held.typed(), (vec![" <b> ".to_owned()], 0));
        packed.push(("email".to_owned(), "a@rada.test".to_owned()));
        assert_eq!(Held::behind(&Form::of(Locale::Uk, packed)), Some(held));
        let elsewhere = vec![("held".to_owned(), "https://evil.example".to_owned())];
        assert_eq!(Held::behind(&Form::of(Locale::Uk, elsewhere)).unwrap().action, "/");
        assert_eq!(Held::behind(&Form::blank(Locale::Uk)), None);
    }
}
