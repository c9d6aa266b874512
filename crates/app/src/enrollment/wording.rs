//! Enrollments and quotas as sentences: the same in pages, in mail and in the JSON interface.

use postup_domain::cohort::WaitlistPolicy;
use postup_domain::enrollment::{
    ApprovalStep, Cause, Condition, Criterion, Equivalent, Explanation, NamedCondition, NamedEquivalent,
    NamedQuota, Office, Route, Statement, Unmet, alternatives,
};
use postup_domain::organization::Organization;
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
            let office = pick(locale, office).as_str();
            say(locale, "enrollment-awaits-office", &[("office", office.into())])
        }
        Statement::AwaitsManager => say(locale, "enrollment-awaits-manager", &[]),
        Statement::DecidedBy(at, zone, silence) => {
            let moment = locale.occasion_with_year(*at, *zone);
            say(locale, &key("enrollment-decided-by", silence.as_str()), &[("moment", moment.into())])
        }
        Statement::Because(why) => cause(locale, *why),
        Statement::Noted(note) => say(locale, "enrollment-noted", &[("note", note.as_str().into())]),
        Statement::Unmet(one) => unmet(locale, one),
        Statement::Remedy(remedy) => say(locale, &key("enrollment-remedy", remedy.as_str()), &[]),
        Statement::MayBeExcepted => say(locale, "enrollment-may-be-excepted", &[]),
        Statement::LookedAtBy(version) => {
            say(locale, "enrollment-looked-at-by", &[("version", i64::from(*version).into())])
        }
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
    asked(locale, &named.quota.criterion, &named.name)
}

/// What a condition asks for.
pub fn condition(locale: Locale, named: &NamedCondition) -> String {
    match named.condition.criterion() {
        Some(criterion) => fact(locale, criterion, &named.name),
        None => pick(locale, &named.name).clone(),
    }
}

/// What a sentence that names the kind asks for, or says instead.
fn fact(locale: Locale, criterion: &Criterion, name: &Both<String>) -> String {
    match criterion {
        Criterion::PositionCategory(category) => category.to_string(),
        other => asked(locale, other, name),
    }
}

/// What alternatives ask for, as a sentence.
pub fn requirement(locale: Locale, alternatives: &[NamedCondition]) -> String {
    of_kind(locale, "enrollment-asks", alternatives, &[])
}

/// What a cohort asks of everybody, one sentence for each thing.
pub fn requirements(locale: Locale, conditions: &[NamedCondition]) -> Vec<String> {
    alternatives(conditions).iter().map(|group| requirement(locale, group)).collect()
}

/// What somebody lacks, and what the record says instead.
fn unmet(locale: Locale, unmet: &Unmet) -> String {
    let has = unmet.has.as_ref().and_then(Condition::criterion);
    let has = has.map(|has| fact(locale, has, &Both::default())).unwrap_or_default();
    let known = if has.is_empty() { "no" } else { "yes" };
    let arguments = [("has", Value::from(has)), ("known", known.into())];
    of_kind(locale, "enrollment-unmet", &unmet.asked, &arguments)
}

/// What somebody stated in place of a course, and what became of it.
pub fn equivalent(locale: Locale, named: &NamedEquivalent) -> String {
    let Equivalent { evidence, state, reason, .. } = &named.equivalent;
    let arguments = [
        ("title", Value::from(evidence.title.as_str())),
        ("provider", evidence.provider.as_str().into()),
        ("day", locale.date_long(evidence.completed_on).into()),
        ("course", pick(locale, &named.course).as_str().into()),
    ];
    let said = say(locale, &key("enrollment-equivalent", state.as_str()), &arguments);
    match reason {
        Some(reason) => {
            let noted = say(locale, "enrollment-noted", &[("note", reason.as_str().into())]);
            format!("{said} {noted}")
        }
        None => said,
    }
}

fn of_kind(
    locale: Locale,
    prefix: &str,
    alternatives: &[NamedCondition],
    more: &[(&str, Value<'_>)],
) -> String {
    let Some(first) = alternatives.first() else { return String::new() };
    let or = format!(" {} ", say(locale, "enrollment-or", &[]));
    let asked: Vec<String> = alternatives.iter().map(|one| condition(locale, one)).collect();
    let mut arguments = vec![("asked", Value::from(asked.join(&or)))];
    arguments.extend(more.iter().cloned());
    say(locale, &key(prefix, first.condition.kind().as_str()), &arguments)
}

fn asked(locale: Locale, criterion: &Criterion, name: &Both<String>) -> String {
    let name = pick(locale, name);
    match criterion {
        Criterion::Territory(_) | Criterion::Organization(_) => name.clone(),
        Criterion::OrganizationKind(kind) => say(locale, &key("organization-kind", kind.as_str()), &[]),
        Criterion::PositionCategory(category) => {
            say(locale, "cohort-quota-position-category", &[("category", i64::from(*category).into())])
        }
        Criterion::Appointment(kind) => say(locale, &key("cohort-quota-appointment", kind.as_str()), &[]),
        Criterion::Uncovered => say(locale, "cohort-quota-uncovered", &[]),
    }
}

fn pick<T>(locale: Locale, both: &Both<T>) -> &T {
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

/// A quota as everybody reads it: what it keeps for whom until when, and nothing of who has taken it up.
pub fn quota_kept(locale: Locale, named: &NamedQuota) -> String {
    let quota = &named.quota;
    let arguments = [
        ("count", Value::from(quota.seats)),
        ("day", locale.date_long(quota.release_on).into()),
        ("whom", criterion(locale, named).into()),
    ];
    say(locale, if quota.is_active() { "cohort-quota-kept" } else { "cohort-quota-open" }, &arguments)
}

/// The same as staff read it: how much of it is free, or what became of it.
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

/// The steps of approval as everybody reads them, and what follows the last; `offices` are the organizations they name.
pub fn route(locale: Locale, route: &Route, offices: &[Organization]) -> Vec<String> {
    let last =
        if route.then_manager { "enrollment-route-then-manager" } else { "enrollment-route-then-seat" };
    let steps = route.steps.iter().map(|step| approval_step(locale, step, offices));
    steps.chain([say(locale, last, &[])]).collect()
}

fn approval_step(locale: Locale, step: &ApprovalStep, offices: &[Organization]) -> String {
    let named = |id| offices.iter().find(|office| office.id == id).map(|office| pick(locale, &office.name));
    let office = match step.office {
        Office::Employer => say(locale, "enrollment-route-employer", &[]),
        Office::Organization(id) => named(id).map(|name| name.as_str().to_owned()).unwrap_or_default(),
    };
    let time = match step.limit {
        Some((hours, silence)) => {
            say(locale, &key("enrollment-route-within", silence.as_str()), &[("count", hours.into())])
        }
        None => say(locale, "enrollment-route-no-limit", &[]),
    };
    say(locale, "enrollment-route-says", &[("office", office.into()), ("time", time.into())])
}
