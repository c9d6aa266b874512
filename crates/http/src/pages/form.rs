//! What was typed, kept as it was typed, and what is wrong with it.

use chrono::NaiveDate;
use poem::http::{Method, StatusCode};
use poem::web::{Form as Body, Query};
use poem::{FromRequest, Request, RequestBody};
use postup_domain::rejection::{Invalid, Rejection};
use postup_i18n::{Locale, Words};

use super::error::PageError;
use super::page::Page;
use crate::{caller, reason};

/// The fields of a form or a filter bar with their complaints. Values are shown again exactly as they came.
///
/// Handlers turn it into the raw input of the domain (`RawPlan { code: form.raw("code"), … }`), and hand the faults that
/// come back to [`Form::blame`], so that each stands beside its field and in the summary.
#[derive(Clone, Debug)]
pub struct Form {
    locale: Locale,
    noun: &'static str,
    values: Vec<(String, String)>,
    errors: Vec<Complaint>,
}

/// What is wrong with one field, in the reader's language. The field is empty when the whole form is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    pub field: String,
    /// The label of the field, when the form knows its noun.
    pub label: String,
    pub text: String,
}

impl Complaint {
    /// For the summary, away from the field: `Прізвище: заповніть це поле`.
    pub fn summary(&self) -> String {
        if self.label.is_empty() {
            return self.text.clone();
        }
        let mut letters = self.text.chars();
        let first: String = letters.next().map(|letter| letter.to_lowercase().collect()).unwrap_or_default();
        format!("{}: {first}{}", self.label, letters.as_str())
    }
}

/// One option of a list: what is sent, and what is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    pub fn new(value: impl ToString, label: impl Into<String>) -> Self {
        Self { value: value.to_string(), label: label.into() }
    }
}

/// Every value of a closed enumeration, in words.
pub(crate) fn choices<T: ToString>(page: &Page, prefix: &str, all: &[T]) -> Vec<Choice> {
    all.iter().map(|value| Choice::new(value.to_string(), page.word(prefix, value.to_string()))).collect()
}

impl Form {
    /// A form nobody has filled in yet.
    pub fn blank(locale: Locale) -> Self {
        Self::of(locale, Vec::new())
    }

    /// What was sent: the pairs of a form body or of a query.
    pub fn of(locale: Locale, values: Vec<(String, String)>) -> Self {
        Self { locale, noun: "", values, errors: Vec::new() }
    }

    /// Says whose fields these are, so that the summary can name them: the label of `title_uk` in a form about a `course`
    /// is the message `course-title-uk`. Labels common to many nouns are `common-…`.
    #[must_use]
    pub fn about(mut self, noun: &'static str) -> Self {
        self.noun = noun;
        self
    }

    /// Fills a field in beforehand.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.set(name, value);
        self
    }

    /// Fills a field in, or replaces what stands there.
    pub fn set(&mut self, name: &str, value: impl ToString) {
        self.values.retain(|(other, _)| other != name);
        self.values.push((name.to_owned(), value.to_string()));
    }

    /// The text of a field; empty when it was not sent.
    pub fn value(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// The text of a field as the domain's raw input wants it.
    pub fn raw(&self, name: &str) -> String {
        self.value(name).to_owned()
    }

    /// Every value of a field that may occur several times.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.values.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Every pair that was sent, in order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.values
    }

    /// Whether this option is the chosen one.
    pub fn is_chosen(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|chosen| chosen == value)
    }

    /// One part (`day`, `month`, `year`) of a date of three fields, for redisplay.
    pub fn part(&self, name: &str, part: &str) -> String {
        let typed = self.value(&format!("{name}_{part}"));
        if !typed.is_empty() {
            return typed.to_owned();
        }
        let place = ["year", "month", "day"].iter().position(|other| *other == part);
        let iso: Option<NaiveDate> = self.value(name).parse().ok();
        match (iso, place) {
            (Some(_), Some(place)) => {
                let piece = self.value(name).split('-').nth(place).unwrap_or_default();
                piece.trim_start_matches('0').to_owned()
            }
            _ => String::new(),
        }
    }

    /// A date of three fields (or of one) as text for the domain: `2026-05-12`; empty when nothing was typed. Parts that
    /// make no date give a text that is none, so that the domain's own fault is shown.
    pub fn day_text(&self, name: &str) -> String {
        let [day, month, year] =
            ["day", "month", "year"].map(|part| self.value(&format!("{name}_{part}")).trim());
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return self.raw(name);
        }
        format!("{year}-{month:0>2}-{day:0>2}")
    }

    /// Notes what is wrong with a field, by the key of its words.
    pub fn complain(&mut self, field: &str, key: &str) {
        self.complain_with(field, Words::embedded().text(self.locale, key));
    }

    /// The same in words that are ready.
    pub fn complain_with(&mut self, field: &str, text: String) {
        self.errors.push(Complaint { field: field.to_owned(), label: self.label(field), text });
    }

    fn label(&self, field: &str) -> String {
        let name = field.rsplit('.').next().unwrap_or_default().replace('_', "-");
        let words = Words::embedded();
        [format!("{}-{name}", self.noun), format!("common-{name}")]
            .iter()
            .find(|key| !field.is_empty() && words.has(key))
            .map(|key| words.text(self.locale, key))
            .unwrap_or_default()
    }

    /// Puts the domain's faults beside their fields.
    #[must_use]
    pub fn blame(mut self, faults: &[Invalid]) -> Self {
        for Invalid { field, fault } in faults {
            self.complain_with(field, reason::fault(self.locale, *fault));
        }
        self
    }

    /// Shows why a rule refused the whole.
    #[must_use]
    pub fn refused(mut self, rejection: &Rejection) -> Self {
        self.complain_with("", reason::rejection(self.locale, rejection));
        self
    }

    pub fn is_faulty(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Of the page that shows the form: refused where something is wrong with it.
    pub fn status(&self) -> StatusCode {
        if self.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }

    /// Everything that is wrong, in the order it was found.
    pub fn errors(&self) -> &[Complaint] {
        &self.errors
    }

    /// What is wrong with one field.
    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == name).map(|error| error.text.as_str())
    }
}

/// The pairs of the query of a page that is read, or of the body of a form that is sent.
impl<'a> FromRequest<'a> for Form {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        let locale = caller::locale(request);
        let unreadable = |error: poem::Error| match error.status() {
            poem::http::StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
            _ => PageError::Unreadable,
        };
        let values = if matches!(*request.method(), Method::GET | Method::HEAD) {
            Query::from_request(request, body).await.map_err(unreadable)?.0
        } else {
            Body::from_request(request, body).await.map_err(unreadable)?.0
        };
        Ok(Self::of(locale, values))
    }
}

#[cfg(test)]
mod tests {
    use super::Form;
    use postup_domain::rejection::{Fault, Invalid};
    use postup_i18n::Locale;

    fn sent(pairs: &[(&str, &str)]) -> Form {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Form::of(Locale::Uk, pairs)
    }

    #[test]
    fn a_date_is_read_from_three_fields_and_shown_as_typed() {
        let form = sent(&[("starts_on_day", "5"), ("starts_on_month", " 4"), ("starts_on_year", "2026")]);
        assert_eq!(form.day_text("starts_on"), "2026-04-05");
        assert_eq!(form.part("starts_on", "day"), "5");
        assert_eq!(sent(&[("d_day", "31")]).day_text("d"), "-00-31");
        assert_eq!(sent(&[]).day_text("d"), "");
    }

    #[test]
    fn a_date_filled_in_beforehand_is_split() {
        let form = Form::blank(Locale::Uk).with("d", "2026-04-05");
        assert_eq!(["day", "month", "year"].map(|part| form.part("d", part)), ["5", "4", "2026"]);
        assert_eq!(form.day_text("d"), "2026-04-05");
    }

    #[test]
    fn faults_stand_beside_their_fields() {
        let form = sent(&[("code", "вода")]).blame(&[Invalid::new("code", Fault::NotACode)]);
        assert!(form.is_faulty());
        assert_eq!(form.value("code"), "вода");
        assert!(form.error("code").unwrap().contains("WATER-01"));
        assert_eq!(form.error("title_uk"), None);
    }
}
