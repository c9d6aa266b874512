//! Figures as people read them: narrowed, sorted, drawn, and as a file of the same rows.

mod follow;

use poem::http::StatusCode;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::clock::Clock;
use postup_domain::figures::{Dimension, Figure, Month, Slice};
use postup_tests::outside::CountingEntropy;
use postup_tests::{Ground, TestApp};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The demonstration, with somebody who reads figures.
async fn country() -> (TestApp, String) {
    let house = TestApp::new().await;
    let entropy = Arc::new(CountingEntropy::new());
    let (settings, now) = (house.app.settings().clone(), house.clock.now());
    assert!(postup_app::demo::load(house.store.clone(), entropy, settings, now).await.unwrap());
    let analyst = serde_json::json!({ "email": "analyst@demo.test", "password": "demo demo demo demo" });
    let answer = house.client().post("/api/v1/auth/sessions").body_json(&analyst).send().await;
    answer.assert_status(StatusCode::CREATED);
    let signed_in: Value = serde_json::from_str(&answer.0.into_body().into_string().await.unwrap()).unwrap();
    let token = signed_in["token"].as_str().unwrap().to_owned();
    let language = [("language", "en"), ("to", "/")];
    let bearer = format!("Bearer {token}");
    let client = house.client();
    client.post("/language").header("authorization", bearer).form(&language).send().await;
    (house, token)
}

async fn read(house: &TestApp, token: &str, path: &str) -> String {
    let client = house.client();
    let request = client.get(path).header("accept-language", "en");
    let answer = request.header("authorization", format!("Bearer {token}")).send().await;
    answer.assert_status_is_ok();
    // Without the marks that keep directions of writing apart.
    answer.0.into_body().into_string().await.unwrap().replace(['\u{2068}', '\u{2069}'], "")
}

async fn rows(house: &TestApp, by: Dimension, slice: &Slice) -> (BTreeMap<String, Figure>, Figure) {
    let permit = Actor::system().may_read_figures().unwrap();
    let named = house.app.completion_figures(&permit, by, slice).await.unwrap();
    let rows = named.figures.rows.into_iter().map(|row| (row.key.clone(), row)).collect();
    (rows, named.figures.total)
}

#[tokio::test]
async fn figures_are_narrowed_sorted_drawn_and_kept_as_they_are_seen() {
    let (house, token) = country().await;
    let everything = Slice { until: Some(Month::new("until", "2999-12").unwrap()), ..Slice::default() };
    for by in Dimension::ALL {
        let counted = rows(&house, *by, &Slice::default()).await;
        assert_eq!(counted, rows(&house, *by, &everything).await, "{by}: facts and counters");
    }

    // Down from the country to an organization: each level sums up to the row above.
    let (oblasts, _) = rows(&house, Dimension::Oblast, &Slice::default()).await;
    assert_eq!(oblasts.keys().filter(|key| !key.is_empty()).count(), 27, "also those where nobody applied");
    let mut slice = Slice::default();
    let mut above = oblasts.values().max_by_key(|row| row.participations.completed).unwrap().clone();
    for by in [Dimension::Raion, Dimension::Hromada, Dimension::Organization] {
        slice.territory = Some(above.key.parse().unwrap());
        let (below, total) = rows(&house, by, &slice).await;
        assert_eq!((total.participations, total.minutes), (above.participations, above.minutes), "{by}");
        let completed: i64 = below.values().map(|row| row.participations.completed).sum();
        assert_eq!(completed, above.participations.completed, "{by}");
        assert!(below.values().all(|row| row.people.completed <= row.participations.completed));
        above = below.into_values().max_by_key(|row| row.participations.completed).unwrap();
    }
    let (courses, _) = rows(&house, Dimension::Course, &slice).await;
    let (course, row) = courses.into_iter().next().unwrap();
    let of_course = Slice { course: Some(course.parse().unwrap()), ..slice };
    let (_, total) = rows(&house, Dimension::Oblast, &of_course).await;
    assert_eq!(total.participations, row.participations, "a course within a unit");

    let page = read(&house, &token, "/insight?sort=completed").await;
    let names = ["how many people completed a course in each region", "the share of hromadas of each oblast"];
    for name in names {
        assert!(page.contains(&format!("role=\"img\" aria-label=\"Map of 27 tiles: {name}")), "{name}");
    }
    assert!(page.contains("Most people completed in this region: "), "the message in words");
    assert!(page.contains("aria-sort=\"descending\""));
    let csv = read(&house, &token, "/insight/figures.csv?sort=completed").await;
    let seen: Vec<&str> = csv.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
    let mut rest = page.split_once("<tbody>").unwrap().1.split_once("aria-sort").unwrap().1;
    for name in &seen {
        let escaped = name.replace('\'', "&#39;");
        rest = rest.split_once(escaped.as_str()).unwrap_or_else(|| panic!("{name} in its place")).1;
    }
    assert!(seen.len() >= 27);
    let months = read(&house, &token, "/insight?by=month").await;
    assert!(months.contains("aria-label=\"Bars: participations with a seat"));
    let reached = read(&house, &token, "/insight/coverage.csv").await;
    assert_eq!(reached.lines().count(), 26, "25 first-level units have hromadas");
}

#[tokio::test]
async fn what_figures_cannot_be_narrowed_by_is_told() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let analyst = ground.person("Аналітикиня").await;
    let token = ground.sign_in(analyst, &[(Role::Analyst, Scope::Everything)]).await;
    for (path, status, words) in [
        ("/insight?from=2026-13", StatusCode::NOT_FOUND, ""),
        ("/insight?within=UA99", StatusCode::NOT_FOUND, ""),
        ("/insight?course=1", StatusCode::NOT_FOUND, ""),
        ("/insight/figures.csv?until=x", StatusCode::NOT_FOUND, ""),
        ("/api/v1/statistics/completion?by=month&from=05.2026", StatusCode::UNPROCESSABLE_ENTITY, "/from"),
        ("/api/v1/statistics/completion?by=raion&within=UA1", StatusCode::UNPROCESSABLE_ENTITY, "/within"),
    ] {
        let bearer = format!("Bearer {token}");
        let answer = house.client().get(path).header("authorization", bearer).send().await;
        answer.assert_status(status);
        let body = answer.0.into_body().into_string().await.unwrap();
        assert!(body.contains(words), "{path}: {body}");
    }
    let empty = read(&house, &token, "/insight").await;
    assert!(empty.contains("Nothing to count yet"));
}

/// What everybody sees of one table, and what is missing from the totals.
fn missing(rows: &[Value], total: [i64; 4]) -> (usize, [i64; 4]) {
    let told = |row: &Value| NUMBERS.map(|name| row[name].as_i64());
    let mut left = total;
    for row in rows.iter().filter(|row| row["status"] == "shown") {
        let numbers = told(row).map(Option::unwrap);
        for (left, number) in left.iter_mut().zip(numbers) {
            *left -= number;
        }
        let [participations, people, completed, people_completed] = numbers;
        for count in [
            participations,
            people,
            completed,
            people_completed,
            participations - completed,
            people - people_completed,
        ] {
            assert!(count == 0 || count >= 5, "{count} is told by {row}");
        }
    }
    let kept: Vec<&Value> = rows.iter().filter(|row| row["status"] != "shown").collect();
    assert!(kept.iter().all(|row| told(row) == [None; 4]), "{kept:?}");
    (kept.len(), left)
}

const NUMBERS: [&str; 4] = ["participations", "people", "participations_completed", "people_completed"];

#[tokio::test]
async fn nothing_small_is_public_nor_follows_from_what_is() {
    let (house, token) = country().await;
    let said = house.client().get("/api/v1/public/statistics").send().await;
    let all: Value = serde_json::from_str(&said.0.into_body().into_string().await.unwrap()).unwrap();
    assert_eq!(all["threshold"], 5);
    let (_, total) = rows(&house, Dimension::All, &Slice::default()).await;
    let (a, b) = (total.participations, total.people);
    let total = [a.confirmed, b.confirmed, a.completed, b.completed];
    for (table, by) in [("oblasts", "oblast"), ("programs", "program"), ("courses", "course")] {
        let rows = all[table].as_array().unwrap();
        let (kept, left) = missing(rows, total);
        // People may stand in several rows, so that only sums of participations are exact.
        let sums = [left[0], left[2], left[0] - left[2]];
        assert!(kept != 1, "{table}: one row is kept back alone");
        assert!(rows.is_empty() || kept > 0 || sums == [0; 3], "{table}: {sums:?}");
        assert!(
            rows.is_empty() || sums.iter().all(|sum| *sum == 0 || *sum >= 10),
            "{table}: {kept} {sums:?}"
        );
        let csv = house.client().get(format!("/statistics/{by}.csv")).send().await;
        let csv = csv.0.into_body().into_string().await.unwrap();
        assert_eq!(csv.lines().count(), rows.len() + 1, "{table}");
        let shown = rows.iter().filter(|row| row["status"] == "shown").count();
        assert_eq!(csv.matches(",shown,").count(), shown, "{table}: the file tells what the interface tells");
        assert_eq!(csv.matches(",suppressed,,,,,").count(), kept, "{table}");
    }
    // Months lie beside courses, so that they are told in round numbers only, never more than there are.
    let base = all["months_rounded_to"].as_i64().unwrap();
    let (months, _) = rows(&house, Dimension::Month, &Slice::default()).await;
    let said = all["months"].as_array().unwrap();
    assert!(base >= 10 && said.len() == months.len() && base % 10 == 0, "{base}");
    for row in said {
        let counted = &months[row["key"].as_str().unwrap()].participations;
        for (name, count) in
            [("participations", counted.confirmed), ("participations_completed", counted.completed)]
        {
            assert_eq!(row[name], count - count % base, "{row}");
        }
    }
    let csv = read(&house, &token, "/statistics/month.csv").await;
    assert_eq!(csv.matches(&format!(",{base},5,")).count(), months.len(), "{csv}");
    assert!(all["oblasts"].as_array().unwrap().iter().any(|row| row["status"] == "shown"), "{all}");
    assert!(all["oblasts"].as_array().unwrap().iter().any(|row| row["status"] == "suppressed"), "{all}");
    let page = read(&house, &token, "/statistics?sort=-people").await;
    assert!(page.contains("[c]") && page.contains("class=\"tint-kept\""));
    assert!(page.contains("Counts of fewer than 5 people"));
    assert!(page.contains(&format!("rounded down to multiples of {base}")));
}

/// What they cost does not depend on how many look at them, nor on what anybody thinks of.
#[tokio::test]
async fn public_figures_are_reckoned_once_for_all_who_look() {
    let (house, _) = country().await;
    let ask = async |path: &str| house.client().get(path).send().await;
    let cost = async |path: &str| {
        let before = house.app.statements();
        ask(path).await.assert_status_is_ok();
        house.app.statements() - before
    };
    let first = cost("/api/v1/public/statistics").await;
    assert!(first > 10, "{first}");
    for path in ["/api/v1/public/statistics", "/statistics/course.csv", "/statistics?sort=people"] {
        assert_eq!(cost(path).await, 0, "{path}");
    }
    for thought_of in ["sort=guessed", "sort=people&x=1", "x=1", "sort=%70eople"] {
        let guessed = ask(&format!("/statistics?{thought_of}")).await;
        guessed.assert_status(StatusCode::SEE_OTHER);
        guessed.assert_header("location", "/statistics");
    }
    ask("/statistics?sort=people&sort=people").await.assert_status(StatusCode::BAD_REQUEST);
    assert_eq!(house.app.public_figures().await.unwrap(), house.app.public_figures().await.unwrap());
    house.clock.pass(chrono::Duration::seconds(30));
    assert_eq!(cost("/api/v1/public/statistics").await, first, "half a minute later anew");
}

#[tokio::test]
async fn what_is_open_is_listed_for_people_and_for_machines() {
    let (house, token) = country().await;
    let page = read(&house, &token, "/open-data").await;
    let catalog: Value =
        serde_json::from_str(&read(&house, &token, "/open-data/catalog.json").await).unwrap();
    let sets = catalog["dcat:dataset"].as_array().unwrap();
    assert_eq!(sets.len(), 5);
    for set in sets {
        assert!(
            set["dct:title"].as_array().unwrap().len() == 2 && set["dct:publisher"]["foaf:name"].is_array()
        );
        for one in set["dcat:distribution"].as_array().unwrap() {
            let address = one["dcat:accessURL"]["@id"].as_str().unwrap();
            let path = address.strip_prefix(&house.app.settings().origin).unwrap();
            assert!(page.contains(&format!("href=\"{path}\"")), "{path} is on the page");
            let answer = house.client().get(path).send().await;
            answer.assert_status_is_ok();
            let kind = one["dcat:mediaType"]["@id"].as_str().unwrap().rsplit_once("media-types/").unwrap().1;
            let given = answer.0.content_type().unwrap_or_default().to_owned();
            assert!(given.starts_with(kind), "{path}: {given}");
            if kind == "text/csv" {
                let text = answer.0.into_body().into_string().await.unwrap();
                let head = text.lines().next().unwrap().trim_start_matches('\u{feff}');
                for column in head.split(',') {
                    assert!(
                        page.contains(&format!("<code>{column}</code>")),
                        "{path}: {column} is explained"
                    );
                }
                assert!(text.lines().count() > 1, "{path} has rows");
                assert_eq!(text.matches(head).count(), 1, "{path} has one head");
                if path.ends_with("territories.csv") {
                    let counted = "SELECT COUNT(*) AS count FROM territory WHERE valid_to IS NULL";
                    let units = follow::count(&house, counted, vec![]).await;
                    assert!(units > 1_000 && text.lines().count() == 1 + usize::try_from(units).unwrap());
                }
                for secret in ["@demo.test", "вул. ", "Шевченко"] {
                    assert!(!text.contains(secret), "{path}: {secret}");
                }
            }
        }
    }
}
