//! Every address asked with what no honest reader asks.

use super::{braced, filled, routes};
use crate::login::{PASSWORD, person, with_role};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use poem::http::Method;
use postup_domain::access::{Actor, Role};
use postup_domain::login::LoginKind;
use postup_tests::TestApp;
use std::collections::BTreeSet;
use std::path::Path;
use uuid::Uuid;

/// Texts with a NUL, days that no calendar has or one of the databases has not, cursors of the same, and very much of it.
fn hostile(names: &BTreeSet<String>, is_page: bool) -> Vec<String> {
    let cursor = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let (nil, long) = (Uuid::nil(), "x".repeat(60_000));
    let values = [
        "%00".to_owned(),
        "-9999-01-01".to_owned(),
        "%2B262142-12-31".to_owned(),
        "-9999-01-01T00:00:00Z".to_owned(),
        "%2B262142-12-31T23:59:59Z".to_owned(),
        "-9999-01-01~%00".to_owned(),
        "-9223372036854775808".to_owned(),
        cursor(&format!("{nil}\n\0")),
        cursor("-9999-01-01\n\0"),
        cursor("9223372036854775807\n-9999-01-01T00:00:00Z"),
    ];
    let alone = |value: &String| names.iter().map(|name| format!("{name}={value}")).collect::<Vec<_>>();
    let together = values.iter().map(|value| alone(value).join("&"));
    // A page reads whatever it can; the interface refuses a question for the first thing in it.
    let apart = if is_page { &values[..1] } else { &values[..] };
    together.chain(apart.iter().chain([&long]).flat_map(alone)).collect()
}

/// What the pages of the product look for in an address, from their sources.
fn names_that_pages_read() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/http/src/pages");
    crate::words::visit(&pages, &["rs"], &mut |text| {
        for call in ["form.value(\"", "form.raw(\"", "filter.value(\"", "filter.raw(\"", "form.all(\""] {
            let read = text.split(call).skip(1).filter_map(|rest| rest.split('"').next());
            names.extend(read.filter(|name| !name.is_empty()).map(str::to_owned));
        }
    });
    for day in ["from", "until"] {
        names.extend(["day", "month", "year"].map(|part| format!("{day}_{part}")));
    }
    names.extend(["cursor", "after", "sort"].map(str::to_owned));
    names
}

/// Never a 5xx from input, whatever an address asks for.
#[tokio::test]
async fn hostile_questions_get_an_answer() {
    let house = TestApp::new().await;
    let client = house.client();
    let email = "everything@rada.test";
    person(&house, email).await;
    for role in Role::ALL.iter().filter(|role| **role != Role::Official) {
        with_role(&house, email, *role).await;
    }
    let opened = house.app.sign_in(email, PASSWORD, LoginKind::Web, &Actor::visitor()).await.unwrap();
    let cookie = format!("postup={}", opened.token.reveal());
    let document: serde_json::Value =
        serde_json::from_str(&postup_http::api::document(&house.site).unwrap()).unwrap();
    client.get("/admin").header("cookie", &cookie).send().await.assert_status_is_ok();
    let of_pages = names_that_pages_read();
    assert!(
        ["q", "after", "from_year", "cursor"].iter().all(|name| of_pages.contains(*name)),
        "{of_pages:?}"
    );
    let (mut wrong, mut asked_below) = (Vec::new(), 0);
    for route in routes(&house).iter().filter(|route| route.method == Method::GET) {
        let known = document["paths"][braced(route.path.trim_start_matches("/api/v1"))]["get"]["parameters"]
            .as_array();
        let of_query = known.into_iter().flatten().filter(|one| one["in"] == "query");
        let of_query: BTreeSet<String> =
            of_query.map(|one| one["name"].as_str().unwrap().to_owned()).collect();
        asked_below += usize::from(route.path.contains("/:") && !of_query.is_empty());
        let names = if route.is_page { &of_pages } else { &of_query };
        let path = filled(&route.path);
        let mut addresses: Vec<String> =
            hostile(names, route.is_page).iter().map(|query| format!("{path}?{query}")).collect();
        addresses.push(path.replace(&Uuid::nil().to_string(), "%00"));
        for address in addresses {
            let answer = client.get(&address).header("cookie", &cookie).send().await;
            if answer.0.status().is_server_error() {
                let short: String = address.chars().take(120).collect();
                wrong.push(format!("{short}: {}", answer.0.status()));
            }
        }
    }
    assert!(asked_below > 10, "{asked_below} operations below an id take a question");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
