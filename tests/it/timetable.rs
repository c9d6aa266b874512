//! A look before sessions are planned or moved, and sessions in series.

use crate::calendar::invitation::{deliver, to, whole};
use crate::desk::{Desk, body_of, expect, header, session_plan, text};
use crate::venue::venue;
use poem::http::StatusCode;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::id::{CohortId, PersonId};
use serde_json::{Value, json};

async fn seat(desk: &Desk, cohort: CohortId, person: PersonId) {
    let permit = desk.house.app.may_enroll(&Actor::system(), cohort, person).await.unwrap();
    desk.house.app.enroll(permit).await.unwrap();
}

async fn sessions(desk: &Desk, cohort: CohortId) -> Vec<Value> {
    let path = format!("/api/v1/cohorts/{cohort}/sessions");
    body_of(desk.get(&desk.manager, &path).await).await.as_array().unwrap().clone()
}

fn kinds(found: &Value) -> Vec<&str> {
    found["overlaps"].as_array().unwrap().iter().map(|one| one["shares"].as_str().unwrap()).collect()
}

/// Two cohorts with a trainer and a person in common; the other one has a session in a hall.
async fn entangled(desk: &Desk) -> (CohortId, CohortId, Value, Value) {
    let course = desk.course(desk.program("TIES").await, "TIES").await;
    let (ours, other) = (desk.cohort(&course, "TIES-A", 20).await, desk.cohort(&course, "TIES-B", 20).await);
    let both = [(Role::Trainer, Scope::Cohort(ours)), (Role::Trainer, Scope::Cohort(other))];
    desk.staff("trainer", &both).await;
    let (person, _) = desk.enroll("seated", ours).await;
    seat(desk, other, person).await;
    let hall = venue(desk, "Зала 5", 30, None).await;
    let mut plan = session_plan("2026-05-12", "10:00", "13:00");
    plan["venue_id"] = hall["id"].clone();
    let session = desk.made(&format!("/api/v1/cohorts/{other}/sessions"), &plan).await;
    deliver(desk).await;
    (ours, other, hall, session)
}

#[tokio::test]
async fn trainers_rooms_and_people_who_are_elsewhere_are_said_before_anything_is_planned() {
    let desk = Desk::new().await;
    let (ours, _, hall, _) = entangled(&desk).await;
    let look = format!("/api/v1/cohorts/{ours}/series/preview");
    let mut plan = session_plan("2026-05-12", "12:00", "14:00");
    plan["venue_id"] = hall["id"].clone();
    let found = desk.made(&look, &json!({ "session": plan, "repeat": { "times": 1 } })).await;
    assert_eq!(kinds(&found), ["venue", "trainer", "people"]);
    assert_eq!(
        (&found["overlaps"][1]["trainer"], &found["overlaps"][2]["people"]),
        (&json!("Коваль Олена"), &json!(1))
    );
    assert_eq!(found["overlaps"][0]["cohort_code"], "TIES-B");
    // What only touches is no overlap.
    let after = json!({ "session": session_plan("2026-05-12", "13:00", "14:00"), "repeat": { "times": 1 } });
    assert_eq!(kinds(&desk.made(&look, &after).await), Vec::<&str>::new());
    assert_eq!(sessions(&desk, ours).await.len(), 0, "a look plans nothing");
    // It keeps nothing from being planned, and stays visible on the timetable.
    let path = format!("/api/v1/cohorts/{ours}/sessions");
    desk.made(&path, &plan).await;
    let known = body_of(desk.get(&desk.manager, &format!("/api/v1/cohorts/{ours}/overlaps")).await).await;
    assert_eq!(kinds(&known), ["venue", "trainer", "people"]);
    desk.made(&path, &session_plan("2026-05-12", "13:30", "15:00")).await;
    let known = body_of(desk.get(&desk.manager, &format!("/api/v1/cohorts/{ours}/overlaps")).await).await;
    assert_eq!(
        kinds(&known),
        ["venue", "trainer", "people", "cohort"],
        "one overlap of two sessions is said once"
    );
    let page = desk.get(&desk.manager, &format!("/manage/cohorts/{ours}")).await;
    let page = page.0.into_body().into_string().await.unwrap();
    assert!(page.contains("Коваль Олена тоді веде заняття «Ухили», група TIES-B"), "{page}");
    assert!(page.contains("1 учасник тоді має заняття"), "{page}");
}

#[tokio::test]
async fn a_move_is_looked_at_with_those_who_would_be_told_and_happens_once_when_confirmed() {
    let desk = Desk::new().await;
    let (ours, ..) = entangled(&desk).await;
    let path = format!("/api/v1/cohorts/{ours}/sessions");
    let session = desk.made(&path, &session_plan("2026-05-19", "10:00", "13:00")).await;
    let id = text(&session, "id");
    let moved = session_plan("2026-05-12", "10:00", "13:00");
    let found = desk.made(&format!("/api/v1/sessions/{id}/preview"), &moved).await;
    assert_eq!((&found["moves"], found["sessions"].as_array().unwrap().len()), (&json!(true), 1));
    assert_eq!(found["told"], json!({ "seated": 1, "offered": 0, "trainers": 1 }));
    assert_eq!(kinds(&found), ["trainer", "people"]);
    assert!(deliver(&desk).await.is_empty(), "a look tells nobody");

    let page = format!("/manage/sessions/{id}");
    let typed = [
        ("title_uk", "Ухили"),
        ("title_en", "Slopes"),
        ("on_day", "12"),
        ("on_month", "5"),
        ("on_year", "2026"),
        ("from", "10:00"),
        ("to", "13:00"),
        ("venue", "вул. Соборна, 1, каб. 5"),
        ("link", "https://video.postup.test/room"),
        ("version", "1"),
    ];
    let look = desk.form(&desk.manager, &page, &[&typed[..], &[("step", "look")]].concat()).await;
    look.assert_status_is_ok();
    let html = look.0.into_body().into_string().await.unwrap();
    assert!(
        html.contains("Лист про це отримає 1 учасник.") && html.contains("Лист отримає і 1 тренер."),
        "{html}"
    );
    assert!(html.contains("у вівторок, 19 травня, о 10:00 за Києвом, до 13:00"), "{html}");
    assert!(html.contains("name=\"on_day\" value=\"12\"") && !html.contains("name=\"step\" value=\"look\""));
    assert!(deliver(&desk).await.is_empty(), "a look tells nobody");
    let back = desk.form(&desk.manager, &page, &[&typed[..], &[("step", "back")]].concat()).await;
    back.assert_status_is_ok();
    desk.form(&desk.manager, &page, &typed).await.assert_status(StatusCode::SEE_OTHER);
    assert_eq!(deliver(&desk).await.len(), 2);
    desk.form(&desk.manager, &page, &typed).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(deliver(&desk).await.is_empty(), "a second click changes nothing");
    // Where nobody has to be told, the look saves at once.
    let tag = header(&desk.get(&desk.manager, &format!("/api/v1/sessions/{id}")).await, "etag");
    let rest = [("version", tag.trim_matches('"')), ("step", "look")];
    let renamed = [&[("title_uk", "Пандуси")][..], &typed[1..9], &rest].concat();
    desk.form(&desk.manager, &page, &renamed).await.assert_status(StatusCode::SEE_OTHER);
    assert!(deliver(&desk).await.is_empty());
    let asked = desk.get(&desk.manager, &format!("{page}/cancellation")).await;
    let asked = asked.0.into_body().into_string().await.unwrap();
    assert!(asked.contains("Лист про це отримає 1 учасник. Лист отримає і 1 тренер."), "{asked}");
}

#[tokio::test]
async fn drafts_of_other_organizations_are_nobodys_business() {
    let desk = Desk::new().await;
    let (ours, other, ..) = entangled(&desk).await;
    let look = format!("/api/v1/cohorts/{ours}/series/preview");
    let plan = json!({ "session": session_plan("2026-05-12", "10:00", "13:00"), "repeat": { "times": 1 } });
    let ground = postup_tests::ground::Ground::new(&desk.house).await;
    let draft = "UPDATE cohort SET state = 'draft' WHERE id = $1";
    ground.run(draft, vec![other.into()]).await;
    assert_eq!(kinds(&desk.made(&look, &plan).await), ["trainer", "people"], "one's own drafts are");
    let theirs = desk.another_organization("Інша школа").await;
    let away = "UPDATE cohort SET organization_id = $1 WHERE id = $2";
    ground.run(away, vec![theirs.into(), other.into()]).await;
    assert_eq!(kinds(&desk.made(&look, &plan).await), Vec::<&str>::new());
}

#[tokio::test]
async fn a_series_keeps_its_time_leaves_days_out_and_comes_whole_or_not_at_all() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "SER").await;
    let cohort = desk.cohort(&course, "SER-A", 20).await;
    let path = format!("/api/v1/cohorts/{cohort}/series");
    let series =
        |repeat: Value| json!({ "session": session_plan("2026-10-19", "10:00", "12:00"), "repeat": repeat });
    let rule = json!({ "every": "week", "weekdays": ["monday", "thursday"], "until": "2026-10-29", "except": ["2026-10-22"] });
    let look = desk.made(&format!("{path}/preview"), &series(rule.clone())).await;
    let starts = |from: &Value| -> Vec<String> {
        from.as_array().unwrap().iter().map(|one| text(one, "starts_at")).collect()
    };
    let expected = ["2026-10-19T10:00:00+03:00", "2026-10-26T10:00:00+02:00", "2026-10-29T10:00:00+02:00"];
    assert_eq!(starts(&look["sessions"]), expected);
    assert_eq!(sessions(&desk, cohort).await.len(), 0);

    // The cohort ends on 11 December: the last ones would lie outside of it.
    let late = desk.post(&desk.manager, &path, &series(json!({ "times": 12 }))).await;
    let problem = expect(late, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(problem["errors"][0]["code"], "fault-outside-period");
    assert!(text(&problem["errors"][0], "pointer").ends_with("/times"), "the first day is right: {problem}");
    assert_eq!(sessions(&desk, cohort).await.len(), 0);

    let send = async || {
        let request = desk.client.post(&path).header("authorization", format!("Bearer {}", desk.manager));
        request.header("idempotency-key", "series-1").body_json(&series(rule.clone())).send().await
    };
    let made = expect(send().await, StatusCode::CREATED).await;
    assert_eq!(starts(&made), expected);
    assert_eq!(made[0]["series_id"], made[2]["series_id"]);
    assert!(made[0]["series_id"].is_string());
    send().await;
    assert_eq!(sessions(&desk, cohort).await.len(), 3, "sent twice, planned once");
}

#[tokio::test]
async fn the_page_shows_the_days_of_a_series_before_it_plans_them() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "LOOK").await;
    let cohort = desk.cohort(&course, "LOOK-A", 20).await;
    let page = format!("/manage/cohorts/{cohort}/sessions");
    let typed = [
        ("title_uk", "Ухили"),
        ("title_en", "Slopes"),
        ("on_day", "24"),
        ("on_month", "10"),
        ("on_year", "2026"),
        ("from", "10.00"),
        ("to", "12:00"),
        ("every", "day"),
        ("times", "3"),
        ("except", "25.10.2026"),
    ];
    let look = desk.form(&desk.manager, &page, &[&typed[..], &[("step", "look")]].concat()).await;
    look.assert_status_is_ok();
    let html = look.0.into_body().into_string().await.unwrap();
    for day in ["у суботу, 24 жовтня", "у понеділок, 26 жовтня", "у вівторок, 27 жовтня"]
    {
        assert!(html.contains(&format!("{day}, о 10:00 за Києвом, до 12:00")), "{html}");
    }
    assert!(!html.contains("25 жовтня"), "{html}");
    assert_eq!(sessions(&desk, cohort).await.len(), 0);
    let done = desk.form(&desk.manager, &page, &typed).await;
    assert_eq!(header(&done, "location"), format!("/manage/cohorts/{cohort}"));
    assert_eq!(sessions(&desk, cohort).await.len(), 3);
}

#[tokio::test]
async fn the_rest_of_a_series_moves_at_once_and_people_get_one_letter() {
    let desk = Desk::new().await;
    let course = desk.course(desk.program("P").await, "REST").await;
    let cohort = desk.cohort(&course, "REST-A", 20).await;
    let series = json!({ "session": session_plan("2026-10-12", "10:00", "12:00"), "repeat": { "times": 4 } });
    let made = desk.made(&format!("/api/v1/cohorts/{cohort}/series"), &series).await;
    desk.enroll("seated", cohort).await;
    desk.staff("trainer", &[(Role::Trainer, Scope::Cohort(cohort))]).await;
    deliver(&desk).await;
    let second = format!("/api/v1/sessions/{}", text(&made[1], "id"));
    let starts = async || -> Vec<String> {
        sessions(&desk, cohort).await.iter().map(|one| text(one, "starts_at")).collect()
    };
    let before = starts().await;
    // The last one would lie after the end of the cohort: none is moved.
    let late = session_plan("2026-12-01", "14:00", "16:00");
    let refused = desk.put(&desk.manager, &format!("{second}/series"), Some("\"1\""), &late).await;
    expect(refused, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(starts().await, before);

    let moved = session_plan("2026-10-21", "14:00", "16:00");
    let look = desk.made(&format!("{second}/series/preview"), &moved).await;
    assert_eq!(look["sessions"].as_array().unwrap().len(), 3);
    assert_eq!(look["told"], json!({ "seated": 1, "offered": 0, "trainers": 1 }));
    assert_eq!(kinds(&look), Vec::<&str>::new());
    assert_eq!(starts().await, before, "a look moves nothing");
    let done = desk.put(&desk.manager, &format!("{second}/series"), Some("\"1\""), &moved).await;
    assert_eq!(expect(done, StatusCode::OK).await.as_array().unwrap().len(), 3);
    let after = [
        "2026-10-12T10:00:00+03:00",
        "2026-10-21T14:00:00+03:00",
        "2026-10-28T14:00:00+02:00",
        "2026-11-04T14:00:00+02:00",
    ];
    assert_eq!(starts().await, after);
    let letters = deliver(&desk).await;
    assert_eq!(letters.len(), 2, "{letters:?}");
    for name in ["seated", "trainer"] {
        let [letter] = to(&letters, name)[..] else { panic!("{letters:?}") };
        assert_eq!(letter.invites.len(), 3);
        for number in 0..3 {
            assert!(whole(letter, number).contains("SEQUENCE:1\r\n"), "{}", letter.text);
        }
        let too = "Змінено також: «Ухили», у середу, 28 жовтня 2026\u{a0}р., о 14:00 за Києвом, до 16:00 \
                   (раніше у понеділок, 26 жовтня 2026\u{a0}р., о 10:00 за Києвом, до 12:00)";
        assert!(letter.text.contains(too), "{}", letter.text);
    }
    let again = desk.put(&desk.manager, &format!("{second}/series"), Some("\"1\""), &moved).await;
    again.assert_status(StatusCode::PRECONDITION_FAILED);
    assert!(deliver(&desk).await.is_empty());
    assert_eq!(desk.house.app.check_invariants().await.unwrap(), []);

    let page = format!("/manage/sessions/{}", text(&made[1], "id"));
    let form = desk.get(&desk.manager, &page).await.0.into_body().into_string().await.unwrap();
    assert!(form.contains("name=\"scope\" value=\"rest\""), "{form}");
    let tag = header(&desk.get(&desk.manager, &second).await, "etag");
    let typed = [
        ("version", tag.trim_matches('"')),
        ("title_uk", "Ухили"),
        ("title_en", "Slopes"),
        ("on_day", "21"),
        ("on_month", "10"),
        ("on_year", "2026"),
        ("from", "15:00"),
        ("to", "17:00"),
        ("scope", "rest"),
    ];
    let look = desk.form(&desk.manager, &page, &[&typed[..], &[("step", "look")]].concat()).await;
    let html = look.0.into_body().into_string().await.unwrap();
    assert!(html.contains("Наступні заняття") && html.contains("у середу, 4 листопада, о 15:00"), "{html}");
    desk.form(&desk.manager, &page, &typed).await.assert_status(StatusCode::SEE_OTHER);
    assert_eq!(starts().await[3], "2026-11-04T15:00:00+02:00");
    assert_eq!(deliver(&desk).await.len(), 2);
}
