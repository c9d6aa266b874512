//! What is near comes first; whom to ask and whether it fits is said before anybody presses a button.

use crate::desk::{Desk, body_of, cohort_plan, expect, header, program_plan, text};
use poem::http::StatusCode;
use postup_domain::access::Actor;
use postup_domain::enrollment::{Condition, ConditionKind};
use postup_domain::id::CohortId;
use postup_tests::Ground;
use serde_json::{Value, json};

const SUMY_OBLAST: &str = "UA59000000000057109";
const SUMY: &str = "UA59080270000073662";
const KONOTOP: &str = "UA59020070000032449";
const LVIV: &str = "UA46060250000025047";

async fn cohort(desk: &Desk, course: &str, code: &str, settlement: Option<&str>) -> String {
    let mut plan = cohort_plan(code, 20);
    if let Some(settlement) = settlement {
        plan["form"] = json!("in_person");
        plan["settlement"] = json!(settlement);
    }
    let cohort = desk.made(&format!("/api/v1/courses/{course}/cohorts"), &plan).await;
    let id = text(&cohort, "id");
    desk.made(&format!("/api/v1/cohorts/{id}/publication"), &Value::Null).await;
    id
}

async fn page(desk: &Desk, token: Option<&str>, path: &str) -> String {
    let mut asked = desk.client.get(path).header("accept-language", "uk");
    if let Some(token) = token {
        asked = asked.header("authorization", format!("Bearer {token}"));
    }
    let answer = asked.send().await;
    answer.assert_status_is_ok();
    answer.0.into_body().into_string().await.unwrap()
}

#[tokio::test]
async fn cohorts_near_the_reader_come_first() {
    let desk = Desk::new().await;
    desk.house.app.import_compact_territories().await.unwrap();
    let course = desk.course(desk.program("LIB").await, "STREETS").await;
    let mut ids = Vec::new();
    for (code, settlement) in [("L", Some(LVIV)), ("K", Some(KONOTOP)), ("S", Some(SUMY)), ("O", None)] {
        ids.push(cohort(&desk, &course, code, settlement).await);
    }
    let order = |html: &str| -> Vec<usize> {
        let mut found: Vec<(usize, usize)> =
            ids.iter().enumerate().filter_map(|(place, id)| Some((html.find(id.as_str())?, place))).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, place)| place).collect()
    };
    let (person, token) = desk.staff("sumy", &[]).await;
    let ground = Ground::new(&desk.house).await;
    ground.run("UPDATE person SET territory = $1 WHERE id = $2", vec![SUMY.into(), person.into()]).await;
    let html = page(&desk, Some(&token), "/").await;
    let mut found = order(&html);
    found[..2].sort_unstable();
    assert_eq!(found, [2, 3, 1, 0], "own hromada and online, own oblast, the country: {html}");
    for words in
        ["поруч із вами", "у вашій громаді", "доступна звідусіль", "у вашій області", "в іншій області"]
    {
        assert!(html.contains(words), "{words} in {html}");
    }
    let html = page(&desk, None, &format!("/?oblast={SUMY_OBLAST}")).await;
    assert_eq!(order(&html).last(), Some(&0), "{html}");
    assert!(html.contains("Сумська область та онлайн") && !html.contains("вашій"), "{html}");
    let html = page(&desk, None, "/?oblast=nowhere").await;
    assert_eq!(order(&html).len(), 4, "{html}");
    assert!(!html.contains("вашій"));
}

#[tokio::test]
async fn a_course_says_whom_to_ask() {
    let desk = Desk::new().await;
    let mut plan = program_plan("LIB", desk.organization);
    plan["contact"] =
        json!({ "office": { "uk": "Відділ", "en": "Office" }, "email": "ask@postup.test", "phone": "?" });
    let refused = desk.post(&desk.manager, "/api/v1/programs", &plan).await;
    let refused = expect(refused, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(refused["errors"][0]["pointer"], "/contact_phone", "{refused}");
    plan["contact"]["phone"] = json!("+380 44 123 45 67");
    let made = desk.made("/api/v1/programs", &plan).await;
    assert_eq!(made["contact"], plan["contact"]);
    let id = text(&made, "id");
    desk.made(&format!("/api/v1/programs/{id}/publication"), &Value::Null).await;
    let course = desk.course(id.parse().unwrap(), "STREETS").await;
    let cohort = cohort(&desk, &course, "STREETS-1", None).await;
    for path in ["/courses/STREETS".to_owned(), format!("/cohorts/{cohort}")] {
        let html = page(&desk, None, &path).await;
        assert!(html.contains("Кого запитати") && html.contains("mailto:ask@postup.test"), "{html}");
        assert!(html.contains("tel:+380441234567"), "{html}");
    }
    let form = desk.get(&desk.manager, &format!("/manage/programs/{id}/edit")).await;
    let html = form.0.into_body().into_string().await.unwrap();
    assert!(html.contains("value=\"+380 44 123 45 67\""), "{html}");

    plan["contact"] = Value::Null;
    let path = format!("/api/v1/programs/{id}");
    let tag = header(&desk.get(&desk.manager, &path).await, "etag");
    let changed = body_of(desk.put(&desk.manager, &path, Some(&tag), &plan).await).await;
    assert_eq!(changed["contact"], Value::Null, "{changed}");
    assert!(!page(&desk, None, "/courses/STREETS").await.contains("Кого запитати"));
}

#[tokio::test]
async fn a_course_says_which_of_its_cohorts_fit_the_reader() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("LIB").await, "STREETS").await;
    let asking: CohortId = cohort(&desk, &course, "ASKS", None).await.parse().unwrap();
    let permit = desk.house.app.may_manage_cohort(&Actor::system(), asking).await.unwrap();
    let condition = Condition::new(ConditionKind::PositionCategory, "3").unwrap();
    desk.house.app.set_requirements(&permit, vec![condition]).await.unwrap();
    let (person, token) = desk.staff("official", &[]).await;
    let visitor = page(&desk, None, "/courses/STREETS").await;
    let good = "<span class=\"tag good\">вам підходить";
    assert!(!visitor.contains(good) && !visitor.contains("поки не підходить"), "{visitor}");
    let html = page(&desk, Some(&token), "/courses/STREETS").await;
    assert!(html.contains("поки не підходить"), "{html}");
    let ground = Ground::new(&desk.house).await;
    ground.run("UPDATE person SET position_category = 3 WHERE id = $1", vec![person.into()]).await;
    let html = page(&desk, Some(&token), "/courses/STREETS").await;
    assert!(html.contains(good) && !html.contains("поки не підходить"), "{html}");

    let before = desk.house.store.statements();
    page(&desk, Some(&token), "/courses/STREETS").await;
    let one = desk.house.store.statements() - before;
    for number in 0..7 {
        let code = format!("MORE-{number}");
        let id: CohortId = cohort(&desk, &course, &code, None).await.parse().unwrap();
        let permit = desk.house.app.may_manage_cohort(&Actor::system(), id).await.unwrap();
        let condition = Condition::new(ConditionKind::PositionCategory, "4").unwrap();
        desk.house.app.set_requirements(&permit, vec![condition]).await.unwrap();
    }
    let before = desk.house.store.statements();
    page(&desk, Some(&token), "/courses/STREETS").await;
    assert_eq!(
        desk.house.store.statements() - before,
        one,
        "as many statements for eight cohorts as for one"
    );
}
