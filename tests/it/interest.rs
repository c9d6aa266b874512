//! Waiting for a course that has no date yet: noted, counted by region, turned into cohorts, and told.

use crate::desk::{Desk, body_of, cohort_plan, expect, text};
use poem::http::StatusCode;
use postup_app::outbox::Postman;
use postup_domain::access::Sight;
use postup_domain::id::PersonId;
use postup_persistence::outbox::{Filter, list};
use serde_json::{Value, json};
use std::sync::Arc;

const SUMY_OBLAST: &str = "UA59000000000057109";
const SUMY: &str = "UA59080270000073662";
const KONOTOP: &str = "UA59020070000032449";
const LVIV: &str = "UA46060250000025047";

struct Hall {
    desk: Desk,
    course: String,
}

impl Hall {
    async fn new() -> Self {
        let desk = Desk::new().await;
        desk.house.app.import_compact_territories().await.unwrap();
        let course = desk.course(desk.program("P").await, "STREETS").await;
        Self { desk, course }
    }

    fn path(&self, tail: &str) -> String {
        format!("/api/v1/courses/{}/{tail}", self.course)
    }

    /// Somebody new with this wish.
    async fn waits(&self, name: &str, territory: &str, form: Option<&str>) -> (PersonId, String) {
        let (person, token) = self.desk.staff(name, &[]).await;
        let wish = json!({ "territory": territory, "form": form });
        expect(self.desk.put(&token, &self.path("interest"), None, &wish).await, StatusCode::OK).await;
        (person, token)
    }

    async fn demand(&self, query: &str) -> Value {
        let path = self.path(&format!("demand{query}"));
        expect(self.desk.get(&self.desk.manager, &path).await, StatusCode::OK).await
    }

    /// A published cohort in this place; online when there is none.
    async fn publish(&self, code: &str, territory: Option<&str>) -> String {
        let mut plan = cohort_plan(code, 20);
        if let Some(territory) = territory {
            plan["form"] = json!("in_person");
            plan["settlement"] = json!(territory);
        }
        let cohort = self.desk.made(&self.path("cohorts"), &plan).await;
        self.desk.made(&format!("/api/v1/cohorts/{}/publication", text(&cohort, "id")), &Value::Null).await;
        text(&cohort, "id")
    }

    async fn told(&self) -> Vec<PersonId> {
        let reader = self.desk.house.app.reader();
        let page = list(&reader, &Sight::system(), &Filter::default(), None, 200).await.unwrap();
        let mut told: Vec<PersonId> =
            page.items.into_iter().filter(|one| one.key == "course_opened").map(|one| one.person).collect();
        told.sort_unstable();
        told
    }

    async fn html(&self, token: &str, path: &str) -> String {
        let answer = self.desk.get(token, path).await.0;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.into_body().into_string().await.unwrap()
    }
}

fn counted(regions: &Value) -> Vec<(String, i64)> {
    let regions = regions.as_array().unwrap().iter();
    regions.map(|one| (text(one, "territory"), one["waiting"]["people"].as_i64().unwrap())).collect()
}

#[tokio::test]
async fn a_wish_is_noted_changed_and_ended() {
    let hall = Hall::new().await;
    let (_, token) = hall.desk.staff("waits", &[]).await;
    let path = hall.path("interest");
    let nowhere = hall.desk.put(&token, &path, None, &json!({})).await;
    let nowhere = expect(nowhere, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(nowhere["errors"][0]["pointer"], "/territory", "{nowhere}");
    for (wish, field) in [
        (json!({ "territory": "UA59999990000099999" }), "/territory"),
        (json!({ "territory": SUMY, "month": "2026-13" }), "/month"),
    ] {
        let refused = hall.desk.put(&token, &path, None, &wish).await;
        let refused = expect(refused, StatusCode::UNPROCESSABLE_ENTITY).await;
        assert_eq!(refused["errors"][0]["pointer"], field, "{refused}");
    }
    expect(hall.desk.get(&token, &path).await, StatusCode::NOT_FOUND).await;
    let wish = json!({ "territory": SUMY, "form": "in_person", "month": "2026-09" });
    let noted = expect(hall.desk.put(&token, &path, None, &wish).await, StatusCode::OK).await;
    assert_eq!((&noted["territory"], &noted["month"]), (&json!(SUMY), &json!("2026-09")));
    let other = json!({ "territory": LVIV });
    let changed = expect(hall.desk.put(&token, &path, None, &other).await, StatusCode::OK).await;
    assert_eq!((&changed["territory"], &changed["form"]), (&json!(LVIV), &Value::Null));
    assert_eq!(changed["since"], noted["since"], "it keeps its age");
    assert_eq!(body_of(hall.desk.get(&token, &path).await).await, changed);
    let end = || hall.desk.client.delete(&path).header("authorization", format!("Bearer {token}")).send();
    expect(end().await, StatusCode::NO_CONTENT).await;
    expect(end().await, StatusCode::NOT_FOUND).await;
    assert_eq!(counted(&hall.demand("").await["regions"]), []);
}

#[tokio::test]
async fn managers_see_people_by_region_and_prepare_cohorts() {
    let hall = Hall::new().await;
    for (name, territory, form) in [
        ("one", SUMY, None),
        ("two", SUMY, Some("in_person")),
        ("three", KONOTOP, Some("online")),
        ("four", LVIV, None),
    ] {
        hall.waits(name, territory, form).await;
    }
    // Who is in a cohort of the course waits no longer.
    let cohort = hall.publish("STREETS-1", None).await.parse().unwrap();
    let (_, seated) = hall.desk.enroll("five", cohort).await;
    let wish = json!({ "territory": SUMY });
    expect(hall.desk.put(&seated, &hall.path("interest"), None, &wish).await, StatusCode::OK).await;

    let demand = hall.demand("?least=2").await;
    let all = json!({ "people": 4, "in_person": 1, "online": 1, "blended": 0, "any_form": 2 });
    assert_eq!(demand["waiting"], all);
    let lviv = "UA46000000000026241".to_owned();
    assert_eq!(counted(&demand["regions"]), [(SUMY_OBLAST.to_owned(), 3), (lviv, 1)]);
    let proposed: Vec<(&Value, &Value)> = demand["proposals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["territory"], &one["people"]))
        .collect();
    assert_eq!(proposed, [(&json!(SUMY), &json!(2)), (&Value::Null, &json!(2))]);
    let within = hall.demand(&format!("?within={SUMY_OBLAST}")).await;
    assert_eq!(counted(&within["regions"]).iter().map(|(_, people)| people).sum::<i64>(), 3);
    assert_eq!(within["regions"].as_array().unwrap().len(), 2, "two raions: {within}");
    let raion = text(&within["regions"][0], "territory");
    let deepest = hall.demand(&format!("?within={raion}")).await;
    assert_eq!(counted(&deepest["regions"]), [(SUMY.to_owned(), 2)]);

    let page = format!("/manage/courses/{}/demand?least=2", hall.course);
    let html = hall.html(&hall.desk.manager, &page).await;
    let link = format!("cohorts/new?form=in_person&#38;territory={SUMY}&#38;capacity=2");
    assert!(html.contains(&link), "{html}");
    let form =
        format!("/manage/courses/{}/cohorts/new?form=in_person&territory={SUMY}&capacity=2", hall.course);
    let html = hall.html(&hall.desk.manager, &form).await;
    assert!(html.contains(r#"name="capacity" type="text" value="2""#), "{html}");
    assert!(html.contains(&format!(r#"value="{SUMY}" checked"#)), "{html}");
    expect(hall.desk.get(&seated, &hall.path("demand")).await, StatusCode::FORBIDDEN).await;
    let odd = hall.desk.get(&hall.desk.manager, &hall.path("demand?least=0")).await;
    expect(odd, StatusCode::UNPROCESSABLE_ENTITY).await;
}

#[tokio::test]
async fn publishing_tells_those_whose_wish_is_met() {
    let hall = Hall::new().await;
    let near = hall.waits("near", KONOTOP, None).await;
    let online = hall.waits("online", SUMY, Some("online")).await;
    let far = hall.waits("far", LVIV, None).await;
    let (gone, ended) = hall.waits("ended", SUMY, None).await;
    let later = hall.desk.staff("later", &[]).await;
    let wish = json!({ "territory": SUMY, "month": "2026-09" });
    expect(hall.desk.put(&later.1, &hall.path("interest"), None, &wish).await, StatusCode::OK).await;
    hall.publish("STREETS-1", Some(SUMY)).await;
    assert_eq!(hall.told().await.len(), 2, "not another oblast, form or month");
    let path = hall.path("interest");
    let end = hall.desk.client.delete(&path).header("authorization", format!("Bearer {ended}")).send().await;
    expect(end, StatusCode::NO_CONTENT).await;
    let postman = Arc::new(Postman::new(hall.desk.house.app.clone(), hall.desk.house.mailer.clone()));
    let delivered = postman.deliver_due(100).await.unwrap();
    assert_eq!((delivered.sent, delivered.dropped), (1, 1), "who waits no longer gets no letter");
    let letter = hall.desk.house.mailbox.take().pop().unwrap();
    assert!(letter.text.contains("Оголошено групу курсу, на який ви чекаєте"), "{}", letter.text);

    hall.publish("STREETS-2", None).await;
    let mut expected = vec![near.0, near.0, gone, online.0, far.0];
    expected.sort_unstable();
    assert_eq!(
        hall.told().await,
        expected,
        "online suits everybody but those who wish another form or month"
    );
    let me = hall.html(&far.1, "/me").await;
    assert!(me.contains("/courses/STREETS") && me.contains("Уже є відкриті групи"), "{me}");
}

#[tokio::test]
async fn the_page_takes_a_wish_and_says_it() {
    let hall = Hall::new().await;
    let (_, token) = hall.desk.staff("reads", &[]).await;
    let page = "/courses/STREETS/interest";
    let html = hall.html(&token, page).await;
    assert!(html.contains(r#"name="place""#), "{html}");
    let empty = hall.desk.form(&token, page, &[("place", ""), ("form", ""), ("month", "")]).await.0;
    assert_eq!(empty.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.into_body().into_string().await.unwrap().contains("href=\"#place\""));
    let fields = [("place", "Конотопська громада"), ("form", "in_person"), ("month", "2026-06")];
    let sent = hall.desk.form(&token, page, &fields).await.0;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER);
    let html = hall.html(&token, "/courses/STREETS").await;
    let said = "Конотопська громада, Конотопський район, Сумська область; форма: очна";
    assert!(html.contains(said) && html.contains("червень 2026"), "{html}");
    let ended = hall.desk.form(&token, "/courses/STREETS/interest/end", &[]).await.0;
    assert_eq!(ended.status(), StatusCode::SEE_OTHER);
    assert!(!hall.html(&token, "/courses/STREETS").await.contains("Ви чекаєте на нову групу"));
}
