//! Indicators: written down and reported by those who run the program, read by everybody.

use crate::desk::{Desk, body_of};
use poem::http::StatusCode;
use postup_domain::access::{Role, Scope};
use serde_json::Value;

const PLAN: &[(&str, &str)] = &[
    ("name_uk", "Ухвалені плани"),
    ("name_en", "Plans adopted"),
    ("definition_uk", "За рішеннями рад."),
    ("definition_en", "By decisions of councils."),
    ("unit_uk", "планів"),
    ("unit_en", "plans"),
    ("measure", "reported"),
    ("baseline", "4"),
    ("baseline_on", "2026-01-01"),
    ("target", "60"),
    ("due_on", "2099-12-31"),
];

/// The plan with one field otherwise.
fn with<'a>(field: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    PLAN.iter().map(|(name, given)| if *name == field { (field, value) } else { (*name, *given) }).collect()
}

async fn html(answer: poem::test::TestResponse, status: StatusCode) -> String {
    answer.assert_status(status);
    // Without the marks that keep directions of writing apart.
    answer.0.into_body().into_string().await.unwrap().replace(['\u{2068}', '\u{2069}'], "")
}

async fn public(desk: &Desk) -> Value {
    let answer = desk.client.get("/api/v1/public/progress").send().await;
    answer.assert_status_is_ok();
    body_of(answer).await
}

#[tokio::test]
async fn a_promise_is_written_down_reported_on_and_open_to_everybody() {
    let desk = Desk::new().await;
    let program = desk.program("PROMISE").await;
    let home = format!("/manage/programs/{program}/indicators");
    let (_, stranger) = desk
        .staff(
            "stranger",
            &[(Role::ProgramManager, Scope::Organization(desk.another_organization("Інша").await))],
        )
        .await;
    desk.form(&stranger, &home, PLAN).await.assert_status(StatusCode::FORBIDDEN);

    for (field, wrong) in
        [("name_en", ""), ("measure", "guessed"), ("target", "4"), ("target", "x"), ("due_on", "2025-12-31")]
    {
        let page = html(
            desk.form(&desk.manager, &home, &with(field, wrong)).await,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
        assert!(page.contains(&format!("href=\"#{field}\"")), "{field} = {wrong} is named");
    }
    desk.form(&desk.manager, &home, PLAN).await.assert_status(StatusCode::SEE_OTHER);
    let before = public(&desk).await;
    let indicator = &before["programs"][0]["indicators"][0];
    assert_eq!((&indicator["standing"], &indicator["value"]), (&"unknown".into(), &Value::Null));
    let own = format!("{home}/{}", indicator["id"].as_str().unwrap());

    let reports = format!("{own}/reports");
    for (value, on, source, field) in [
        ("-1", "2026-01-02", "Рішення ради № 1", "value"),
        ("9", "2999-01-01", "Рішення ради № 1", "on"),
        ("9", "2026-01-02", "", "source"),
    ] {
        let fields = [("value", value), ("on", on), ("source", source)];
        let page =
            html(desk.form(&desk.manager, &reports, &fields).await, StatusCode::UNPROCESSABLE_ENTITY).await;
        assert!(page.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    for (value, on) in [("9", "2026-01-02"), ("17", "2026-02-02"), ("18", "2026-02-02")] {
        let fields = [("value", value), ("on", on), ("source", "Огляд рішень рад")];
        desk.form(&desk.manager, &reports, &fields).await.assert_status(StatusCode::SEE_OTHER);
    }
    let after = public(&desk).await;
    let indicator = &after["programs"][0]["indicators"][0];
    assert_eq!((indicator["value"].as_i64(), indicator["percent"].as_i64()), (Some(18), Some(25)));
    assert_eq!(indicator["standing"], "on_the_way");
    let said: Vec<i64> =
        indicator["reports"].as_array().unwrap().iter().map(|one| one["value"].as_i64().unwrap()).collect();
    assert_eq!(said, [18, 9], "the later word on a day counts, the days stand newest first");
    let page = desk.client.get("/progress").header("accept-language", "en").send().await;
    let page = html(page, StatusCode::OK).await;
    assert!(page.contains("18 of 60 plans by 31 December 2099: 25% of the way."), "{page}");
    assert!(page.contains("on schedule: not behind an even pace to the target"));
    let csv = html(desk.client.get("/progress/indicators.csv").send().await, StatusCode::OK).await;
    assert_eq!(csv.lines().count(), 4, "the present value and two reports: {csv}");

    let fields = with("measure", "people_trained");
    let stale: Vec<_> = fields.iter().copied().chain([("version", "7")]).collect();
    desk.form(&desk.manager, &own, &stale).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let fresh: Vec<_> = fields.iter().copied().chain([("version", "1")]).collect();
    desk.form(&desk.manager, &own, &fresh).await.assert_status(StatusCode::SEE_OTHER);
    let by_hand = [("value", "400"), ("on", "2026-02-03"), ("source", "З голови")];
    desk.form(&desk.manager, &reports, &by_hand).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    desk.form(&desk.manager, &format!("{own}/archiving"), &[]).await.assert_status(StatusCode::SEE_OTHER);
    assert_eq!(public(&desk).await["programs"][0]["indicators"], serde_json::json!([]));
    desk.form(&stranger, &format!("{own}/restoration"), &[]).await.assert_status(StatusCode::FORBIDDEN);

    let ground = postup_tests::Ground::new(&desk.house).await;
    let trail = async |action: &str| {
        ground.count("SELECT COUNT(*) AS count FROM audit_entry WHERE action = $1", vec![action.into()]).await
    };
    for (action, times) in [
        ("indicator.added", 1),
        ("indicator.reported", 3),
        ("indicator.edited", 1),
        ("indicator.archived", 1),
    ] {
        assert_eq!(trail(action).await, times, "{action}");
    }
    let erased = ground.attempt("DELETE FROM indicator_report", vec![]).await;
    assert!(erased.is_err(), "what was reported stays");
    assert_eq!(desk.house.app.check_invariants().await.unwrap(), []);
}
