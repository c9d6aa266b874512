//! Letters to nobody, for looking at words before anybody gets them: a long name, a long title, everything filled in.

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use postup_domain::cohort::Form;
use postup_domain::email::MailKind;
use postup_domain::id::{CertificateId, CohortId, EnrollmentId};
use postup_domain::rejection::Invalid;
use postup_domain::text::{Both, Code, Title};
use postup_i18n::Locale;
use uuid::Uuid;

use crate::message::{Award, Decision, Meeting, Message, Question, Training};

/// About as long as a name gets.
pub const fn name(locale: Locale) -> &'static str {
    match locale {
        Locale::Uk => "Олександра-Вікторія Переяславська-Хмельницька-Вишневецька",
        Locale::En => "Oleksandra-Viktoriia Pereiaslavska-Khmelnytska-Vyshnevetska",
    }
}

/// About as long as a title gets.
fn title() -> Result<Both<Title>, Invalid> {
    let uk = "Безбар’єрність міського середовища: обстеження будівель, планування, кошторис і нагляд за роботами у громадах, \
              що приймають внутрішньо переміщених осіб";
    let en = "Accessibility of the built environment: surveying buildings, planning, budgeting and supervising works in \
              hromadas that host internally displaced people";
    Ok(Both::new(Title::new("title_uk", uk)?, Title::new("title_en", en)?))
}

fn training(locale: Locale, now: DateTime<Utc>) -> Result<Training, Invalid> {
    let (explanation, contact) = match locale {
        Locale::Uk => ("Тут буде пояснення, чому так вирішено.", "Ірина Шевченко, +380 44 000 00 00"),
        Locale::En => ("The reason for the decision will stand here.", "Iryna Shevchenko, +380 44 000 00 00"),
    };
    Ok(Training {
        enrollment: EnrollmentId(Uuid::nil()),
        title: title()?,
        code: Code::new("code", "ACCESS-2026-01")?,
        form: Form::InPerson,
        starts_on: (now + Duration::days(7)).date_naive(),
        ends_on: (now + Duration::days(28)).date_naive(),
        time_zone: Tz::Europe__Kyiv,
        venue: Some("м. Суми, майдан Незалежності, 2, зала засідань".to_owned()),
        first_session: Some(now + Duration::days(7)),
        contact: Some(contact.to_owned()),
        explanation: explanation.to_owned(),
    })
}

/// A letter of a kind; `None` for kinds that nobody can put into other words.
///
/// # Errors
/// When a text of ours is none, which the tests of this crate rule out.
pub fn sample(kind: MailKind, locale: Locale, now: DateTime<Utc>) -> Result<Option<Message>, Invalid> {
    let training = training(locale, now)?;
    let (token, until) = ("0000000000".to_owned(), Some(now + Duration::days(3)));
    let question = Question { until: now + Duration::days(2), token: Some(token.clone()) };
    let meeting = Meeting {
        title: title()?,
        starts_at: now + Duration::days(1),
        ends_at: now + Duration::hours(27),
        time_zone: Tz::Europe__Kyiv,
        venue: training.venue.clone(),
        link: Some("https://meet.example/abc-defg-hij".to_owned()),
    };
    Ok(Some(match kind {
        MailKind::ConfirmAddress => Message::ConfirmAddress { token, until },
        MailKind::ResetPassword => Message::ResetPassword { token, until },
        MailKind::AlreadyRegistered => Message::AlreadyRegistered,
        MailKind::ApplicationReceived => Message::ApplicationReceived(training),
        MailKind::SeatConfirmed => Message::SeatConfirmed(training),
        MailKind::Waitlisted => Message::Waitlisted(training, Some(12)),
        MailKind::Promoted => Message::Promoted(training),
        MailKind::SeatOffered => Message::SeatOffered(training, question),
        MailKind::NominationAsked => Message::NominationAsked(training, question),
        MailKind::AnswerDeclined => Message::AnswerDeclined(training),
        MailKind::AnswerOverdue => Message::AnswerOverdue(training),
        MailKind::Transferred => Message::Transferred(training),
        MailKind::Rejected => Message::Rejected(training),
        MailKind::Withdrawn => Message::Withdrawn(training),
        MailKind::SessionTomorrow => Message::SessionTomorrow(training, meeting),
        MailKind::SessionChanged => Message::SessionChanged(training, meeting),
        MailKind::SessionCancelled => Message::SessionCancelled(training, meeting),
        MailKind::CohortConfirmed => Message::CohortConfirmed(training),
        MailKind::CohortCancelled => Message::CohortCancelled(training),
        MailKind::DecisionDue => Message::DecisionDue(Decision {
            cohort: CohortId(Uuid::nil()),
            title: training.title,
            code: training.code,
            people: 17,
            minimum: 20,
            decide_on: training.starts_on,
        }),
        MailKind::CertificateIssued => Message::CertificateIssued(Award {
            certificate: CertificateId(Uuid::nil()),
            title: training.title,
            number: "ПК 2026/000123".to_owned(),
            code: "7HX2-KD9Q".to_owned(),
        }),
        _ => return Ok(None),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::preview_own;
    use postup_domain::template::{RawTemplate, TemplateText, shape};

    #[test]
    fn every_kind_that_can_be_reworded_has_a_value_for_all_it_may_say() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        for kind in MailKind::ALL {
            for locale in Locale::ALL {
                let message = sample(*kind, locale, now).unwrap();
                assert_eq!(message.is_some(), shape(*kind).is_some(), "{kind}");
                let (Some(message), Some(shape)) = (message, shape(*kind)) else { continue };
                let body: Vec<String> = shape.may.iter().map(|place| format!("[{{{place}}}]")).collect();
                let raw =
                    RawTemplate { subject: "S".to_owned(), greeting: "G".to_owned(), body: body.join("\n") };
                let own = TemplateText::read(*kind, &raw).unwrap().patterns(*kind).unwrap();
                let letter =
                    preview_own(&own, &message, locale, name(locale), "https://postup.test").unwrap();
                // Of the account that is there already nothing runs out.
                let allowed = usize::from(*kind == MailKind::AlreadyRegistered);
                assert_eq!(letter.text.matches("[]").count(), allowed, "{kind}: {}", letter.text);
                assert!(letter.text.starts_with("G\n") && letter.html.contains("<h1>G</h1>"));
            }
        }
    }
}
