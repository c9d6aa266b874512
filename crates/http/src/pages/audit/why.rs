//! Why something was done, or what it came to, in the reader's language. The trail itself keeps codes, ids and numbers.

use super::words_or;
use crate::pages::page::Page;
use chrono::{DateTime, NaiveDate, Utc};
use postup_domain::audit::Entry;
use postup_i18n::Words;

/// Details that are a number among other words, and what is counted.
const COUNTED: [(&str, &str); 16] = [
    ("cohort.certificates_issued", "audit-count-certificates"),
    ("cohort.issue_begun", "audit-count-certificates"),
    ("cohort.invited", "audit-count-authorities"),
    ("cohort.reconfirmation_asked", "common-count-people"),
    ("export.asked", "audit-count-rows"),
    ("export.begun", "audit-count-rows"),
    ("export.gathered", "audit-count-rows"),
    ("import.row_left_out", "audit-row"),
    ("import.row_mended", "audit-row"),
    ("message.sent", "audit-count-recipients"),
    ("register.closing-ruled", "audit-count-closing"),
    ("register.heads_counted", "common-count-people"),
    ("register.marked", "audit-count-marks"),
    ("register.walk_in", "common-count-people"),
    ("template.reset", "audit-version"),
    ("template.saved", "audit-version"),
];

/// The reason or another detail; what has no words is shown as it stands.
pub(super) fn why(page: &Page, entry: &Entry) -> String {
    let detail = entry.detail.as_str();
    told(page, &entry.action, detail)
        .or_else(|| coded(page, &entry.action, detail))
        .unwrap_or_else(|| detail.to_owned())
}

fn told(page: &Page, action: &str, detail: &str) -> Option<String> {
    if detail.starts_with("import ") {
        return Some(page.t("audit-by-import"));
    }
    if detail.starts_with("copy of ") {
        return Some(page.t("audit-copied"));
    }
    if let Some((_, key)) = COUNTED.iter().find(|(counted, _)| *counted == action) {
        return Some(page.tn(key, detail.split(' ').find_map(|word| word.parse::<i64>().ok())?));
    }
    let after = |mark: &str| detail.split_once(mark).map(|(_, rest)| rest);
    let day = |text: &str| text.parse().ok().map(|day: NaiveDate| page.date(&day));
    match action {
        "grant.given" | "grant.taken" => Some(role(page, detail)),
        "cohort.exception" | "equivalent.accepted" | "equivalent.refused" | "equivalent.stated" => {
            after(": ").map(str::to_owned)
        }
        "cohort.requirements" => {
            let count = detail.split("; ").filter(|one| !one.is_empty()).count();
            Some(page.tn("audit-count-requirements", count))
        }
        "certificate.revoked" => Some(words_or(page, &format!("certificate-revocation-{detail}"), detail)),
        "cohort.issue_stopped" => Some(page.word("job-stopped", detail)),
        "figures.downloaded" => Some(narrowed(page, detail)),
        "guest.given" | "guest.ended" => Some(String::new()),
        "import.committed" => {
            let [new, changed, same] = ["new", "changed", "same"].map(|name| number(detail, name));
            let counts = [("new", new?.into()), ("changed", changed?.into()), ("same", same?.into())];
            Some(page.say("audit-import-tally", &counts))
        }
        "indicator.edited" => {
            let (target, rest) = detail.strip_prefix("target ")?.split_once(" by ")?;
            let due = day(rest.split(',').next()?)?;
            Some(page.t2("audit-indicator-before", "target", page.number(target), "day", due))
        }
        "indicator.reported" => {
            let (value, on) = detail.split_once(" on ")?;
            Some(page.t2("audit-indicator-value", "value", page.number(value), "day", day(on)?))
        }
        "person.mail" | "person.subscribed" | "person.unsubscribed" => {
            let rhythm = detail.split(' ').next()?.replace('_', "-");
            Some(words_or(page, &format!("mail-rhythm-{rhythm}"), detail))
        }
        "quota.added" | "quota.edited" | "quota.released" => {
            let seats: i64 = after(": ")?.split(' ').next()?.parse().ok()?;
            let until = day(after(" until ")?.split(',').next()?)?;
            Some(page.t2("audit-quota", "seats", page.tn("common-count-seats", seats), "day", until))
        }
        "register.meeting_log" => {
            let people = page.tn("common-count-people", number(detail, "people")?);
            let walk_ins = number(detail, "walk_ins").or_else(|| number(detail, "guests"))?;
            Some(page.t2("audit-meeting-log", "people", people, "guests", walk_ins))
        }
        "session.ended" => moment(page, detail),
        "stand_in.named" => Some(page.t1("audit-until-moment", "moment", moment(page, after(" until ")?)?)),
        "territory.imported" => day(detail),
        _ => None,
    }
}

/// `by=oblast&course=…&from=2026-01`, as by what the figures were narrowed; what they are by is told elsewhere.
fn narrowed(page: &Page, question: &str) -> String {
    let of = |(name, value): (&str, &str)| match name {
        _ if value.is_empty() => None,
        "course" | "program" => Some(page.word("figures-by", name)),
        "from" | "until" => {
            let first: NaiveDate = format!("{value}-01").parse().ok()?;
            Some(format!("{}: {}", page.word("figures", name), page.locale.month(first)))
        }
        "within" => Some(value.to_owned()),
        _ => None,
    };
    let pairs = question.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter_map(of).collect::<Vec<_>>().join(" · ")
}

/// `trainer cohort:…: reason`, as a role with the reason.
fn role(page: &Page, detail: &str) -> String {
    let (what, reason) = detail.split_once(": ").unwrap_or((detail, ""));
    let role = what.split(' ').next().unwrap_or_default();
    let role = words_or(page, &format!("access-role-{}", role.replace('_', "-")), role);
    if reason.is_empty() { role } else { format!("{role}. {reason}") }
}

/// A code that has words, perhaps with in whose place it was decided.
fn coded(page: &Page, action: &str, detail: &str) -> Option<String> {
    let (code, deputy) = match detail.split_once(" in the place of ") {
        Some((code, _)) => (code, true),
        None => (detail, false),
    };
    if !code.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b' ')) {
        return None;
    }
    let of_noun = match action.split('.').next()? {
        "enrollment" => "enrollment-cause",
        "import" => "import-kind",
        "notification" => "mail-name",
        "person" => "person-language",
        "session" => "interruption-cause",
        _ => "audit-detail",
    };
    let keys = ["audit-detail", of_noun].map(|prefix| format!("{prefix}-{}", code.replace(['_', ' '], "-")));
    let words = page.t(keys.iter().find(|key| Words::embedded().has(key))?);
    Some(if deputy { format!("{words} {}", page.t("audit-stood-in")) } else { words })
}

/// The number behind `name=`.
fn number(detail: &str, name: &str) -> Option<i64> {
    let of = |word: &str| word.strip_prefix(name)?.strip_prefix('=')?.parse().ok();
    detail.split(' ').find_map(of)
}

fn moment(page: &Page, text: &str) -> Option<String> {
    let at = DateTime::parse_from_rfc3339(text).ok()?;
    Some(page.moment(&at.with_timezone(&Utc)))
}
