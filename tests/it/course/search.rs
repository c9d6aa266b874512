//! Search that forgives: spellings, scripts, slips, the order of words; and what it says when nothing is left.

use crate::desk::{Desk, body_of, course_plan, text};
use postup_domain::access::Actor;
use postup_domain::course::{Plan, RawPlan, RawUnit};
use postup_domain::id::ProgramId;
use postup_tests::Ground;
use serde_json::{Value, json};

async fn course(desk: &Desk, program: ProgramId, code: &str, uk: &str, en: &str) {
    let mut plan = course_plan(code);
    plan["title"] = json!({ "uk": uk, "en": en });
    plan["summary"] = json!({ "uk": format!("Про це: {uk}."), "en": format!("About it: {en}.") });
    let made = desk.made(&format!("/api/v1/programs/{program}/courses"), &plan).await;
    desk.made(&format!("/api/v1/courses/{}/publication", text(&made, "id")), &Value::Null).await;
}

async fn library() -> (Desk, ProgramId) {
    let desk = Desk::new().await;
    let program = desk.program("LIB").await;
    course(&desk, program, "PIPES", "Водопостачання громади", "Water supply of a hromada").await;
    course(&desk, program, "ACCESS", "Доступність міських об’єктів", "Accessibility of city facilities")
        .await;
    course(&desk, program, "HERITAGE", "Ґанки й карнизи: ремонт", "Porches and cornices").await;
    (desk, program)
}

async fn found(desk: &Desk, typed: &str) -> Vec<String> {
    let answer = desk.client.get("/api/v1/courses").query("q", &typed).send().await;
    body_of(answer).await.as_array().unwrap().iter().map(|course| text(course, "code")).collect()
}

#[tokio::test]
async fn whatever_people_type_finds_the_course() {
    let (desk, _) = library().await;
    for (typed, code) in [
        ("водопостачання", "PIPES"),
        ("громади ВОДОПОСТАЧАННЯ", "PIPES"),
        ("vodopostachannia", "PIPES"),
        ("vodopostachanya gromadi", "PIPES"),
        ("водапостачання", "PIPES"),
        ("водопстачання", "PIPES"),
        ("водпостачнаня", "PIPES"),
        ("water suply", "PIPES"),
        ("supply watre", "PIPES"),
        ("об'єктів", "ACCESS"),
        ("обʼєктів", "ACCESS"),
        ("обєктів", "ACCESS"),
        ("ob'yektiv", "ACCESS"),
        ("доступнисть", "ACCESS"),
        ("доступності", "ACCESS"),
        ("дотсупність", "ACCESS"),
        ("міськіх", "ACCESS"),
        ("acessibility", "ACCESS"),
        ("ганки", "HERITAGE"),
        ("hanky", "HERITAGE"),
        ("ganki", "HERITAGE"),
        ("карнізи", "HERITAGE"),
        ("heritage", "HERITAGE"),
    ] {
        assert_eq!(found(&desk, typed).await, [code], "{typed}");
    }
    for typed in ["квантова фізика", "водопостачання ганки", "зоопарк"]
    {
        assert_eq!(found(&desk, typed).await, Vec::<String>::new(), "{typed}");
    }
    assert_eq!(found(&desk, "ь %").await.len(), 3, "what is no word narrows nothing");
}

#[tokio::test]
async fn a_draft_does_not_change_what_visitors_find() {
    let (desk, program) = library().await;
    let mut draft = course_plan("DRAFT");
    draft["title"] = json!({ "uk": "Водопостачаня", "en": "Vodopostachania" });
    desk.made(&format!("/api/v1/programs/{program}/courses"), &draft).await;
    assert_eq!(found(&desk, "водопосточаня").await, ["PIPES"]);
}

#[tokio::test]
async fn people_and_organizations_are_found_by_sound() {
    let desk = Desk::new().await;
    let ground = Ground::new(&desk.house).await;
    let admin = ground.person("Керівна").await;
    let token = ground
        .sign_in(
            admin,
            &[(postup_domain::access::Role::Administrator, postup_domain::access::Scope::Everything)],
        )
        .await;
    let named = async |path: &str, typed: &str| -> usize {
        let bearer = format!("Bearer {token}");
        let asked = desk.client.get(path).query("q", &typed).header("authorization", bearer);
        body_of(asked.send().await).await.as_array().unwrap().len()
    };
    for typed in ["Koval", "коваль", "koval'", "OLENA kowal", "Кovаль"] {
        assert_eq!(named("/api/v1/people", typed).await, 1, "{typed}");
    }
    for typed in ["shkola", "schkola mist", "школа міст", "школа мист"] {
        assert_eq!(named("/api/v1/organizations", typed).await, 1, "{typed}");
    }
}

#[tokio::test]
async fn nothing_found_says_what_was_sought_and_the_way_out() {
    let (desk, _) = library().await;
    let page = async |typed: &str, subject: &str| {
        let asked = desk.client.get("/courses").query("q", &typed).query("subject", &subject);
        let answer = asked.header("accept-language", "uk").send().await;
        answer.assert_status_is_ok();
        answer.0.into_body().into_string().await.unwrap()
    };
    let html = page("водопостачання", "environment").await;
    assert!(html.contains("«водопостачання»") && html.contains("Напрям: Екологічні норми"), "{html}");
    let without = "href=\"/courses?q=%D0%B2%D0%BE%D0%B4%D0%BE%D0%BF%D0%BE%D1%81%D1%82%D0%B0%D1%87%D0%B0%D0%BD%D0%BD%D1%8F\"";
    assert!(html.contains(without) && html.contains("href=\"/courses?subject=environment\""), "{html}");
    assert!(html.contains("href=\"/courses/PIPES\"") && html.contains("href=\"/courses/PIPES/interest\""));
    assert!(!html.contains("href=\"/courses/ACCESS\""), "only what is near is named");
    let html = page("ремонт дахів", "").await;
    assert!(html.contains("href=\"/courses/HERITAGE\""), "{html}");
    let html = page("зоопарк", "").await;
    assert!(html.contains("Усі курси") && !html.contains("/interest"), "{html}");
    let html = page("водпостачнаня", "").await;
    assert!(html.contains("Знайдено 1 курс") && html.contains("показуємо схоже"), "{html}");
}

#[tokio::test]
async fn words_written_before_there_were_sounds_are_written_anew() {
    let (desk, _) = library().await;
    let ground = Ground::new(&desk.house).await;
    for forget in [
        "DELETE FROM course_word",
        "UPDATE course_version SET search = 'old'",
        "UPDATE person SET search = 'old'",
        "UPDATE organization SET search = 'old'",
    ] {
        ground.run(forget, vec![]).await;
    }
    assert_eq!(found(&desk, "vodopostachannia").await, Vec::<String>::new());
    desk.house.app.migrate().await.unwrap();
    // The ground has a course of that name too.
    assert_eq!(found(&desk, "vodopostachannia").await, ["PIPES", "WATER"]);
    assert_eq!(found(&desk, "водапостачання").await, ["PIPES", "WATER"]);
    let permit = Actor::system();
    let people = postup_persistence::person::Filter { words: "koval".to_owned(), ..Default::default() };
    assert_eq!(desk.house.app.people(&permit, &people, None, 9).await.unwrap().items.len(), 1);
}

/// Statements behind pages of the catalogue, with so many courses in it.
async fn statements(count: usize) -> Vec<u64> {
    let (desk, program) = library().await;
    let permit = desk.house.app.may_manage_program(&Actor::system(), program).await.unwrap();
    for number in 3..count {
        let text = |word: &str| format!("{word} {number}");
        let raw = RawPlan {
            code: format!("C-{number}"),
            title_uk: text("Водогін"),
            title_en: text("Pipeline"),
            summary_uk: text("Труби"),
            summary_en: text("Pipes"),
            outcomes_uk: text("Труби"),
            outcomes_en: text("Pipes"),
            subject: "water_supply".to_owned(),
            content_type: "special".to_owned(),
            length_type: "short_term".to_owned(),
            attendance_percent: "80".to_owned(),
            final_score: String::new(),
            units: vec![RawUnit {
                title_uk: text("Труби"), title_en: text("Pipes"), hours: "2".to_owned()
            }],
        };
        let course = desk.house.app.create_course(&permit, Plan::try_from(&raw).unwrap()).await.unwrap();
        desk.house.app.publish_course(&permit, course.id).await.unwrap();
    }
    let mut costs = Vec::new();
    let narrowed = [("subject", "water_supply"), ("free", "yes"), ("start", "2026-05")];
    let sorted = [("q", "water"), ("sort", "next_start"), ("starts_from", "2026-05-01")];
    for (path, pairs) in [
        ("/courses", &[][..]),
        ("/courses", &[("q", "водопостачання")][..]),
        ("/courses", &[("q", "водпостачнаня громди")][..]),
        ("/courses", &[("q", "зоопарк")][..]),
        ("/courses", &narrowed[..]),
        ("/api/v1/courses", &sorted[..]),
    ] {
        let before = desk.house.store.statements();
        let asked =
            pairs.iter().fold(desk.client.get(path), |asked, (name, value)| asked.query(*name, value));
        asked.send().await.assert_status_is_ok();
        costs.push(desk.house.store.statements() - before);
    }
    costs
}

#[tokio::test]
async fn the_catalogue_costs_the_same_with_three_and_with_three_hundred_courses() {
    let few = statements(3).await;
    assert_eq!(few, statements(300).await);
    assert!(few.iter().all(|cost| (1..=10).contains(cost)), "{few:?}");
}
