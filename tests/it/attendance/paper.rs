//! Sheets that were signed: what is read off them, what it means for the register, and what a second reading changes.

use super::{Class, class, mark, record, rows};
use poem::http::StatusCode;
use poem::test::TestResponse;
use postup_app::Error;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::attendance::{AttendanceStatus, CorrectionVerdict, LineCodes, MarkKind, MarkSource};
use postup_domain::id::EnrollmentId;
use postup_domain::rejection::Refusal;
use postup_domain::text::Line;
use postup_tests::{Client, Ground, TestApp};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A class, its trainer signed in, and the codes of its sheet.
struct Desk {
    house: TestApp,
    ground: Ground,
    class: Class,
    client: Client,
    token: String,
    codes: Vec<String>,
    path: String,
}

impl Desk {
    async fn new(people: usize) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let class = class(&house, &ground, people).await;
        let trainer = class.trainer.person().unwrap();
        let token = ground.sign_in(trainer, &[(Role::Trainer, Scope::Cohort(class.cohort))]).await;
        let codes = LineCodes::new(class.session, class.people.clone());
        let codes = class.people.iter().map(|person| codes.of(*person).unwrap().to_string()).collect();
        let path = format!("/teach/sessions/{}/paper", class.session);
        let client = house.client();
        Self { house, ground, class, client, token, codes, path }
    }

    async fn form(&self, fields: &[(&str, &str)]) -> TestResponse {
        let request = self.client.post(&self.path).header("authorization", format!("Bearer {}", self.token));
        request.header("accept-language", "en").form(&fields).send().await
    }

    async fn get(&self, path: &str) -> (StatusCode, String) {
        let request = self.client.get(path).header("authorization", format!("Bearer {}", self.token));
        let answer = request.header("accept-language", "en").send().await;
        (answer.0.status(), text(answer).await)
    }

    async fn post(&self, rest: &str, body: Value) -> (StatusCode, Value) {
        let path = format!("/api/v1/sessions/{}/sheet{rest}", self.class.session);
        let request = self.client.post(path).header("authorization", format!("Bearer {}", self.token));
        let answer = request.header("accept-language", "en").body_json(&body).send().await;
        (answer.0.status(), serde_json::from_str(&text(answer).await).unwrap())
    }

    /// Where everybody stands, in the order of enrollment.
    async fn standing(&self) -> Vec<Option<AttendanceStatus>> {
        let register =
            self.house.app.register(&self.class.trainer, self.class.session, None, 50).await.unwrap();
        let of = |person: &EnrollmentId| {
            let found = register.people.items.iter().find(|one| one.enrollment == *person);
            found.unwrap().standing.map(|now| now.attendance.status)
        };
        self.class.people.iter().map(of).collect()
    }

    async fn sources(&self, person: usize) -> Vec<MarkSource> {
        let (session, person) = (self.class.session, self.class.people[person]);
        let marks = self.house.app.marks_of_person(&self.class.trainer, session, person).await.unwrap();
        marks.iter().map(|named| named.mark.source).collect()
    }
}

async fn text(answer: TestResponse) -> String {
    answer.0.into_body().into_string().await.unwrap().replace(['\u{2068}', '\u{2069}'], "")
}

const PRESENT: Option<AttendanceStatus> = Some(AttendanceStatus::Present);
const ABSENT: Option<AttendanceStatus> = Some(AttendanceStatus::Absent);

#[tokio::test]
async fn ticks_and_codes_are_looked_at_and_then_saved_in_one_go() {
    let desk = Desk::new(5).await;
    let (status, page) = desk.get(&format!("/teach/sessions/{}", desk.class.session)).await;
    assert!(status.is_success() && page.contains(&desk.path), "{page}");
    let (_, page) = desk.get(&desk.path).await;
    for (number, code) in desk.codes.iter().enumerate() {
        assert!(page.contains(&format!("<code>{code}</code>")), "{number}: {page}");
    }
    assert!(!page.contains("checked"), "nobody is ticked yet");
    let ticked = text(desk.form(&[("step", "all"), ("codes", "kept as typed")]).await).await;
    assert_eq!(ticked.matches(" checked>").count(), 5);
    assert!(ticked.contains(">kept as typed</textarea>"), "{ticked}");

    let before = rows(&desk.ground).await;
    let wrong = format!("{}{}", &desk.codes[2][..6], if desk.codes[2].ends_with('0') { '1' } else { '0' });
    let codes = format!("{} {}\n{wrong}", desk.codes[1].replace('-', "").to_lowercase(), desk.codes[0]);
    let first = desk.class.people[0].to_string();
    let fields = [
        ("signed", first.as_str()),
        ("codes", codes.as_str()),
        ("walk_ins", "Олена з ЖЕКу\n\n олена з жеку \n<b>Іван</b>"),
    ];
    let look = text(desk.form(&fields).await).await;
    for said in [
        "2 people signed and will be marked present",
        "3 people did not sign. Nothing will be marked",
        "1 code was not read",
        "one of the characters is wrong",
        wrong.as_str(),
        "2 names will be written down",
        "&#60;b&#62;Іван",
    ] {
        assert!(look.contains(said), "{said}: {look}");
    }
    assert_eq!(rows(&desk.ground).await, before, "a look changes nothing");
    let back = text(desk.form(&[fields.as_slice(), &[("step", "back")]].concat()).await).await;
    assert!(back.contains(&wrong) && back.matches(" checked>").count() == 1, "{back}");

    let save = [fields.as_slice(), &[("step", "save"), ("seen", "")]].concat();
    desk.form(&save).await.assert_status(StatusCode::SEE_OTHER);
    assert_eq!(desk.standing().await, [PRESENT, PRESENT, None, None, None]);
    let session = desk.class.session;
    let marks = desk.house.app.marks_of_person(&desk.class.trainer, session, desk.class.people[1]).await;
    let mark = &marks.unwrap()[0].mark;
    assert_eq!((mark.source, mark.author), (MarkSource::Paper, desk.class.trainer.person()));
    let walk_ins = desk.house.app.walk_ins(&desk.class.trainer, session).await.unwrap();
    assert_eq!(
        walk_ins.iter().map(|one| one.name.as_str()).collect::<BTreeSet<_>>(),
        BTreeSet::from(["Олена з ЖЕКу", "<b>Іван</b>"])
    );

    let before = rows(&desk.ground).await;
    desk.form(&save).await.assert_status(StatusCode::SEE_OTHER);
    assert_eq!(rows(&desk.ground).await, before, "the same sheet again");
    let rest = [fields.as_slice(), &[("step", "save"), ("others_absent", "yes")]].concat();
    desk.form(&rest).await.assert_status(StatusCode::SEE_OTHER);
    assert_eq!(desk.standing().await, [PRESENT, PRESENT, ABSENT, ABSENT, ABSENT]);
    assert_eq!(desk.house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn a_signature_changes_what_denies_it_and_nothing_that_was_not_seen() {
    let desk = Desk::new(4).await;
    let kinds = [MarkKind::Late, MarkKind::Absent, MarkKind::Present];
    let marks = desk.class.people.iter().zip(kinds).map(|(person, kind)| mark(&desk.house, *person, kind));
    record(&desk.house, &desk.class, marks.collect()).await.unwrap();
    let people: Vec<String> = desk.class.people.iter().map(ToString::to_string).collect();
    let signed: Vec<(&str, &str)> = [0, 1, 3].map(|at: usize| ("signed", people[at].as_str())).to_vec();
    let look = text(desk.form(&signed).await).await;
    for said in [
        "1 person signed and has that mark already",
        "1 person signed, but the register says they were not there",
        "1 person did not sign, but is marked as there",
        "1 person signed and will be marked present",
    ] {
        assert!(look.contains(said), "{said}: {look}");
    }
    let (_, seen) = look.split_once("name=\"seen\" value=\"").unwrap();
    let (seen, _) = seen.split_once('"').unwrap();
    // Somebody changes their mind in between; that was not seen.
    let unseen = desk.form(&[signed.as_slice(), &[("step", "save"), ("seen", "")]].concat()).await;
    unseen.assert_status(StatusCode::CONFLICT);
    assert_eq!(desk.standing().await[1], ABSENT);
    assert_eq!(desk.standing().await[3], None, "nothing of it was saved");
    desk.form(&[signed.as_slice(), &[("step", "save"), ("seen", seen)]].concat())
        .await
        .assert_status(StatusCode::SEE_OTHER);
    assert_eq!(desk.standing().await, [Some(AttendanceStatus::Late), PRESENT, PRESENT, PRESENT]);
    assert_eq!(desk.sources(0).await, [MarkSource::Api], "who came late stays late");
    assert_eq!(desk.sources(1).await.len(), 2);
    let session = desk.class.session;
    let history = desk.house.app.marks_of_person(&desk.class.trainer, session, desk.class.people[1]).await;
    let reasons: Vec<_> = history.unwrap().into_iter().filter_map(|one| one.mark.reason).collect();
    assert_eq!(reasons, [Line::new("reason", "Signature on the paper sheet").unwrap()]);
}

#[tokio::test]
async fn a_code_of_another_sheet_is_told_where_it_belongs() {
    let desk = Desk::new(2).await;
    let later = desk.ground.session(desk.class.cohort, desk.ground.now + chrono::Duration::days(1), 60).await;
    let there =
        LineCodes::new(later, desk.class.people.clone()).of(desk.class.people[0]).unwrap().to_string();
    let stranger = class(&desk.house, &desk.ground, 1).await;
    let strange =
        LineCodes::new(stranger.session, stranger.people.clone()).of(stranger.people[0]).unwrap().to_string();
    let codes = format!("{there} {strange} щось");
    let look = text(desk.form(&[("codes", &codes)]).await).await;
    let path = format!("/teach/sessions/{later}/paper?codes={there}");
    assert!(look.contains(&path), "{path}: {look}");
    assert!(look.contains("2 codes were not read") && look.contains("on no sheet of this cohort"), "{look}");
    assert!(look.contains("this is no line code") && look.contains("nothing to save"), "{look}");
    let (status, page) = desk.get(&path).await;
    assert!(status.is_success() && page.contains(&format!(">{there}</textarea>")), "{page}");
    let (status, said) = desk.post("", json!({ "codes": [there, strange] })).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    assert_eq!(
        (said["signed"].as_i64(), said["unread"][0]["session_id"].as_str()),
        (Some(0), Some(later.to_string().as_str()))
    );
    assert_eq!(
        (said["unread"][1]["why"].as_str(), said["unread"][1]["session_id"].is_null()),
        (Some("unknown"), true)
    );
}

async fn close(desk: &Desk) {
    let permit = desk.house.app.may_close_register(&desk.class.trainer, desk.class.session).await.unwrap();
    desk.house.app.close_register(&permit).await.unwrap();
}

#[tokio::test]
async fn in_a_closed_register_a_sheet_is_proposed_and_a_second_person_confirms() {
    let desk = Desk::new(3).await;
    close(&desk).await;
    let person = desk.class.people[0].to_string();
    let fields = [("signed", person.as_str()), ("others_absent", "yes")];
    let look = text(desk.form(&fields).await).await;
    assert!(look.contains("The register is closed"), "{look}");
    let walk_ins = [("walk_ins", "Хтось"), ("step", "save")];
    let refused = desk.form(&walk_ins).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let save = [fields.as_slice(), &[("step", "save")]].concat();
    desk.form(&save).await.assert_status(StatusCode::SEE_OTHER);
    assert_eq!(desk.standing().await, [None; 3]);
    let before = rows(&desk.ground).await;
    desk.form(&save).await.assert_status(StatusCode::SEE_OTHER);
    assert_eq!(rows(&desk.ground).await, before, "it waits already");
    let waiting = desk.house.app.corrections(&desk.class.trainer, desk.class.session).await.unwrap();
    let [proposed] = waiting.as_slice() else { panic!("{waiting:?}") };
    assert_eq!((proposed.correction.kind, proposed.correction.source), (MarkKind::Present, MarkSource::Web));
    let manager: Actor = desk.ground.manager().await;
    let permit = desk.house.app.may_take_attendance(&manager, desk.class.session).await.unwrap();
    let id = proposed.correction.id;
    desk.house.app.decide_correction(&permit, id, CorrectionVerdict::Confirmed, None).await.unwrap();
    assert_eq!(desk.standing().await, [PRESENT, None, None]);
    // Whoever opened it again does not fill it in.
    let permit = desk.house.app.may_reopen_register(&manager, desk.class.session).await.unwrap();
    desk.house.app.reopen_register(&permit, Line::new("reason", "Аркуш").unwrap()).await.unwrap();
    let permit = desk.house.app.may_take_attendance(&manager, desk.class.session).await.unwrap();
    let sheet =
        postup_app::attendance::PaperSheet { ticked: desk.class.people.clone(), ..Default::default() };
    let no = desk.house.app.enter_paper(&permit, &sheet, None, MarkSource::Web).await.unwrap_err();
    assert!(matches!(no, Error::Rejected(no) if no.refusal == Refusal::SecondPersonNeeded));
}

#[tokio::test]
async fn the_interface_enters_a_sheet_once_and_names_what_it_cannot_read() {
    let desk = Desk::new(3).await;
    let sheet = json!({
        "codes": [desk.codes[0], desk.codes[0], "XXX-XXX"], "enrollment_ids": [desk.class.people[1]],
        "others_absent": true, "walk_ins": ["Пані з управління"],
    });
    let before = rows(&desk.ground).await;
    let (status, look) = desk.post("/preview", sheet.clone()).await;
    assert_eq!(status, StatusCode::OK, "{look}");
    let meanings: Vec<_> =
        look["lines"].as_array().unwrap().iter().map(|line| line["meaning"].clone()).collect();
    assert_eq!(meanings, ["signed", "signed", "absent"]);
    assert_eq!(rows(&desk.ground).await, before);
    let (status, said) = desk.post("", sheet.clone()).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    let counts =
        |said: &Value| ["signed", "known", "absent", "walk_ins"].map(|name| said[name].as_i64().unwrap());
    assert_eq!(counts(&said), [2, 0, 1, 1]);
    assert_eq!(said["unread"][0]["why"], "mistyped");
    let before = rows(&desk.ground).await;
    let (_, said) = desk.post("", sheet).await;
    assert_eq!(counts(&said), [0, 2, 0, 0]);
    assert_eq!(rows(&desk.ground).await, before);
    // The third was marked absent: a signature needs a reason now.
    let changed = json!({ "codes": [desk.codes[2]] });
    let (status, problem) = desk.post("", changed).await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("rejection-reason-missing"))
    );
    let (_, said) = desk.post("", json!({ "codes": [desk.codes[2]], "reason": "Аркуш" })).await;
    assert_eq!(said["changed"], 1);
    let nobody = json!({ "enrollment_ids": [desk.class.session] });
    let (status, problem) = desk.post("", nobody).await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("rejection-not-on-register"))
    );
    let (status, problem) = desk.post("", json!({ "codes": ["x".repeat(60_000)], "walk_ins": [""] })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<_> =
        problem["errors"].as_array().unwrap().iter().map(|one| one["pointer"].clone()).collect();
    assert_eq!(fields, ["/codes", "/walk_ins"]);
}

#[tokio::test]
async fn a_long_sheet_costs_as_many_statements_as_a_short_one() {
    let mut costs = Vec::new();
    for count in [2, 40] {
        let desk = Desk::new(count).await;
        let before = desk.house.store.statements();
        let (status, said) = desk.post("", json!({ "codes": desk.codes })).await;
        assert_eq!((status, said["signed"].as_u64()), (StatusCode::OK, u64::try_from(count).ok()));
        costs.push(desk.house.store.statements() - before);
    }
    assert_eq!(costs[0], costs[1]);
}
