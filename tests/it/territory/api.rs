//! The codifier as JSON, open to everybody.

use super::*;
use poem::http::StatusCode;
use postup_tests::Client;
use serde_json::Value;

async fn house() -> (TestApp, Client) {
    let test = TestApp::new().await;
    import(&test, workbook(&table(NOTE, &UNITS))).await;
    import(&test, changed(|units| units[4][6] = "Софіївка")).await;
    let client = test.client();
    (test, client)
}

/// Status, body and the header that leads to the next page.
async fn get(client: &Client, path: &str) -> (StatusCode, Value, Option<String>) {
    let mut response = client.get(format!("/api/v1{path}")).header("accept-language", "en").send().await.0;
    let link = response.header("link").map(ToOwned::to_owned);
    let body = response.take_body().into_bytes().await.unwrap();
    (response.status(), serde_json::from_slice(&body).unwrap(), link)
}

#[tokio::test]
async fn a_unit_tells_where_it_lies_and_what_it_was() {
    let (_test, client) = house().await;
    let (status, unit, _) = get(&client, &format!("/territories/{VILLAGE}")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(unit["full_title"], "Sofiivka village, Vinnytska hromada, Vinnytskyi raion, Vinnytska oblast");
    assert_eq!((&unit["name"], &unit["oblast"]), (&"Софіївка".into(), &VINNYTSKA.into()));
    assert_eq!(unit["valid_from"], "2026-07-01");
    assert_eq!(unit["history"][0]["name"], "Слов’янка");
    assert_eq!(unit["history"][0]["valid_to"], "2026-07-01");
    for unknown in ["UA05000000000010237", "nonsense", "UA05000000000010236%00"] {
        let (status, problem, _) = get(&client, &format!("/territories/{unknown}")).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::NOT_FOUND, &"error-not-found".into()),
            "{unknown}"
        );
    }
}

#[tokio::test]
async fn units_are_listed_page_by_page() {
    let (_test, client) = house().await;
    let (mut path, mut seen) = ("/territories?limit=3".to_owned(), Vec::new());
    loop {
        let (status, units, link) = get(&client, &path).await;
        assert_eq!(status, StatusCode::OK, "{units}");
        seen.extend(units.as_array().unwrap().iter().map(|unit| unit["code"].as_str().unwrap().to_owned()));
        let Some(link) = link else { break };
        let (address, _) = link.trim_start_matches("</api/v1").split_once('>').unwrap();
        address.clone_into(&mut path);
    }
    assert_eq!(seen, [VINNYTSKA, KYIV, VINNYTSKYI, HAISYNSKYI, HROMADA, VINNYTSIA, VILLAGE, DISTRICT]);
    let (_, units, _) = get(&client, &format!("/territories?parent={VINNYTSKA}&category=P")).await;
    assert_eq!(units.as_array().unwrap().len(), 2);
    let (_, units, _) = get(&client, &format!("/territories?within={VINNYTSKYI}&q=vinnytsia")).await;
    assert_eq!(units[0]["title"], "Vinnytsia city");
}

#[tokio::test]
async fn odd_questions_get_plain_answers() {
    let (_test, client) = house().await;
    for (query, pointer) in [
        ("parent=UA05", "/parent"),
        ("within=%00", "/within"),
        ("limit=0", "/limit"),
        ("cursor=!", "/cursor"),
    ] {
        let (status, problem, _) = get(&client, &format!("/territories?{query}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{query}");
    }
    let long = "a".repeat(201);
    assert_eq!(get(&client, &format!("/territories?q={long}")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(get(&client, "/territories?category=%D0%9E").await.0, StatusCode::BAD_REQUEST);
    for (query, count) in [("q=%00", 8), ("q=%25", 0), ("q=%5C", 0), ("q=", 8), ("cursor=eAp5", 8)] {
        let (status, units, _) = get(&client, &format!("/territories?{query}")).await;
        assert_eq!(
            (status, units.as_array().map(Vec::len)),
            (StatusCode::OK, Some(count)),
            "{query}: {units}"
        );
    }
}
