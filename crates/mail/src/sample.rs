//! Letters to nobody, for looking at words before anybody gets them: a long name, a long title, everything filled in.

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use postup_domain::cohort::Form;
use postup_domain::email::MailKind;
use postup_domain::id::{CertificateId, CohortId, EnrollmentId, PleaId, SessionId};
use postup_domain::interruption::HeldState;
use postup_domain::plea::{PleaKind, PleaState};
use postup_domain::rejection::Invalid;
use postup_domain::text::{Both, Code, Title};
use postup_i18n::Locale;
use uuid::Uuid;

use crate::message::{
    Approval, Asked, Award, Claim, Decision, Deputy, Former, Handover, Invitation, Meeting, Message, Moved,
    Opening, Question, Rest, Share, Taught, Training, Unfilled,
};

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

/// The names of somebody a letter is about and of a colleague, and a document.
const fn others(locale: Locale) -> [&'static str; 3] {
    match locale {
        Locale::Uk => [
            "Коваленко-Остроградська Марія Володимирівна",
            "Бондаренко Ігор Васильович",
            "Посвідчення № 123 від 1 лютого 2025 р.",
        ],
        Locale::En => {
            ["Mariia Kovalenko-Ostrohradska", "Ihor Bondarenko", "Certificate no. 123 of 1 February 2025"]
        }
    }
}

fn claim(path: &str, of: Training, person: &str, document: &str) -> Claim {
    Claim {
        path: path.to_owned(),
        course: Both::new(of.title.uk.to_string(), of.title.en.to_string()),
        person: Some(person.to_owned()),
        document: Some(document.to_owned()),
        explanation: of.explanation,
    }
}

fn asked(locale: Locale, meeting: Meeting, state: PleaState) -> Asked {
    let (text, reason) = match locale {
        Locale::Uk => ("Весь день засідала сесія міської ради.", "Тут буде причина рішення."),
        Locale::En => {
            ("The city council was in session all day.", "The reason for the decision will stand here.")
        }
    };
    let [person, _, document] = others(locale);
    Asked {
        plea: PleaId(Uuid::nil()),
        session: SessionId(Uuid::nil()),
        kind: PleaKind::Absence,
        state,
        meeting,
        person: person.to_owned(),
        text: text.to_owned(),
        document: Some(document.to_owned()),
        reason: (state != PleaState::Waiting).then(|| reason.to_owned()),
    }
}

fn deputy(of: Training, absent: &str, deputy: &str) -> Result<Deputy, Invalid> {
    Ok(Deputy {
        path: "/employer/approvals",
        organization: authority()?,
        absent: absent.to_owned(),
        deputy: deputy.to_owned(),
        first_day: of.starts_on,
        last_day: of.ends_on,
    })
}

fn authority() -> Result<Both<Title>, Invalid> {
    let uk = "Виконавчий комітет Новгород-Сіверської міської ради Чернігівської області";
    let en = "Executive committee of the Novhorod-Siverskyi city council, Chernihiv oblast";
    Ok(Both::new(Title::new("name_uk", uk)?, Title::new("name_en", en)?))
}

fn invitation(of: Training) -> Result<Invitation, Invalid> {
    Ok(Invitation {
        cohort: CohortId(Uuid::nil()),
        organization: authority()?,
        title: of.title,
        code: of.code,
        form: of.form,
        starts_on: of.starts_on,
        ends_on: of.ends_on,
        closes_on: of.starts_on,
        seats: 12,
        contact: of.contact,
    })
}

/// It was a day earlier.
fn moved(meeting: Meeting) -> Moved {
    let former = Some(Former {
        starts_at: meeting.starts_at - Duration::days(1),
        ends_at: meeting.ends_at - Duration::days(1),
        venue: meeting.venue.clone(),
        link: meeting.link.clone(),
    });
    Moved { meeting, former }
}

fn taught(of: Training, meeting: Meeting) -> Taught {
    Taught {
        session: SessionId(Uuid::nil()),
        moved: moved(meeting),
        rest: Vec::new(),
        title: of.title,
        code: of.code,
        form: of.form,
    }
}

/// A letter of a kind; `None` for kinds that nobody can put into other words.
///
/// # Errors
/// When a text of ours is none, which the tests of this crate rule out.
pub fn sample(kind: MailKind, locale: Locale, now: DateTime<Utc>) -> Result<Option<Message>, Invalid> {
    let training = training(locale, now)?;
    let (token, until) = ("0000000000".to_owned(), Some(now + Duration::days(3)));
    let [person, colleague, document] = others(locale);
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
        MailKind::ApplicationMovedOn => Message::ApplicationMovedOn(training),
        MailKind::ApprovalAsked => Message::ApprovalAsked(
            Training { explanation: String::new(), ..training },
            Approval { applicant: person.to_owned(), until, token: Some(token) },
        ),
        MailKind::SeatConfirmed => Message::SeatConfirmed(training),
        MailKind::Waitlisted => Message::Waitlisted(training, Some(12)),
        MailKind::Promoted => Message::Promoted(training),
        MailKind::SeatOffered => Message::SeatOffered(training, question),
        MailKind::NominationAsked => Message::NominationAsked(training, question),
        MailKind::ReconfirmationAsked => Message::ReconfirmationAsked(training, question),
        MailKind::AnswerDeclined => Message::AnswerDeclined(training),
        MailKind::AnswerOverdue => Message::AnswerOverdue(training),
        MailKind::Transferred => Message::Transferred(training),
        MailKind::Rejected => Message::Rejected(training),
        MailKind::Withdrawn => Message::Withdrawn(training),
        MailKind::SeatPassedOn => Message::SeatPassedOn(Handover {
            enrollment: training.enrollment,
            title: training.title,
            code: training.code,
            from: person.to_owned(),
            to: colleague.to_owned(),
            explanation: training.explanation,
        }),
        MailKind::StandInNamed => Message::StandInNamed(deputy(training, person, colleague)?),
        MailKind::StandInEnded => Message::StandInEnded(deputy(training, person, colleague)?),
        MailKind::EquivalentStated => Message::EquivalentStated(claim(
            "/manage/equivalents/00000000-0000-0000-0000-000000000000",
            training,
            person,
            document,
        )),
        MailKind::EquivalentDecided => Message::EquivalentDecided(claim(
            "/cohorts/00000000-0000-0000-0000-000000000000",
            training,
            person,
            document,
        )),
        MailKind::SessionInterrupted => {
            let rest = Rest { state: HeldState::PartlyHeld, held: 50, planned: 90 };
            Message::SessionInterrupted(training, meeting, rest)
        }
        MailKind::MakeUpPlanned => Message::MakeUpPlanned(training, meeting),
        MailKind::GuestPlaceGiven => Message::GuestPlaceGiven(training, meeting),
        MailKind::GuestPlaceEnded => Message::GuestPlaceEnded(training, meeting),
        MailKind::RegisterUnfilled => Message::RegisterUnfilled(Unfilled {
            session: SessionId(Uuid::nil()),
            meeting,
            title: training.title,
            code: training.code,
            people: 30,
            marked: 27,
            closes_at: until,
        }),
        MailKind::AttendanceAtRisk => {
            let person = Some(person.to_owned());
            Message::AttendanceAtRisk(
                training,
                Share { person, credited: 180, required: 432, needed: vec![meeting] },
            )
        }
        MailKind::PleaMade => Message::PleaMade(training, asked(locale, meeting, PleaState::Waiting)),
        MailKind::PleaDecided => Message::PleaDecided(training, asked(locale, meeting, PleaState::Refused)),
        MailKind::CourseOpened => Message::CourseOpened(Opening {
            cohort: CohortId(Uuid::nil()),
            title: training.title,
            code: training.code,
            form: training.form,
            starts_on: training.starts_on,
            ends_on: training.ends_on,
            opens_on: now.date_naive(),
            closes_on: training.starts_on,
        }),
        MailKind::CohortInvitation => Message::CohortInvitation(invitation(training)?),
        MailKind::SessionTomorrow => Message::SessionTomorrow(training, meeting),
        MailKind::SessionChanged => Message::SessionChanged(training, moved(meeting), Vec::new()),
        MailKind::TaughtSessionChanged => Message::TaughtSessionChanged(taught(training, meeting)),
        MailKind::TaughtSessionCancelled => Message::TaughtSessionCancelled(taught(training, meeting)),
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
        MailKind::CohortMessage | MailKind::CohortNews | MailKind::TemplateFailed | MailKind::DailyDigest => {
            return Ok(None);
        }
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
