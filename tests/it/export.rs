//! Long tables that the worker gathers: whole, once, for nobody else, and not for long.

use calamine::Reader as _;
use chrono::Duration;
use poem::http::StatusCode;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::export::{Export, ExportState};
use postup_domain::id::{CohortId, PersonId};
use postup_domain::import::ImportKind;
use postup_domain::rejection::Refusal;
use postup_tests::{Ground, TestApp};
use serde_json::{Value, json};

struct Hall {
    house: TestApp,
    ground: Ground,
    manager: PersonId,
    token: String,
}

impl Hall {
    /// A house in which tables of more than a few rows are long, and so many people.
    async fn new(people: usize) -> Self {
        let house = TestApp::with(|settings| settings.exports_at_once = 3).await;
        let ground = Ground::new(&house).await;
        ground.people(people).await;
        let manager = ground.person("Керівна").await;
        let token = ground.sign_in(manager, &[(Role::ProgramManager, Scope::Everything)]).await;
        Self { house, ground, manager, token }
    }

    async fn actor(&self) -> Actor {
        self.house.app.recognise(&self.token).await.unwrap().unwrap().actor
    }

    async fn ask(&self, kind: ImportKind, cohort: Option<CohortId>) -> Result<Export, postup_app::Error> {
        let actor = self.actor().await;
        let permit = actor.may_export_file(kind).unwrap();
        self.house.app.begin_gathering(&permit, &actor, kind, cohort).await
    }

    async fn state(&self, export: &Export) -> Export {
        self.house.app.export(&self.actor().await, export.id).await.unwrap()
    }

    async fn get_as(&self, token: &str, path: &str) -> (StatusCode, String, Vec<u8>) {
        let client = self.house.client();
        let request = client.get(path).header("authorization", format!("Bearer {token}"));
        let answer = request.send().await.0;
        let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        (answer.status(), to.unwrap_or_default(), answer.into_body().into_vec().await.unwrap())
    }

    async fn page(&self, path: &str) -> String {
        let (status, _, body) = self.get_as(&self.token, path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        String::from_utf8(body).unwrap().replace(['\u{2068}', '\u{2069}'], "")
    }

    async fn post(&self, path: &str, body: &str) -> (StatusCode, String) {
        let client = self.house.client();
        let request = client.post(path).header("authorization", format!("Bearer {}", self.token));
        let answer =
            request.content_type("application/x-www-form-urlencoded").body(body.to_owned()).send().await.0;
        let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        (answer.status(), to.unwrap_or_default())
    }

    async fn parts(&self) -> i64 {
        self.ground.count("SELECT COUNT(*) AS count FROM export_part", vec![]).await
    }
}

#[tokio::test]
async fn a_long_table_is_gathered_in_parts_and_taken_whole() {
    let hall = Hall::new(4_500).await;
    let app = &hall.house.app;
    let (status, to, _) = hall.get_as(&hall.token, "/manage/exports/people.csv").await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/manage/exports"));
    let list = hall.page("/manage/exports").await;
    assert!(
        list.contains("more than 3 rows is gathered") && list.contains("name=\"kind\" value=\"people\""),
        "{list}"
    );
    assert!(list.contains("/manage/exports/enrollments.xlsx"), "what is short is taken at once: {list}");
    let (status, path) = hall.post("/manage/exports", "kind=people").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(hall.post("/manage/exports", "kind=people").await.1, path, "the second click begins nothing");
    let id = path.rsplit('/').next().unwrap().parse().unwrap();

    let page = hall.page(&path).await;
    assert!(
        page.contains("0 of about 4,501 rows") && page.contains(&format!("data-live=\"{path}\"")),
        "{page}"
    );
    assert_eq!(
        hall.get_as(&hall.token, &format!("{path}/table.csv")).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert!(app.gather_part(id).await.unwrap());
    let page = hall.page(&path).await;
    assert!(page.contains("max=\"4501\" value=\"2000\""), "how far it is shows after a reload: {page}");

    // The worker dies here; another waits until it is silent for long, and goes on behind the last part.
    assert_eq!(app.work_exports().await.unwrap(), 0);
    hall.house.clock.pass(Duration::seconds(61));
    assert_eq!(app.work_exports().await.unwrap(), 2);
    let page = hall.page(&path).await;
    assert!(page.contains("The table has 4,501 rows") && !page.contains("data-live"), "{page}");
    assert!(page.contains(&format!("href=\"{path}/table.xlsx\"")), "{page}");
    assert!(hall.page("/manage/exports").await.contains(&format!("href=\"{path}\"")));

    let (_, _, streamed) = hall.get_as(&hall.token, "/api/v1/exports/people").await;
    let (status, _, taken) = hall.get_as(&hall.token, &format!("{path}/table.csv")).await;
    assert!(status == StatusCode::OK && taken == streamed, "the same as in one go, nobody twice");
    let (_, _, workbook) = hall.get_as(&hall.token, &format!("{path}/table.xlsx")).await;
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(workbook)).unwrap();
    let sheet = book.sheet_names().remove(0);
    assert_eq!(book.worksheet_range(&sheet).unwrap().height(), 4_502);
    let told = "SELECT COUNT(*) AS count FROM audit_entry WHERE subject_kind = 'export' AND subject_id = 'people' \
                AND author = $1 AND detail = '4501' AND action = $2";
    for (action, times) in [("export.asked", 1), ("export.gathered", 1), ("export.begun", 2)] {
        let count = hall.ground.count(told, vec![hall.manager.into(), action.into()]).await;
        assert_eq!(count, times, "{action}");
    }
}

#[tokio::test]
async fn a_gathered_table_is_for_nobody_else_and_for_no_other_rights() {
    let hall = Hall::new(5).await;
    let app = &hall.house.app;
    let export = hall.ask(ImportKind::People, None).await.unwrap();
    app.work_exports().await.unwrap();
    let path = format!("/manage/exports/{}", export.id);
    let table = format!("{path}/table.csv");
    let other = hall.ground.person("Друга").await;
    let everything = [(Role::ProgramManager, Scope::Everything), (Role::Administrator, Scope::Everything)];
    let stranger = hall.ground.sign_in(other, &everything).await;
    let api = format!("/api/v1/export-jobs/{}", export.id);
    for path in [&path, &table, &api, &format!("{api}/table")] {
        assert_eq!(hall.get_as(&stranger, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let client = hall.house.client();
    let request = client.post(format!("{path}/discarding"));
    let answer = request.header("authorization", format!("Bearer {stranger}")).send().await;
    answer.assert_status(StatusCode::NOT_FOUND);
    assert_eq!(hall.get_as(&hall.token, &table).await.0, StatusCode::OK);

    // A right less, or another one: what was gathered with those of before is not handed out.
    let narrower = "UPDATE access_grant SET revoked_at = granted_at WHERE person_id = $1";
    let mine = Scope::Organization(hall.ground.organization);
    hall.ground.run(narrower, vec![hall.manager.into()]).await;
    assert_eq!(hall.get_as(&hall.token, &table).await.0, StatusCode::FORBIDDEN);
    hall.ground
        .run(
            "INSERT INTO access_grant (id, person_id, role, scope_kind, scope_target, valid_from, granted_at) \
             SELECT $1, $2, 'program_manager', $3, $4, valid_from, granted_at FROM access_grant WHERE person_id = $2",
            vec![
                postup_domain::id::GrantId::new(app.now(), app.entropy()).into(),
                hall.manager.into(),
                mine.kind().into(),
                mine.target().into(),
            ],
        )
        .await;
    assert_eq!(hall.get_as(&hall.token, &table).await.0, StatusCode::UNPROCESSABLE_ENTITY);

    // And what is being gathered stops.
    let export = hall.ask(ImportKind::People, None).await.unwrap();
    hall.ground.run(narrower, vec![hall.manager.into()]).await;
    assert_eq!(app.work_exports().await.unwrap(), 0);
    let actor = hall.actor().await;
    assert_eq!(app.export(&actor, export.id).await.unwrap().state, ExportState::Stopped);
}

#[tokio::test]
async fn what_was_gathered_is_kept_for_a_day_unless_it_is_thrown_away_or_replaced() {
    let hall = Hall::new(5).await;
    let app = &hall.house.app;
    let first = hall.ask(ImportKind::People, None).await.unwrap();
    app.work_exports().await.unwrap();
    let second = hall.ask(ImportKind::People, None).await.unwrap();
    assert_ne!(first.id, second.id);
    assert_eq!(
        (hall.state(&first).await.state, hall.parts().await),
        (ExportState::Expired, 0),
        "one of a kind"
    );
    app.work_exports().await.unwrap();
    assert_eq!(hall.parts().await, 1);

    hall.house.clock.pass(Duration::hours(23));
    assert_eq!(app.forget_exports().await.unwrap(), 0);
    hall.house.clock.pass(Duration::minutes(61));
    let token = hall.ground.sign_in_again(hall.manager).await;
    let hall = Hall { token, ..hall };
    let app = &hall.house.app;
    let path = format!("/manage/exports/{}", second.id);
    let table = format!("{path}/table.csv");
    assert_eq!(hall.get_as(&hall.token, &table).await.0, StatusCode::UNPROCESSABLE_ENTITY, "on the minute");
    assert_eq!((app.forget_exports().await.unwrap(), hall.parts().await), (1, 0));
    let page = hall.page(&path).await;
    assert!(page.contains("kept for a day") && page.contains("Gather again"), "{page}");
    assert_eq!(hall.post(&format!("{path}/discarding"), "").await.0, StatusCode::UNPROCESSABLE_ENTITY);

    let third = hall.ask(ImportKind::People, None).await.unwrap();
    app.gather_part(third.id).await.unwrap();
    assert_eq!(hall.parts().await, 1);
    let (status, to) = hall.post(&format!("/manage/exports/{}/discarding", third.id), "").await;
    assert!(status == StatusCode::SEE_OTHER && to.starts_with("/manage/exports"), "{to}");
    assert_eq!((hall.state(&third).await.state, hall.parts().await), (ExportState::Discarded, 0));
    assert!(!hall.page("/manage/exports").await.contains(&third.id.to_string()), "nor is it listed");
    assert!(!app.gather_part(third.id).await.unwrap(), "nobody gathers what nobody wants");

    hall.house.clock.pass(Duration::days(31));
    app.forget_exports().await.unwrap();
    let left = hall.ground.count("SELECT COUNT(*) AS count FROM export_job", vec![]).await;
    assert_eq!(left, 0, "after a month nobody knows of them but the trail");
}

#[tokio::test]
async fn nobody_has_many_tables_gathered_at_a_time() {
    let hall = Hall::new(5).await;
    for kind in [ImportKind::People, ImportKind::Enrollments, ImportKind::Nominations] {
        hall.ask(kind, None).await.unwrap();
    }
    let refused = hall.ask(ImportKind::Marks, None).await.unwrap_err();
    assert!(
        matches!(&refused, postup_app::Error::Rejected(no) if no.code() == Refusal::ExportsUnderWay.code()),
        "{refused:?}"
    );
    let again = hall.ask(ImportKind::People, None).await.unwrap();
    assert_eq!(again.state, ExportState::Waiting, "asking for the same again is no more work");
    hall.house.app.work_exports().await.unwrap();
    hall.ask(ImportKind::Marks, None).await.unwrap();
}

#[tokio::test]
async fn the_marks_of_one_cohort_come_alone_and_wrong_questions_get_an_answer() {
    let hall = Hall::new(0).await;
    let (house, ground) = (&hall.house, &hall.ground);
    let class = crate::attendance::class(house, ground, 4).await;
    let other = ground.cohort(3, postup_domain::cohort::EnrollmentPolicy::Open).await;
    let wanted = format!("/manage/exports/marks.xlsx?cohort={}", class.cohort);
    let (status, to, _) = hall.get_as(&hall.token, &wanted).await;
    assert_eq!(
        (status, to.clone()),
        (StatusCode::SEE_OTHER, format!("/manage/exports?cohort={}", class.cohort))
    );
    let page = hall.page(&to).await;
    assert!(page.contains(&format!("name=\"cohort\" value=\"{}\"", class.cohort)), "{page}");
    let short = format!("/manage/exports/marks.csv?cohort={other}");
    assert_eq!(hall.get_as(&hall.token, &short).await.0, StatusCode::OK);
    let other_kind = format!("/manage/exports/people.csv?cohort={}", class.cohort);
    assert_eq!(hall.get_as(&hall.token, &other_kind).await.0, StatusCode::BAD_REQUEST);
    let (_, path) = hall.post("/manage/exports", &format!("kind=marks&cohort={}", class.cohort)).await;
    house.app.work_exports().await.unwrap();
    let (_, _, table) = hall.get_as(&hall.token, &format!("{path}/table.csv")).await;
    let (_, _, streamed) =
        hall.get_as(&hall.token, &format!("/api/v1/exports/marks?cohort_id={}", class.cohort)).await;
    assert!(table == streamed && String::from_utf8(table).unwrap().lines().count() > 4);
    assert!(hall.page(&path).await.contains("Marks"));

    let nowhere = uuid::Uuid::from_u128(7);
    for (body, status) in [
        ("kind=things".to_owned(), StatusCode::BAD_REQUEST),
        (String::new(), StatusCode::BAD_REQUEST),
        (format!("kind=marks&cohort={nowhere}"), StatusCode::BAD_REQUEST),
        ("kind=marks&cohort=x".to_owned(), StatusCode::NOT_FOUND),
        (format!("kind=people&cohort={}", class.cohort), StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(hall.post("/manage/exports", &body).await.0, status, "{body}");
    }
    let trainer = hall.ground.person("Тренерка").await;
    let cohort = Scope::Cohort(class.cohort);
    let hall = Hall { token: hall.ground.sign_in(trainer, &[(Role::Trainer, cohort)]).await, ..hall };
    assert_eq!(hall.post("/manage/exports", "kind=people").await.0, StatusCode::FORBIDDEN);
    let list = hall.page("/manage/exports").await;
    assert!(!list.contains("people.csv") && !list.contains("value=\"people\""), "{list}");
}

#[tokio::test]
async fn the_interface_gathers_too() {
    let hall = Hall::new(5).await;
    let client = hall.house.client();
    let bearer = format!("Bearer {}", hall.token);
    let ask = async |body: Value| {
        client.post("/api/v1/export-jobs").header("authorization", &bearer).body_json(&body).send().await
    };
    let begun = ask(json!({"kind": "people"})).await;
    begun.assert_status(StatusCode::ACCEPTED);
    let at = begun.0.headers()["location"].to_str().unwrap().to_owned();
    let look = async || {
        let body = hall.get_as(&hall.token, &at).await.2;
        serde_json::from_slice::<Value>(&body).unwrap()
    };
    assert_eq!((&look().await["state"], &look().await["rows_expected"]), (&json!("waiting"), &json!(6)));
    hall.house.app.work_exports().await.unwrap();
    let done = look().await;
    assert!(done["state"] == "ready" && done["rows_done"] == 6 && done["kept_until"].is_string(), "{done}");
    let (status, _, table) = hall.get_as(&hall.token, &format!("{at}/table?format=csv")).await;
    assert!(status == StatusCode::OK && table.starts_with("\u{feff}email;".as_bytes()));
    let discard = async || {
        client.post(format!("{at}/discarding")).header("authorization", &bearer).send().await.0.status()
    };
    assert_eq!((discard().await, discard().await), (StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(look().await["state"], "discarded");
    let nowhere = uuid::Uuid::from_u128(7);
    ask(json!({"kind": "marks", "cohort_id": nowhere})).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    ask(json!({"kind": "things"})).await.assert_status(StatusCode::BAD_REQUEST);
}
