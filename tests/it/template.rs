//! The installation's own words for letters: written, looked at, used, and what happens when they fail.

use poem::http::StatusCode;
use postup_app::Error;
use postup_app::outbox::Postman;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::email::MailKind;
use postup_domain::id::{CohortId, PersonId};
use postup_domain::person::Language;
use postup_domain::template::{RawTemplate, TemplateText};
use postup_mail::Rendered;
use postup_tests::{Client, Ground, TestApp};
use serde_json::{Value, json};
use std::sync::Arc;

/// An administrator in front of a house with a cohort of one seat.
struct Office {
    house: TestApp,
    ground: Ground,
    cohort: CohortId,
    administrator: PersonId,
    actor: Actor,
    token: String,
    client: Client,
}

const OF: (MailKind, Language) = (MailKind::SeatConfirmed, Language::English);

fn words(body: &str) -> TemplateText {
    let raw = RawTemplate {
        subject: "A seat in {cohort}".to_owned(),
        greeting: "Dear {name}!".to_owned(),
        body: body.to_owned(),
    };
    TemplateText::read(OF.0, &raw).unwrap()
}

impl Office {
    async fn new() -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(30, EnrollmentPolicy::Open).await;
        ground.run("UPDATE cohort SET code = 'WATER-1' WHERE id = $1", vec![cohort.into()]).await;
        let administrator = ground.person("Адмін").await;
        let roles = [(Role::Administrator, Scope::Everything)];
        let (actor, token) =
            (ground.actor(administrator, &roles), ground.sign_in(administrator, &roles).await);
        let client = house.client();
        Self { house, ground, cohort, administrator, actor, token, client }
    }

    async fn save(&self, number: i64, text: Option<TemplateText>) -> Result<i64, Error> {
        let permit = self.actor.may_manage_templates().unwrap();
        self.house.app.save_template(&permit, OF, number, text).await
    }

    /// Somebody gets a seat; answers the letters that went out.
    async fn letters(&self) -> Vec<Rendered> {
        let person = self.ground.person("Коваль").await;
        let actor = self.ground.actor(person, &[]);
        let permit = self.house.app.may_enroll(&actor, self.cohort, person).await.unwrap();
        self.house.app.enroll(permit).await.unwrap();
        self.deliver().await
    }

    async fn deliver(&self) -> Vec<Rendered> {
        let postman = Arc::new(Postman::new(self.house.app.clone(), self.house.mailer.clone()));
        postman.deliver_due(100).await.unwrap();
        self.house.mailbox.take()
    }

    async fn form(&self, tail: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let path = format!("/admin/templates/{}/{}{tail}", OF.0, OF.1);
        let request = self.client.post(path).header("accept-language", "en");
        let answer =
            request.header("authorization", format!("Bearer {}", self.token)).form(&fields).send().await.0;
        (answer.status(), answer.into_body().into_string().await.unwrap())
    }

    async fn page(&self, path: &str) -> String {
        let request = self.client.get(path).header("accept-language", "en");
        let answer = request.header("authorization", format!("Bearer {}", self.token)).send().await;
        answer.assert_status_is_ok();
        answer.0.into_body().into_string().await.unwrap()
    }

    async fn api(
        &self,
        method: &str,
        tail: &str,
        tag: Option<&str>,
        body: Option<&Value>,
    ) -> (StatusCode, Value) {
        let path = format!("/api/v1/templates{tail}");
        let request = self.client.request(method.parse().unwrap(), path).header("accept-language", "en");
        let mut request = request.header("authorization", format!("Bearer {}", self.token));
        if let Some(tag) = tag {
            request = request.header("if-match", tag);
        }
        let answer = match body {
            Some(body) => request.body_json(body).send().await.0,
            None => request.send().await.0,
        };
        let status = answer.status();
        let text = answer.into_body().into_string().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }
}

const BODY: &str = "You have a seat: {course}, {dates}.\n\nThe place: {place}\n{link}";

#[tokio::test]
async fn letters_go_out_in_the_installations_words_until_they_are_taken_back() {
    let office = Office::new().await;
    let usual = office.letters().await.remove(0);
    assert!(usual.subject.as_str().starts_with("Seat confirmed"), "{}", usual.subject);
    assert_eq!(office.save(0, Some(words(BODY))).await.unwrap(), 1);
    let own = office.letters().await.remove(0);
    assert_eq!(own.subject.as_str(), "A seat in WATER-1");
    let text = &own.text;
    let start = "Dear Olena Pryzvyshche!\n\nYou have a seat: Water supply, ";
    assert!(text.starts_with(start) && text.contains("The place: вул. Соборна, 1"), "{text}");
    // What every letter ends with stays; what the words say is not said twice.
    assert!(text.contains("there is no need to reply") && !text.contains("What to do"), "{text}");
    let link = own.text.lines().find(|line| line.starts_with("http://postup.test/me/")).unwrap();
    assert!(own.html.contains(&format!("<a href=\"{link}\">{link}</a>")), "{}", own.html);
    // Other languages keep the product's words.
    office.ground.run("UPDATE person SET language = 'uk'", vec![]).await;
    let person = office.ground.person("Інша").await;
    office.ground.run("UPDATE person SET language = 'uk' WHERE id = $1", vec![person.into()]).await;
    let actor = office.ground.actor(person, &[]);
    let permit = office.house.app.may_enroll(&actor, office.cohort, person).await.unwrap();
    office.house.app.enroll(permit).await.unwrap();
    assert!(office.deliver().await[0].subject.as_str().starts_with("Місце підтверджено"));
    assert_eq!(office.save(1, None).await.unwrap(), 2);
    assert!(office.letters().await[0].subject.as_str().starts_with("Seat confirmed"));
}

#[tokio::test]
async fn versions_are_kept_and_nobody_writes_over_another() {
    let office = Office::new().await;
    assert_eq!(office.save(0, None).await.unwrap(), 0, "there is nothing to take back");
    office.save(0, Some(words(BODY))).await.unwrap();
    // The second click of the same form.
    assert_eq!(office.save(0, Some(words(BODY))).await.unwrap(), 1);
    let other = words("{course} {link}");
    assert!(matches!(office.save(0, Some(other.clone())).await, Err(Error::Stale)));
    office.save(1, Some(other.clone())).await.unwrap();
    office.save(2, None).await.unwrap();
    let permit = office.actor.may_manage_templates().unwrap();
    let versions = office.house.app.template(&permit, OF.0, OF.1).await.unwrap();
    let said: Vec<_> = versions.iter().map(|one| (one.number, one.text.clone())).collect();
    assert_eq!(said, [(3, None), (2, Some(other)), (1, Some(words(BODY)))]);
    assert!(versions.iter().all(|one| one.author == Some(office.administrator)));
    let lines =
        "SELECT COUNT(*) AS count FROM audit_entry WHERE action IN ('template.saved', 'template.reset')";
    assert_eq!(office.ground.count(lines, vec![]).await, 3);
    let missing = office.house.app.template(&permit, MailKind::DailyDigest, OF.1).await;
    assert!(matches!(missing, Err(Error::Missing("template"))));
}

#[tokio::test]
async fn words_that_fail_cost_no_letter_and_the_administrator_is_told_once() {
    let office = Office::new().await;
    office.save(0, Some(words(BODY))).await.unwrap();
    // As an earlier version of the product may have taken them.
    office.ground.run("UPDATE mail_template SET body = 'Seat {patronymic} {link}'", vec![]).await;
    let letters = office.letters().await;
    assert!(letters[0].subject.as_str().starts_with("Seat confirmed"), "{}", letters[0].subject);
    let letters = office.letters().await;
    let told: Vec<_> = letters.iter().filter(|one| one.subject.as_str().contains("do not work")).collect();
    assert_eq!((letters.len(), told.len()), (2, 1));
    assert!(
        told[0].text.contains("http://postup.test/admin/templates/seat_confirmed/en"),
        "{}",
        told[0].text
    );
    assert_eq!(office.letters().await.len(), 1, "told once");
    let page = office.page("/admin/templates").await;
    assert!(page.contains("cannot be written"), "{page}");
    let page = office.page("/admin/templates/seat_confirmed/en").await;
    assert!(
        page.contains("There is no placeholder {patronymic}") && page.contains("its reader got"),
        "{page}"
    );
    // Mended: the next version has its own luck, and its failure would be told again.
    office.save(1, Some(words(BODY))).await.unwrap();
    assert_eq!(office.letters().await[0].subject.as_str(), "A seat in WATER-1");
    let page = office.page("/admin/templates").await;
    assert!(!page.contains("cannot be written") && page.contains("own words"), "{page}");
}

#[tokio::test]
async fn the_page_checks_shows_and_takes_back() {
    let office = Office::new().await;
    let page = office.page("/admin/templates/seat_confirmed/en").await;
    for said in ["usual words", "{course}", "(required)", "Seat confirmed: Accessibility of the built"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let faulty = [("version", "0"), ("subject", "S"), ("body", "No link for {course}")];
    for tail in ["", "/preview", "/formatted"] {
        let (status, page) = office.form(tail, &faulty).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("This needs {link}") && page.contains("No link for {course}"), "{page}");
    }
    let fields = [
        ("version", "0"),
        ("subject", "Seat <b>"),
        ("greeting", "Dear {name}!"),
        ("body", "<i>{course}</i> {link}"),
    ];
    let (status, page) = office.form("/preview", &fields).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Dear Oleksandra-Viktoriia Pereiaslavska-Khmelnytska-Vyshnevetska!"), "{page}");
    let (status, html) = office.form("/formatted", &fields).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("<h1>Dear Oleksandra") && html.contains("&#60;i&#62;"), "{html}");
    assert_eq!(office.ground.count("SELECT COUNT(*) AS count FROM mail_template", vec![]).await, 0);
    assert_eq!(office.form("", &fields).await.0, StatusCode::SEE_OTHER);
    let (status, page) =
        office.form("", &[("version", "0"), ("subject", "X"), ("body", "{course} {link}")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("value=\"X\""), "{page}");
    let page = office.page("/admin/templates/seat_confirmed/en").await;
    assert!(page.contains("Version 1: own words") && page.contains("Адмін Олена"), "{page}");
    assert_eq!(office.form("/reset", &[("version", "1")]).await.0, StatusCode::SEE_OTHER);
    let page = office.page("/admin/templates/seat_confirmed/en").await;
    assert!(page.contains("Version 2: usual words"), "{page}");
}

#[tokio::test]
async fn the_interface_does_the_same() {
    let office = Office::new().await;
    let (_, lines) = office.api("GET", "", None, None).await;
    let lines = lines.as_array().unwrap();
    assert!(lines.iter().all(|line| line["own"] == json!(false)) && lines.len() > 30, "{lines:?}");
    let path = "/seat_offered/uk";
    let (_, one) = office.api("GET", path, None, None).await;
    assert_eq!(one["required"], json!(["course", "deadline", "link"]));
    let mut body = json!({"subject": "Місце", "body": "{course}: {link}"});
    let (status, problem) = office.api("PUT", path, Some("\"0\""), Some(&body)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"][0]["code"], "fault-placeholder-missing");
    assert!(problem["errors"][0]["detail"].as_str().unwrap().contains("{deadline}"), "{problem}");
    body["body"] = json!("{course} до {deadline}: {link}");
    let (_, shown) = office.api("POST", &format!("{path}/preview"), None, Some(&body)).await;
    assert!(shown["html"].as_str().unwrap().contains("/answer/"), "{shown}");
    assert_eq!(office.api("PUT", path, None, Some(&body)).await.0, StatusCode::PRECONDITION_REQUIRED);
    assert_eq!(office.api("PUT", path, Some("\"0\""), Some(&body)).await.0, StatusCode::OK);
    body["subject"] = json!("Інше");
    assert_eq!(office.api("PUT", path, Some("\"0\""), Some(&body)).await.0, StatusCode::PRECONDITION_FAILED);
    let (status, one) = office.api("POST", &format!("{path}/reset"), Some("\"1\""), None).await;
    assert_eq!((status, one["versions"].as_array().unwrap().len()), (StatusCode::OK, 2));
    assert_eq!(office.api("GET", "/daily_digest/uk", None, None).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn letters_about_other_people_and_sessions_can_be_reworded() {
    let office = Office::new().await;
    for (kind, said) in [
        ("application_moved_on", "Accessibility of the built environment"),
        ("approval_asked", "Mariia Kovalenko-Ostrohradska"),
        ("reconfirmation_asked", "http://postup.test/reconfirm/"),
        ("seat_passed_on", "Ihor Bondarenko"),
        ("stand_in_named", "Ihor Bondarenko"),
        ("stand_in_ended", "Ihor Bondarenko"),
        ("equivalent_stated", "Mariia Kovalenko-Ostrohradska"),
        ("equivalent_decided", "The reason for the decision will stand here."),
        ("session_interrupted", "only a part of its time counts"),
        ("make_up_planned", "https://meet.example/abc-defg-hij"),
        ("guest_place_given", "https://meet.example/abc-defg-hij"),
        ("register_unfilled", "http://postup.test/teach/sessions/"),
        ("attendance_at_risk", "Mariia Kovalenko-Ostrohradska"),
        ("course_opened", "http://postup.test/cohorts/"),
        ("cohort_invitation", "Novhorod-Siverskyi"),
    ] {
        let path = format!("/{kind}/en");
        let (_, one) = office.api("GET", &path, None, None).await;
        let places = one["required"].as_array().unwrap_or_else(|| panic!("{kind}: {one}"));
        let places: Vec<String> =
            places.iter().map(|place| format!("{{{}}}", place.as_str().unwrap())).collect();
        let body = json!({"subject": format!("S {}", places[0]), "body": places.join("\n")});
        let (status, shown) = office.api("POST", &format!("{path}/preview"), None, Some(&body)).await;
        assert_eq!(status, StatusCode::OK, "{kind}: {shown}");
        assert!(shown["html"].as_str().unwrap().contains(said), "{kind}: {shown}");
        let (status, saved) = office.api("PUT", &path, Some("\"0\""), Some(&body)).await;
        assert_eq!(status, StatusCode::OK, "{kind}: {saved}");
        let poor = json!({"subject": "S", "body": "{link}"});
        let (status, _) = office.api("PUT", &path, Some("\"1\""), Some(&poor)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{kind}");
    }
}

#[tokio::test]
async fn words_are_for_administrators_only() {
    let office = Office::new().await;
    let person = office.ground.person("Інша").await;
    for (role, scope) in [
        (Role::ProgramManager, Scope::Everything),
        (Role::Administrator, Scope::Organization(office.ground.organization)),
        (Role::Trainer, Scope::Cohort(office.cohort)),
    ] {
        assert!(office.ground.actor(person, &[(role, scope)]).may_manage_templates().is_err(), "{role}");
    }
}
