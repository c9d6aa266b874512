//! Lists to be signed, read back with tools that did not write them.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use postup_domain::access::CohortPlace;
use postup_domain::attendance::{LineCodes, Meeting, SignatureLine, SignatureSheet};
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId, ProgramId, SessionId};
use postup_domain::person::FullName;
use postup_domain::session::{Count, LocalTime, RegisterState, SessionState};
use postup_domain::text::Code;
use postup_i18n::Locale;
use uuid::Uuid;

use crate::facts::{name, title};
use crate::paper::{pages_of, run, text_of};
use crate::pool::renderer;

fn moment() -> DateTime<Utc> {
    "2026-11-27T08:20:00Z".parse().unwrap()
}

fn person(number: u128, family: &str, given: &str) -> (EnrollmentId, FullName) {
    let name = FullName {
        family: name(family),
        given: name(given),
        patronymic: Some(name("Єгорівна")),
        latin_family: name("Galagan"),
        latin_given: name("Daria"),
    };
    (EnrollmentId(Uuid::from_u128(number << 70)), name)
}

fn sheet(session: u128, people: &[(EnrollmentId, FullName)]) -> SignatureSheet {
    let session = SessionId(Uuid::from_u128(session << 70));
    let codes = LineCodes::new(session, people.iter().map(|(id, _)| *id));
    let line = |(id, name): &(EnrollmentId, FullName)| SignatureLine {
        enrollment: *id,
        name: name.clone(),
        code: codes.of(*id).unwrap(),
    };
    let local =
        |hour| LocalTime(NaiveDate::from_ymd_opt(2026, 5, 12).unwrap().and_hms_opt(hour, 0, 0).unwrap());
    let meeting = Meeting {
        session,
        place: CohortPlace {
            cohort: CohortId(Uuid::nil()),
            program: ProgramId(Uuid::nil()),
            organization: OrganizationId(Uuid::nil()),
        },
        code: Code::new("code", "WATER-2").unwrap(),
        course: title("Якість питної води у громаді", "Drinking water quality in a hromada"),
        title: title("Нормативи й лабораторія", "Norms and the laboratory"),
        local_start: local(10),
        local_end: local(13),
        time_zone: Tz::Europe__Kyiv,
        starts_at: "2026-05-12T07:00:00Z".parse().unwrap(),
        ends_at: "2026-05-12T10:00:00Z".parse().unwrap(),
        minutes: 180,
        venue: None,
        link: None,
        state: SessionState::Planned,
        register: RegisterState::Open,
        count: Count::default(),
        makes_up: None,
        people: 0,
        marked: 0,
        own: None,
    };
    SignatureSheet {
        meeting,
        program: title("Спроможні громади", "Capable hromadas"),
        trainers: vec![person(1, "Щербуха", "Олена").1],
        lines: people.iter().map(line).collect(),
    }
}

/// Renders and keeps the file, so that a failed test can be looked at.
async fn print(sheets: &[SignatureSheet], locale: Locale, file: &str) -> PathBuf {
    let pdf = renderer("typeset").signatures(locale, sheets, moment(), Tz::Europe__Kyiv).await.unwrap();
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(file);
    tokio::fs::write(&path, pdf).await.unwrap();
    path
}

pub async fn everybody_finds_a_line_with_a_code() {
    let people = [person(2, "Ґалаґан-Їжакевич", "Дар’я"), person(3, "Коваль", "Юхим")];
    let sheet = sheet(9, &people);
    let file = print(std::slice::from_ref(&sheet), Locale::Uk, "signatures.pdf").await;
    let text = text_of(&file).await;
    for fact in [
        "Спроможні громади",
        "Якість питної води у громаді",
        "Нормативи й лабораторія",
        "Вівторок, 12 травня 2026 р., 10:00–13:00 за Києвом",
        "WATER-2",
        "Щербуха Олена Єгорівна",
        "Ґалаґан-Їжакевич Дар’я Єгорівна",
        "Коваль Юхим Єгорівна",
        "Підпис",
        "Час виходу",
        "У списку 2 особи.",
        "Сторінка 1 з 1",
        "27.11.2026, 10:20 за Києвом",
    ] {
        assert!(text.contains(fact), "{fact} is not in {text}");
    }
    for line in &sheet.lines {
        assert!(text.contains(&line.code.to_string()), "{} is not in {text}", line.code);
    }
    let info = run("pdfinfo", &[file.to_str().unwrap()]).await;
    for property in ["Tagged:          yes", "Аркуш підписів: група WATER-2, 12.05.2026", "Fri Nov 27"]
    {
        assert!(info.contains(property), "{property} is not in {info}");
    }
    let structure = run("pdfinfo", &["-struct-text", file.to_str().unwrap()]).await;
    for tag in ["H1", "Table", "TH", "TD"] {
        assert!(structure.contains(tag), "{tag} is not in {structure}");
    }
    let english = text_of(&print(&[sheet], Locale::En, "signatures-en.pdf").await).await;
    for fact in ["Galagan Daria", "Ґалаґан-Їжакевич Дар’я", "Drinking water", "Kyiv time", "Page 1 of 1"]
    {
        assert!(english.contains(fact), "{fact} is not in {english}");
    }
}

pub async fn a_cohort_is_printed_session_by_session() {
    let people: Vec<_> = (1..=60).map(|number| person(number, "Коваленко", "Марія")).collect();
    let sheets = [sheet(1, &people), sheet(2, people.get(..1).unwrap()), sheet(3, &people)];
    let file = print(&sheets, Locale::Uk, "signatures-cohort.pdf").await;
    let pages = pages_of(&file).await;
    let text = text_of(&file).await;
    let each = (pages - 1) / 2;
    assert!(each > 1, "{pages} pages");
    for (page, times) in [(format!("Сторінка 1 з {each}"), 2), (format!("Сторінка {each} з {each}"), 2)]
    {
        assert_eq!(text.matches(&page).count(), times, "{page}");
    }
    assert_eq!(text.matches("Сторінка 1 з 1").count(), 1);
    // A further page says what it belongs to, and repeats the headings.
    assert_eq!(text.matches("WATER-2 · Нормативи").count(), pages - 3);
    assert_eq!(text.matches("Код рядка").count(), pages);
    for line in sheets.iter().flat_map(|sheet| &sheet.lines) {
        assert_eq!(text.matches(&line.code.to_string()).count(), 1, "{}", line.code);
    }
}

pub async fn the_longest_names_keep_their_columns() {
    let long = "Переяслав-Хмельницький-Новгород-Сіверський-Кам’янець-Подільський";
    let mut people: Vec<_> = (1..=300).map(|number| person(number, long, "Володимира-Станіслава")).collect();
    people.push(person(400, "Коваль", "龍"));
    let started = std::time::Instant::now();
    let file = print(&[sheet(1, &people)], Locale::Uk, "signatures-long.pdf").await;
    println!("{} lines took {:?}", people.len(), started.elapsed());
    let boxes = run("pdftotext", &["-bbox", file.to_str().unwrap(), "-"]).await;
    let mut names = 0;
    for word in boxes.lines().filter(|line| line.contains("<word") && line.contains(">Переяслав")) {
        let (_, rest) = word.split_once("xMax=\"").unwrap();
        let right: f64 = rest.split_once('"').unwrap().0.parse().unwrap();
        // The codes begin 96 mm before the right margin of 14 mm.
        assert!(right < (210.0 - 14.0 - 96.0) / 25.4 * 72.0, "{word}");
        names += 1;
    }
    assert_eq!(names, 300);
    assert!(
        text_of(&file).await.contains("Коваль ? Єгорівна"),
        "a letter that no font has is a question mark"
    );
}
