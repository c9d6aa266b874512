//! The frame that every request passes: migrations, policies, keys, problem documents, the page of errors.

use postup_tests::TestApp;
use postup_tests::database::Database;

#[tokio::test]
async fn the_schema_is_present_and_the_house_is_ready() {
    let house = TestApp::new().await;
    assert_eq!(house.app.migrate().await.unwrap(), 0);
    let client = house.client();
    client.get("/health/live").send().await.assert_status_is_ok();
    client.get("/health/ready").send().await.assert_status_is_ok();
    client.get("/metrics").send().await.assert_status_is_ok();
}

#[tokio::test]
async fn a_file_without_schema_is_not_ready() {
    let database = Database::new().await;
    let url = format!("sqlite://{}/empty.db", database.folder.0.display());
    let sizes = postup_persistence::store::PoolSizes { readers: 1, writers: 1 };
    let store = postup_persistence::Store::open(&url, sizes).await.unwrap();
    assert!(store.pending_migrations().await.unwrap() > 0);
}

#[tokio::test]
async fn a_parameter_that_cannot_be_read_is_named_in_the_readers_language() {
    let client = TestApp::new().await.client();
    for (language, words) in [("uk", "не може мати такого значення"), ("en", "cannot have this value")]
    {
        let answer =
            client.get("/api/v1/courses?limit=many").header("accept-language", language).send().await;
        answer.assert_status(poem::http::StatusCode::BAD_REQUEST);
        let problem: serde_json::Value =
            serde_json::from_str(&answer.0.into_body().into_string().await.unwrap()).unwrap();
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("limit") && detail.contains(words) && !detail.contains("parse"), "{problem}");
    }
}

#[tokio::test]
async fn what_is_not_there_says_so_in_the_readers_language() {
    let client = TestApp::new().await.client();
    for (language, words) in [("uk", "Тут нічого немає"), ("en", "nothing here")] {
        let answer = client.get("/api/v1/nothing").header("accept-language", language).send().await;
        answer.assert_status(poem::http::StatusCode::NOT_FOUND);
        answer.assert_content_type("application/problem+json; charset=utf-8");
        let body = answer.0.into_body().into_string().await.unwrap();
        assert!(body.contains(words), "{body}");
    }
    let page = client.get("/nothing").send().await;
    page.assert_status(poem::http::StatusCode::NOT_FOUND);
    page.assert_content_type("text/html; charset=utf-8");
}

#[tokio::test]
async fn the_document_describes_the_interface() {
    let client = TestApp::new().await.client();
    let document = client.get("/api/v1/openapi.json").send().await;
    document.assert_status_is_ok();
    document.json().await.value().object().get("openapi").assert_string("3.0.0");
    client.get("/api/docs").send().await.assert_status_is_ok();
}

#[tokio::test]
async fn a_query_parameter_that_an_operation_does_not_know_is_refused_by_its_name() {
    let house = TestApp::new().await;
    let client = house.client();
    for (address, language, words) in [
        (
            "/api/v1/courses?subjct=water_supply",
            "en",
            "subjct is not known; there are: program, state, subject",
        ),
        ("/api/v1/courses?subject=water_supply&%D0%BA=1", "uk", "Параметр к невідомий"),
        (
            "/api/v1/public/statistics?by=oblast",
            "en",
            "by is not known; this address takes no query parameters",
        ),
    ] {
        let answer = client.get(address).header("accept-language", language).send().await;
        answer.assert_status(poem::http::StatusCode::BAD_REQUEST);
        let body = answer.0.into_body().into_string().await.unwrap();
        assert!(body.contains("error-unknown-parameter") && body.contains(words), "{address}: {body}");
    }
    client.get("/api/v1/courses?subject=water_supply&limit=1").send().await.assert_status_is_ok();
}
