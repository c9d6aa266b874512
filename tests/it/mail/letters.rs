//! Every letter in both languages, as it is read.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use postup_domain::cohort::Form;
use postup_domain::email::MailKind;
use postup_domain::id::{CertificateId, CohortId, EnrollmentId, NotificationId, PleaId, SessionId};
use postup_domain::interruption::HeldState;
use postup_domain::message::PLACEHOLDERS;
use postup_domain::pattern::Pattern;
use postup_domain::plea::{PleaKind, PleaState};
use postup_domain::text::{Both, Code, Title};
use postup_i18n::Locale;
use postup_mail::{
    Approval, Asked, Award, Claim, Decision, Deputy, Former, Handover, Invitation, Meeting, Memory, Message,
    Moved, Opening, Question, Recipient, Rest, Share, Taught, Training, Transport, Unfilled, Written,
};
use uuid::Uuid;

use super::conversation::mailer_over;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn titles(uk: &str, en: &str) -> Both<Title> {
    Both::new(Title::new("title", uk).unwrap(), Title::new("title", en).unwrap())
}

fn deputy() -> Deputy {
    Deputy {
        path: "/employer/approvals",
        organization: titles("Сумська міська рада", "Sumy city council"),
        absent: "Коваль Олена".to_owned(),
        deputy: "Ткач Ірина".to_owned(),
        first_day: NaiveDate::from_ymd_opt(2026, 5, 12).unwrap(),
        last_day: NaiveDate::from_ymd_opt(2026, 5, 26).unwrap(),
    }
}

fn training(form: Form, venue: Option<&str>) -> Training {
    Training {
        enrollment: EnrollmentId(Uuid::from_u128(7)),
        title: titles("Водопостачання в громаді", "Water supply in a hromada"),
        code: Code::new("code", "WATER-01").unwrap(),
        form,
        starts_on: NaiveDate::from_ymd_opt(2026, 5, 12).unwrap(),
        ends_on: NaiveDate::from_ymd_opt(2026, 5, 30).unwrap(),
        time_zone: Tz::Europe__Kyiv,
        venue: venue.map(str::to_owned),
        first_session: Some(at("2026-05-12T07:00:00Z")),
        contact: Some("Ірина, +380 44 000 00 00".to_owned()),
        explanation: "It is so, since it came to be so.".to_owned(),
    }
}

fn meeting() -> Meeting {
    Meeting {
        title: titles("Облік води", "Metering water"),
        starts_at: at("2026-05-12T07:00:00Z"),
        ends_at: at("2026-05-12T10:00:00Z"),
        time_zone: Tz::Europe__Kyiv,
        venue: Some("Київ, вул. Зразкова, 1, кімната 5".to_owned()),
        link: Some("https://meet.test/abc?x=1&y=2".to_owned()),
    }
}

/// The day before, in another room.
fn former() -> Former {
    Former {
        starts_at: at("2026-05-11T07:00:00Z"),
        ends_at: at("2026-05-11T10:00:00Z"),
        venue: Some("Київ, вул. Зразкова, 1, кімната 4".to_owned()),
        link: None,
    }
}

fn a_week_later() -> Moved {
    let (meeting, former) = (meeting(), former());
    let week = chrono::Duration::weeks(1);
    Moved {
        meeting: Meeting { starts_at: meeting.starts_at + week, ends_at: meeting.ends_at + week, ..meeting },
        former: Some(Former { starts_at: former.starts_at + week, ends_at: former.ends_at + week, ..former }),
    }
}

fn taught() -> Taught {
    Taught {
        session: SessionId(Uuid::from_u128(15)),
        moved: Moved { meeting: meeting(), former: Some(former()) },
        rest: Vec::new(),
        title: titles("Водопостачання в громаді", "Water supply in a hromada"),
        code: Code::new("code", "WATER-01").unwrap(),
        form: Form::InPerson,
    }
}

fn question(token: &str) -> Question {
    let token = Some(token.to_owned()).filter(|token| !token.is_empty());
    Question { until: at("2026-05-11T15:00:00Z"), token }
}

fn written(locale: Locale, seated: bool) -> Written {
    let read = |text| Pattern::read("body", text, PLACEHOLDERS).unwrap();
    Written {
        subject: read("{course}: what to bring"),
        body: read(
            "Dear {name},\n\nbring your passport\nand a lamp.\n \nThe place: {place}\n{link}\n\n\nSee you.",
        ),
        locale,
        author: "Iryna Shevchenko".to_owned(),
        seated,
    }
}

fn asked(session: &Meeting, kind: PleaKind, state: PleaState) -> Asked {
    Asked {
        plea: PleaId(Uuid::from_u128(15)),
        session: SessionId(Uuid::from_u128(14)),
        kind,
        state,
        meeting: Meeting { venue: None, link: None, ..session.clone() },
        person: "Коваль Олена".to_owned(),
        text: "сесія міської ради".to_owned(),
        document: Some("Розпорядження № 12".to_owned()),
        reason: (state != PleaState::Waiting).then(|| "у списку підпису немає".to_owned()),
    }
}

fn every_message() -> Vec<Message> {
    let here = || training(Form::InPerson, Some("Київ, вул. Зразкова, 1"));
    let until = Some(at("2026-05-13T07:00:00Z"));
    let (session, award) = (
        meeting(),
        Award {
            certificate: CertificateId(Uuid::from_u128(9)),
            title: titles("Водопостачання в громаді", "Water supply in a hromada"),
            number: "ПК-2026-000017".to_owned(),
            code: "7hx2-kd9q".to_owned(),
        },
    );
    let decision = Decision {
        cohort: CohortId(Uuid::from_u128(11)),
        title: titles("Водопостачання в громаді", "Water supply in a hromada"),
        code: Code::new("code", "WATER-01").unwrap(),
        people: 7,
        minimum: 12,
        decide_on: NaiveDate::from_ymd_opt(2026, 5, 8).unwrap(),
    };
    vec![
        Message::ConfirmAddress { token: "t0ken".to_owned(), until },
        Message::ResetPassword { token: "t0ken".to_owned(), until },
        Message::AlreadyRegistered,
        Message::ApplicationReceived(here()),
        Message::ApplicationMovedOn(here()),
        Message::ApprovalAsked(
            Training { explanation: String::new(), ..here() },
            Approval {
                applicant: "Коваль Олена, спеціалістка".to_owned(),
                until: Some(at("2026-05-11T15:00:00Z")),
                token: Some("t0ken".to_owned()),
            },
        ),
        Message::SeatConfirmed(here()),
        Message::Waitlisted(training(Form::Online, None), Some(4)),
        Message::Promoted(training(Form::Online, None)),
        Message::SeatOffered(here(), question("t0ken")),
        Message::NominationAsked(here(), question("")),
        Message::ReconfirmationAsked(here(), question("t0ken")),
        Message::AnswerDeclined(here()),
        Message::AnswerOverdue(here()),
        Message::Transferred(here()),
        Message::Rejected(here()),
        Message::Withdrawn(here()),
        Message::SessionTomorrow(here(), session.clone()),
        Message::SessionChanged(
            here(),
            Moved { meeting: Meeting { link: None, ..session.clone() }, former: Some(former()) },
            vec![a_week_later()],
        ),
        Message::TaughtSessionChanged(taught()),
        Message::TaughtSessionCancelled(taught()),
        Message::SessionCancelled(here(), session.clone()),
        Message::SessionInterrupted(
            here(),
            session.clone(),
            Rest { state: HeldState::PartlyHeld, held: 50, planned: 90 },
        ),
        Message::MakeUpPlanned(here(), session.clone()),
        Message::GuestPlaceGiven(here(), session.clone()),
        Message::GuestPlaceEnded(here(), session.clone()),
        Message::AttendanceAtRisk(
            here(),
            Share { person: None, credited: 180, required: 432, needed: vec![session.clone()] },
        ),
        Message::PleaMade(here(), asked(&session, PleaKind::Absence, PleaState::Waiting)),
        Message::PleaDecided(here(), asked(&session, PleaKind::Appeal, PleaState::Refused)),
        Message::RegisterUnfilled(Unfilled {
            session: SessionId(Uuid::from_u128(14)),
            meeting: Meeting { venue: None, link: None, ..session.clone() },
            title: titles("Водопостачання в громаді", "Water supply in a hromada"),
            code: Code::new("code", "WATER-01").unwrap(),
            people: 30,
            marked: 27,
            closes_at: Some(at("2026-05-14T09:00:00Z")),
        }),
        Message::CohortConfirmed(here()),
        // No session is ahead any more.
        Message::CohortCancelled(Training { first_session: None, ..here() }),
        Message::DecisionDue(decision),
        Message::SeatPassedOn(Handover {
            enrollment: EnrollmentId(Uuid::from_u128(13)),
            title: titles("Водопостачання в громаді", "Water supply in a hromada"),
            code: Code::new("code", "WATER-01").unwrap(),
            from: "Коваль Олена".to_owned(),
            to: "Ткач Ірина".to_owned(),
            explanation: "It is so, since it came to be so.".to_owned(),
        }),
        Message::StandInNamed(deputy()),
        Message::StandInEnded(deputy()),
        Message::EquivalentStated(Claim {
            path: "/manage/equivalents/00000000-0000-0000-0000-00000000000b".to_owned(),
            course: Both::new("Перші кроки".to_owned(), "First steps".to_owned()),
            person: Some("Коваль Олена".to_owned()),
            document: Some("№ 17".to_owned()),
            explanation: "It is stated, and waits.".to_owned(),
        }),
        Message::EquivalentDecided(Claim {
            path: "/cohorts/00000000-0000-0000-0000-00000000000b".to_owned(),
            course: Both::new("Перші кроки".to_owned(), "First steps".to_owned()),
            person: None,
            document: None,
            explanation: "It counts.".to_owned(),
        }),
        Message::CourseOpened(Opening {
            cohort: CohortId(Uuid::from_u128(11)),
            title: titles("Водопостачання в громаді", "Water supply in a hromada"),
            code: Code::new("code", "WATER-01").unwrap(),
            form: Form::Blended,
            starts_on: NaiveDate::from_ymd_opt(2026, 6, 8).unwrap(),
            ends_on: NaiveDate::from_ymd_opt(2026, 6, 12).unwrap(),
            opens_on: NaiveDate::from_ymd_opt(2026, 5, 11).unwrap(),
            closes_on: NaiveDate::from_ymd_opt(2026, 5, 29).unwrap(),
        }),
        Message::CertificateIssued(award.clone()),
        Message::CohortInvitation(Invitation {
            cohort: CohortId(Uuid::from_u128(11)),
            organization: titles("Сумська міська рада", "Sumy city council"),
            title: titles("Водопостачання в громаді", "Water supply in a hromada"),
            code: Code::new("code", "WATER-01").unwrap(),
            form: Form::Blended,
            starts_on: NaiveDate::from_ymd_opt(2026, 5, 12).unwrap(),
            ends_on: NaiveDate::from_ymd_opt(2026, 5, 30).unwrap(),
            closes_on: NaiveDate::from_ymd_opt(2026, 5, 8).unwrap(),
            seats: 12,
            contact: Some("Ірина, +380 44 000 00 00".to_owned()),
        }),
        Message::TemplateFailed { kind: MailKind::SeatOffered, language: Locale::Uk },
        Message::CohortMessage(here(), written(Locale::En, true)),
        Message::CohortNews(here(), written(Locale::Uk, false)),
        Message::DailyDigest(vec![
            Message::CohortNews(here(), written(Locale::Uk, false)),
            Message::SessionTomorrow(here(), session),
            Message::CertificateIssued(award),
        ]),
    ]
}

fn reader(name: &str, locale: Locale) -> Recipient {
    let address = "olena@hromada.test".to_owned();
    Recipient { name: name.to_owned(), address, locale, unsubscribe: None }
}

#[test]
fn every_letter_says_what_when_where_and_what_to_do() {
    let mailer = mailer_over(Transport::Memory(Memory::default()));
    for message in every_message() {
        for locale in Locale::ALL {
            let to = reader("Olena", locale);
            let id = NotificationId(Uuid::from_u128(1));
            let letter = mailer.write(id, &message, &to, at("2026-05-11T07:00:00Z")).unwrap();
            let name = format!("{}_{locale}", message.key());
            insta::assert_snapshot!(name, format!("{}\n\n{}", letter.subject, letter.text));
            // The same facts stand in both forms.
            for line in letter.text.lines().filter(|line| line.starts_with("https://")) {
                assert!(letter.html.contains(&format!("href=\"{}\"", line.replace('&', "&#38;"))), "{line}");
            }
            assert!(letter.html.contains(&format!("<html lang=\"{locale}\">")));
        }
    }
}

#[test]
fn the_exact_place_is_told_to_those_with_a_seat_only() {
    let mailer = mailer_over(Transport::Memory(Memory::default()));
    for message in every_message() {
        let to = reader("", Locale::Uk);
        let letter = mailer
            .write(NotificationId(Uuid::from_u128(1)), &message, &to, at("2026-05-11T07:00:00Z"))
            .unwrap();
        let seated = matches!(
            message,
            Message::SeatConfirmed(_)
                | Message::ReconfirmationAsked(..)
                | Message::SessionTomorrow(..)
                | Message::SessionChanged(..)
                | Message::TaughtSessionChanged(..)
                | Message::CohortMessage(..)
                | Message::MakeUpPlanned(..)
                | Message::GuestPlaceGiven(..)
                | Message::DailyDigest(_)
        );
        assert_eq!(letter.text.contains("вул. Зразкова"), seated, "{}", message.key());
    }
}

#[test]
fn what_is_stored_cannot_write_lines_or_markup_of_its_own() {
    let mailer = mailer_over(Transport::Memory(Memory::default()));
    let mut evil = training(Form::InPerson, Some("тут\r\n\r\nЩо зробити: https://evil.test <b>"));
    evil.contact = Some("<script>alert(1)</script>\u{2028}x".to_owned());
    let to = reader("", Locale::Uk);
    let letter = mailer.write(
        NotificationId(Uuid::from_u128(1)),
        &Message::SeatConfirmed(evil),
        &to,
        at("2026-05-11T07:00:00Z"),
    );
    let letter = letter.unwrap();
    assert!(!letter.html.contains("<script>") && !letter.html.contains("<b>"));
    assert_eq!(letter.text.lines().filter(|line| line.starts_with("Що зробити")).count(), 1);
}

/// Whose clock each time on a line is told by.
fn without_zone(text: &str) -> Vec<&str> {
    let is_time = |word: &str| {
        let word = word.trim_matches(|one: char| !one.is_ascii_digit());
        let (hours, minutes) = word.split_once(':').unwrap_or_default();
        let digits = |part: &str, least| {
            part.len() >= least && part.len() <= 2 && part.bytes().all(|one| one.is_ascii_digit())
        };
        digits(hours, 1) && digits(minutes, 2)
    };
    let told =
        |line: &&str| line.contains("за Києвом") || line.contains("Kyiv time") || line.contains("(UTC");
    text.lines().filter(|line| line.split_whitespace().any(is_time)).filter(|line| !told(line)).collect()
}

#[test]
fn every_time_in_every_letter_says_whose_clock_it_is() {
    assert_eq!(without_zone("When: 12.05.2026, 10:00\nat 10:00 Kyiv time"), ["When: 12.05.2026, 10:00"]);
    let mailer = mailer_over(Transport::Memory(Memory::default()));
    let mut times = 0;
    for message in every_message() {
        for locale in Locale::ALL {
            let to = reader("", locale);
            let letter = mailer
                .write(NotificationId(Uuid::from_u128(1)), &message, &to, at("2026-05-11T07:00:00Z"))
                .unwrap();
            assert_eq!(without_zone(&letter.text), Vec::<&str>::new(), "{}", message.key());
            assert_eq!(without_zone(letter.subject.as_str()), Vec::<&str>::new(), "{}", message.key());
            times += letter.text.matches(":00 ").count();
        }
    }
    assert!(times > 40, "the letters tell {times} times");
}
