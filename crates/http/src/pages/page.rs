//! What every page knows: its reader, their language, where they are.

use std::fmt::Write as _;

use askama::Template;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use poem::http::header::{CONTENT_TYPE, SET_COOKIE};
use poem::http::{HeaderValue, StatusCode};
use poem::{IntoResponse as _, Response};
use postup_app::login::SignedIn;
use postup_domain::access::{Actor, Role};
use postup_domain::login::Limits;
use postup_domain::text::Both;
use postup_i18n::{Locale, Value, Words};

use super::error::PageError;
use crate::assets;

/// The frame around a page. Templates reach it as `page`; handlers take it as an argument and end with [`Page::show`].
#[derive(Clone, Debug)]
pub struct Page {
    pub locale: Locale,
    /// What this installation calls itself.
    pub installation: String,
    /// The data are made up, and the frame says so.
    pub demo: bool,
    pub actor: Actor,
    /// The reader's own name, when signed in.
    pub name: Option<String>,
    /// How long the reader stays signed in from here.
    pub stay: Option<Limits>,
    /// Where the reader is: the path with its query.
    pub path: String,
    /// The key of what was just done, shown once after a redirect.
    pub flash: Option<String>,
    /// Goes into the forms of the page, so that sending one twice counts once.
    pub once: String,
    /// Read once for the whole request.
    pub now: DateTime<Utc>,
}

/// One of the places the header leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Courses,
    Statistics,
    Verify,
    Me,
    Teach,
    Employer,
    Approvals,
    Manage,
    Insight,
    Admin,
}

/// One step of a history: what, why, when and who, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    pub what: String,
    pub why: String,
    pub when: String,
    pub who: String,
    /// Where the other side of it is shown, and in which words.
    pub link: Option<(String, String)>,
}

/// One view of a list beside others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    pub path: String,
    pub words: String,
    pub here: bool,
}

/// One part of a larger piece of work, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub path: String,
    pub name: String,
    pub hint: String,
    pub tone: &'static str,
    pub state: String,
}

impl Section {
    pub fn path(&self) -> &'static str {
        match self {
            Self::Courses => "/courses",
            Self::Statistics => "/statistics",
            Self::Verify => "/verify",
            Self::Me => "/me",
            Self::Teach => "/teach",
            Self::Employer => "/employer",
            Self::Approvals => "/employer/approvals",
            Self::Manage => "/manage",
            Self::Insight => "/insight",
            Self::Admin => "/admin",
        }
    }

    pub fn key(&self) -> &'static str {
        match self {
            Self::Courses => "common-section-courses",
            Self::Statistics => "common-section-statistics",
            Self::Verify => "common-section-verify",
            Self::Me => "common-section-me",
            Self::Teach => "common-section-teach",
            Self::Employer => "common-section-employer",
            Self::Approvals => "employer-approvals",
            Self::Manage => "common-section-manage",
            Self::Insight => "common-section-insight",
            Self::Admin => "common-section-admin",
        }
    }
}

/// The header has room for this many sections.
const MOST_SECTIONS: usize = 5;

/// When a day begins in Kyiv.
pub fn midnight(day: NaiveDate) -> Option<DateTime<Utc>> {
    Some(day.and_time(NaiveTime::MIN).and_local_timezone(Tz::Europe__Kyiv).earliest()?.to_utc())
}

impl Page {
    /// What was written for this key.
    pub fn t(&self, key: &str) -> String {
        Words::embedded().text(self.locale, key)
    }

    /// The same with one argument. Whole numbers choose plural forms.
    pub fn t1<'v>(&self, key: &str, name: &str, value: impl Into<Value<'v>>) -> String {
        self.say(key, &[(name, value.into())])
    }

    /// The same with two arguments.
    pub fn t2<'v>(
        &self,
        key: &str,
        first: &str,
        value: impl Into<Value<'v>>,
        second: &str,
        other: impl Into<Value<'v>>,
    ) -> String {
        self.say(key, &[(first, value.into()), (second, other.into())])
    }

    /// A count, in the right plural: the argument is `$count`.
    pub fn tn<'v>(&self, key: &str, count: impl Into<Value<'v>>) -> String {
        self.say(key, &[("count", count.into())])
    }

    /// The words of a value of a closed enumeration: `page.word("course-subject", subject)` says
    /// `course-subject-water-supply`.
    pub fn word(&self, prefix: &str, value: impl ToString) -> String {
        self.t(&format!("{prefix}-{}", value.to_string().replace('_', "-")))
    }

    /// What was written for this key, with any arguments.
    pub fn say(&self, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
        Words::embedded().page_text(self.locale, key, arguments)
    }

    /// The text in the reader's language.
    pub fn pick<'b, T>(&self, both: &'b Both<T>) -> &'b T {
        match self.locale {
            Locale::Uk => &both.uk,
            Locale::En => &both.en,
        }
    }

    /// `12 травня 2026 р.`, `12 May 2026`.
    pub fn date(&self, date: &NaiveDate) -> String {
        self.locale.date_long(*date)
    }

    /// `12–30 травня 2026 р.`
    pub fn period(&self, from: &NaiveDate, until: &NaiveDate) -> String {
        self.locale.period(*from, *until)
    }

    /// `у вівторок, 12 травня, о 10:00 за Києвом`; with the year when it is not the present one.
    pub fn occasion(&self, at: &DateTime<Utc>, zone: &Tz) -> String {
        use chrono::Datelike as _;
        if at.with_timezone(zone).year() == self.now.with_timezone(zone).year() {
            self.locale.occasion(*at, *zone)
        } else {
            self.locale.occasion_with_year(*at, *zone)
        }
    }

    /// `12.05.2026, 10:00` on the clock of Kyiv, for tables and histories.
    pub fn moment(&self, at: &DateTime<Utc>) -> String {
        self.locale.moment(*at, Tz::Europe__Kyiv)
    }

    /// A number from its plain form, `7.5` as `7,5`.
    pub fn number(&self, plain: impl ToString) -> String {
        self.locale.decimal(plain.to_string())
    }

    /// `45 академічних годин`, from the plain form of a decimal.
    pub fn hours(&self, plain: impl ToString) -> String {
        self.say("common-count-academic-hours", &[("hours", Value::try_number(&plain.to_string()))])
    }

    /// `1,5 кредиту ЄКТС`, from the plain form of a decimal.
    pub fn credits(&self, plain: impl ToString) -> String {
        self.say("common-count-credits", &[("credits", Value::try_number(&plain.to_string()))])
    }

    /// A telephone as it is dialled.
    pub fn dial(&self, phone: &impl ToString) -> String {
        phone.to_string().chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect()
    }

    /// The address of a stylesheet, script or picture.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    pub fn once(&self) -> &str {
        &self.once
    }

    pub fn reader_name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub fn is_signed_in(&self) -> bool {
        self.actor.person().is_some()
    }

    /// Whether the reader looks after the people of an employer.
    pub fn keeps_credits(&self) -> bool {
        self.actor.has(Role::PersonnelOfficer)
    }

    /// Whether registers are kept on the reader's device.
    pub fn takes_registers(&self) -> bool {
        self.actor.has(Role::Trainer) || self.actor.has(Role::ProgramManager)
    }

    /// The same page for somebody who has just signed in.
    #[must_use]
    pub fn of(self, reader: SignedIn) -> Self {
        let SignedIn { actor, name, stay, .. } = reader;
        Self { actor, name: Some(name), stay: Some(stay), ..self }
    }

    /// Seconds until the reader has to sign in again: without a request, and in all.
    pub fn seconds_left(&self) -> Option<(i64, i64)> {
        self.stay.map(|stay| (stay.idle.num_seconds(), stay.absolute.num_seconds()))
    }

    /// When that is, where it is near enough to matter to somebody who fills in a form.
    pub fn stays_until(&self) -> Option<String> {
        let stay = self.stay.filter(|stay| stay.idle < Duration::days(1))?;
        Some(self.moment(&(self.now + stay.idle)))
    }

    /// What was just done, in words.
    pub fn flash(&self) -> Option<String> {
        self.flash.as_deref().filter(|key| Words::embedded().has(key)).map(|key| self.t(key))
    }

    /// Where the header leads: what the reader works with first, then what everybody may see.
    pub fn sections(&self) -> Vec<Section> {
        let actor = &self.actor;
        let figures = actor.has(Role::Analyst) || actor.has(Role::Donor) || actor.has(Role::ProgramManager);
        [
            (actor.has(Role::ProgramManager), Section::Manage),
            (actor.has(Role::Trainer), Section::Teach),
            (actor.has(Role::PersonnelOfficer), Section::Employer),
            (!actor.has(Role::PersonnelOfficer) && !actor.stands_in().is_empty(), Section::Approvals),
            (figures, Section::Insight),
            (actor.has(Role::Administrator), Section::Admin),
            (self.is_signed_in(), Section::Me),
            (true, Section::Courses),
            (!figures, Section::Statistics),
            (true, Section::Verify),
        ]
        .into_iter()
        .filter_map(|(shown, section)| shown.then_some(section))
        .take(MOST_SECTIONS)
        .collect()
    }

    /// Whether the reader is somewhere in this section.
    pub fn is_in(&self, section: Section) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        path == section.path() || path.strip_prefix(section.path()).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Renders a page.
    pub fn show(&self, template: &impl Template) -> Result<Response, PageError> {
        self.show_as(StatusCode::OK, template)
    }

    /// Renders a page under another status: 422 for a form that comes back with its faults.
    pub fn show_as(&self, status: StatusCode, template: &impl Template) -> Result<Response, PageError> {
        let html = template.render().map_err(|error| PageError::broken(&error))?;
        let mut response =
            html.with_content_type("text/html; charset=utf-8").with_status(status).into_response();
        if self.flash.is_some() {
            response.headers_mut().append(SET_COOKIE, FLASH_SHOWN);
        }
        Ok(response)
    }
}

/// The cookie that carries a flash over a redirect; it holds a message key, never text.
pub const FLASH: &str = "flash";

const FLASH_SHOWN: HeaderValue =
    HeaderValue::from_static("flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");

/// A path with a query.
pub fn query<'p>(path: &str, pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
    let mut address = path.to_owned();
    for (index, (name, value)) in pairs.into_iter().enumerate() {
        address.push(if index == 0 { '?' } else { '&' });
        address.push_str(name);
        address.push('=');
        escape(&mut address, value);
    }
    address
}

/// Where a visitor signs in and from there goes on to `path`.
pub fn sign_in_then(path: &str) -> String {
    query("/sign-in", [("to", path)])
}

fn escape(address: &mut String, value: &str) {
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                address.push(char::from(byte));
            }
            other => {
                // Writing to a String cannot fail.
                let _ = write!(address, "%{other:02X}");
            }
        }
    }
}

/// A path of ours to go to, from what a form says; anything that could lead elsewhere becomes the first page.
pub fn own_path(to: &str) -> &str {
    let is_ours = to.starts_with('/')
        && !to.starts_with("//")
        && !to.contains('\\')
        && to.bytes().all(|byte| byte.is_ascii_graphic());
    if is_ours { to } else { "/" }
}

/// On to another page with a 303, after a change that succeeded. `done` is the key of the words that say so there.
pub fn go(to: &str, done: Option<&str>) -> Response {
    let mut response = Response::builder().status(StatusCode::SEE_OTHER).header("location", to);
    if let Some(key) = done {
        let cookie = format!("{FLASH}={key}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
        response = response.header(SET_COOKIE, cookie);
    }
    response.header(CONTENT_TYPE, "text/plain").finish()
}

#[cfg(test)]
mod tests {
    use super::{own_path, sign_in_then};

    #[test]
    fn only_paths_of_ours_are_followed() {
        for ours in ["/", "/courses?q=%D0%B2", "/me"] {
            assert_eq!(own_path(ours), ours);
        }
        for other in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "me",
            "/a\r\nb",
            "/\t/evil.example",
        ] {
            assert_eq!(own_path(other), "/", "{other}");
        }
    }

    #[test]
    fn signing_in_leads_back() {
        assert_eq!(sign_in_then("/courses?q=a&b"), "/sign-in?to=/courses%3Fq%3Da%26b");
    }
}
