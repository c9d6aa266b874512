//! Enrollments and quotas as sentences: the same in pages, in mail and in the JSON interface.

use postup_domain::cohort::WaitlistPolicy;
use postup_domain::enrollment::{Cause, Criterion, Explanation, NamedQuota, Statement};
use postup_domain::text::Both;
use postup_i18n::{Locale, Value, Words};

fn key(prefix: &str, word: &str) -> String {
    format!("{prefix}-{}", word.replace('_', "-"))
}

fn say(locale: Locale, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
    Words::embedded().text_with(locale, key, arguments)
}

/// How an enrollment stands and why: to the person itself, or about the person.
pub fn explanation(locale: Locale, own: bool, explanation: &Explanation) -> String {
    let sentences: Vec<String> =
        explanation.statements.iter().map(|one| statement(locale, own, one)).collect();
    sentences.join(" ")
}

fn statement(locale: Locale, own: bool, statement: &Statement) -> String {
    let prefix = if own { "enrollment-explain" } else { "enrollment-standing" };
    match statement {
        Statement::Stands(state) => say(locale, &key(prefix, state.as_str()), &[]),
        Statement::Queued(place) => {
            say(locale, &format!("{prefix}-waitlisted"), &[("queue", (*place).into())])
        }
        Statement::Next(WaitlistPolicy::Automatic) => say(locale, "enrollment-next-automatic", &[]),
        Statement::Next(WaitlistPolicy::Offer) => say(locale, "enrollment-next-offer", &[]),
        Statement::Kept { seats, quota, until, then } => {
            let arguments = [
                ("count", Value::from(*seats)),
                ("day", locale.date_long(*until).into()),
                ("whom", criterion(locale, quota).into()),
                ("place", then.unwrap_or_default().into()),
            ];
            say(locale, "enrollment-kept", &arguments)
        }
        Statement::AnswerBy(at, zone) => {
            let moment = locale.occasion_with_year(*at, *zone);
            say(locale, "enrollment-answer-until", &[("moment", moment.into())])
        }
        Statement::Reconfirm(by, zone, silence) => {
            let moment = locale.occasion_with_year(*by, *zone);
            let key = key(&format!("{prefix}-reconfirm"), silence.as_str());
            say(locale, &key, &[("moment", moment.into())])
        }
        Statement::Reconfirmed(at, zone) => {
            let moment = locale.occasion_with_year(*at, *zone);
            say(locale, &format!("{prefix}-reconfirmed"), &[("moment", moment.into())])
        }
        Statement::NotReconfirmed => say(locale, &format!("{prefix}-not-reconfirmed"), &[]),
        Statement::Awaits(office) => {
            let office = match locale {
                Locale::Uk => &office.uk,
                Locale::En => &office.en,
            };
            say(locale, "enrollment-awaits-office", &[("office", office.as_str().into())])
        }
        Statement::AwaitsManager => say(locale, "enrollment-awaits-manager", &[]),
        Statement::DecidedBy(at, zone, silence) => {
            let moment = locale.occasion_with_year(*at, *zone);
            say(locale, &key("enrollment-decided-by", silence.as_str()), &[("moment", moment.into())])
        }
        Statement::Because(why) => cause(locale, *why),
        Statement::Noted(note) => say(locale, "enrollment-noted", &[("note", note.as_str().into())]),
        Statement::Rule(version) => {
            say(locale, "enrollment-rule", &[("version", i64::from(*version).into())])
        }
    }
}

/// Why a step was taken.
pub fn cause(locale: Locale, cause: Cause) -> String {
    say(locale, &key("enrollment-cause", cause.as_str()), &[])
}

/// Whom a quota keeps its seats for: "Сумська область".
pub fn criterion(locale: Locale, named: &NamedQuota) -> String {
    let name = pick(locale, &named.name);
    match &named.quota.criterion {
        Criterion::Territory(_) | Criterion::Organization(_) => name.clone(),
        Criterion::OrganizationKind(kind) => say(locale, &key("organization-kind", kind.as_str()), &[]),
        Criterion::PositionCategory(category) => {
            say(locale, "cohort-quota-position-category", &[("category", i64::from(*category).into())])
        }
        Criterion::Appointment(kind) => say(locale, &key("cohort-quota-appointment", kind.as_str()), &[]),
        Criterion::Uncovered => say(locale, "cohort-quota-uncovered", &[]),
    }
}

fn pick(locale: Locale, both: &Both<String>) -> &String {
    match locale {
        Locale::Uk => &both.uk,
        Locale::En => &both.en,
    }
}

/// What the seat of somebody counts against: whom it is kept for, and until when.
pub fn seat_of(locale: Locale, named: &NamedQuota) -> String {
    let arguments = [
        ("day", Value::from(locale.date_long(named.quota.release_on))),
        ("whom", criterion(locale, named).into()),
    ];
    say(locale, "cohort-quota-seat", &arguments)
}

/// A quota as everybody reads it: what it keeps for whom until when, or what became of it.
pub fn quota(locale: Locale, named: &NamedQuota) -> String {
    let quota = &named.quota;
    let arguments = [
        ("count", Value::from(if quota.is_active() { quota.free() } else { quota.freed })),
        ("seats", quota.seats.into()),
        ("day", locale.date_long(quota.release_on).into()),
        ("whom", criterion(locale, named).into()),
    ];
    say(locale, if quota.is_active() { "cohort-quota-active" } else { "cohort-quota-released" }, &arguments)
}
