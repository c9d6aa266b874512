//! What people want of optional mail: on their page, through the interface, and by the link in a letter.

use poem::EndpointExt;
use poem::http::StatusCode;
use poem::test::TestClient;
use postup_domain::access::Actor;
use postup_domain::correspondence::MailRhythm;
use postup_domain::email::{Email, MailKind};
use postup_domain::id::PersonId;
use postup_domain::notification::NotificationState;
use postup_tests::{Client, TestApp};
use serde_json::json;

use super::town::Town;
use crate::desk::{Desk, body_of, expect};

/// A mail provider: no cookie, no origin, nothing that says where it comes from.
fn provider(house: &TestApp) -> Client {
    TestClient::new(postup_http::routes(house.site.clone()).unwrap().boxed())
}

/// The path in the header of the letter that was taken last.
fn way_out(town: &Town) -> String {
    let header = town.server.taken().last().unwrap().header("List-Unsubscribe");
    let address = header.trim_start_matches('<').trim_end_matches('>');
    address.strip_prefix("https://postup.test").expect(address).to_owned()
}

async fn read(client: &Client, path: &str) -> String {
    let answer = client.get(path).send().await;
    answer.assert_status_is_ok();
    answer.0.into_body().into_string().await.unwrap()
}

async fn wants(town: &Town, person: PersonId) -> bool {
    let wish = postup_persistence::correspondence::of_person(&town.house.app.reader(), person).await.unwrap();
    wish.wants(MailKind::SessionTomorrow)
}

#[tokio::test]
async fn must_have_mail_ignores_what_is_wanted_and_offers_no_way_out() {
    let town = Town::new().await;
    let person = town.person("olena@hromada.test").await;
    let enrollment = town.enrollment(person, "confirmed").await;
    town.wishes(person, MailRhythm::Never, &[]).await;
    let reminder = town.remind(person, enrollment).await;
    let seat = town.tell(person, Email::SeatConfirmed { enrollment }).await;
    town.deliver_all().await;
    assert_eq!(town.fate(seat).await.state, NotificationState::Sent);
    let fate = town.fate(reminder).await;
    assert_eq!((fate.state, fate.last_reply.as_deref()), (NotificationState::Dropped, Some("unwanted")));
    let taken = town.server.taken();
    assert_eq!(taken.len(), 1);
    for name in ["List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"] {
        assert_eq!(taken[0].header(name), "", "{name}");
    }
    assert!(!String::from_utf8_lossy(&taken[0].data).contains("unsubscribe"));
}

#[tokio::test]
async fn one_click_of_a_provider_ends_a_kind_and_reading_the_page_does_not() {
    let town = Town::new().await;
    let person = town.person("olena@hromada.test").await;
    let enrollment = town.enrollment(person, "confirmed").await;
    town.remind(person, enrollment).await;
    assert_eq!(town.deliver_all().await.sent, 1);
    let taken = town.server.taken();
    assert_eq!(taken[0].header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_eq!(taken[0].header("List-Id"), "<session-tomorrow.postup.test>");
    let path = way_out(&town);
    let client = provider(&town.house);
    // A scanner of links reads, and nothing ends.
    let page = read(&client, &path).await;
    assert!(page.contains("Відписатися") && wants(&town, person).await, "{page}");
    let clicked = client.post(&path).form(&[("List-Unsubscribe", "One-Click")]).send().await;
    clicked.assert_status_is_ok();
    assert!(!wants(&town, person).await);
    let page = read(&client, &path).await;
    assert!(page.contains("Отримувати знову"), "{page}");
    // Again, and in the other form that RFC 8058 allows: the same answer.
    let body =
        "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    let again = client.post(&path).content_type("multipart/form-data; boundary=x").body(body).send().await;
    again.assert_status_is_ok();
    town.remind(person, enrollment).await;
    assert_eq!(town.deliver_all().await.dropped, 1);
    // Undo is for people on our page only.
    let undo = format!("{path}/undo");
    client.post(&undo).form(&[("a", "b")]).send().await.assert_status(StatusCode::FORBIDDEN);
    assert!(!wants(&town, person).await);
    town.house.client().post(&undo).form(&[("a", "b")]).send().await.assert_status_is_ok();
    assert!(wants(&town, person).await);
    town.remind(person, enrollment).await;
    assert_eq!(town.deliver_all().await.sent, 1);
}

#[tokio::test]
async fn a_link_works_for_its_person_and_kind_only() {
    let town = Town::new().await;
    let (person, other) = (town.person("a@hromada.test").await, town.person("b@hromada.test").await);
    let app = &town.house.app;
    let path = app.unsubscribe_path(MailKind::SessionTomorrow, person);
    let theirs = app.unsubscribe_path(MailKind::SessionTomorrow, other);
    let (kind, token) = path.trim_start_matches("/unsubscribe/").split_once('/').unwrap();
    let (_, their_token) = theirs.trim_start_matches("/unsubscribe/").split_once('/').unwrap();
    assert_eq!((kind, token.len()), ("session_tomorrow", 43));
    // Person of one, proof of the other; cut, prolonged; another kind; not ours at all.
    let mixed = format!("{}{}", &token[..22], &their_token[22..]);
    for (kind, token) in [
        (kind, mixed.as_str()),
        (kind, &token[..42]),
        (kind, &token[..21]),
        (kind, ""),
        (kind, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        (kind, "../../me"),
        ("daily_digest", token),
        ("seat_confirmed", token),
        ("nothing", token),
    ] {
        let refused = app.unsubscribe(kind, token).await;
        assert!(matches!(refused, Err(postup_app::Error::Rejected(_))), "{kind} {token}: {refused:?}");
    }
    assert!(wants(&town, person).await && wants(&town, other).await);
    let client = provider(&town.house);
    client.post("/unsubscribe/session_tomorrow/x").send().await.assert_status(StatusCode::NOT_FOUND);
    client.get("/unsubscribe/session_tomorrow/x").send().await.assert_status(StatusCode::NOT_FOUND);
    app.unsubscribe(kind, token).await.unwrap();
    assert!(!wants(&town, person).await && wants(&town, other).await);
}

#[tokio::test]
async fn leaving_the_digest_leaves_all_of_it() {
    let town = Town::new().await;
    let person = town.person_called("Koval", "olena@hromada.test", "en").await;
    town.wishes(person, MailRhythm::Daily, &[]).await;
    let path = town.house.app.unsubscribe_path(MailKind::DailyDigest, person);
    let client = provider(&town.house);
    let page = read(&client, &path).await;
    assert!(page.contains("<html lang=\"en\">") && page.contains("Daily digest"), "{page}");
    client.post(&path).form(&[("List-Unsubscribe", "One-Click")]).send().await.assert_status_is_ok();
    assert!(!wants(&town, person).await);
    town.house.client().post(format!("{path}/undo")).send().await.assert_status_is_ok();
    let wish = postup_persistence::correspondence::of_person(&town.house.app.reader(), person).await.unwrap();
    assert_eq!(wish.rhythm, MailRhythm::Daily);
}

#[tokio::test]
async fn people_choose_on_their_page_and_through_the_interface() {
    let desk = Desk::new().await;
    let (person, token) = desk.staff("olena", &[]).await;
    let page = body_of(desk.get(&token, "/me/settings").await).await;
    let page = page.as_str().unwrap();
    for expected in [
        r#"name="rhythm" value="at_once" checked"#,
        r#"name="wanted" value="session_tomorrow" checked"#,
        "надходять завжди й одразу",
        "Місце підтверджено",
        "о 16:00 за Києвом",
    ] {
        assert!(page.contains(expected), "{expected} is not in {page}");
    }
    let sent = desk.form(&token, "/me/settings/mail", &[("rhythm", "daily")]).await;
    sent.assert_status(StatusCode::SEE_OTHER);
    let path = "/api/v1/me/mail-preferences";
    let found = expect(desk.get(&token, path).await, StatusCode::OK).await;
    assert_eq!(
        (&found["rhythm"], &found["unwanted"]),
        (&json!("daily"), &json!(["cohort_news", "cohort_invitation", "session_tomorrow", "course_opened"]))
    );
    assert!(found["must_have"].as_array().unwrap().contains(&json!("seat_confirmed")));
    let wish = json!({"rhythm": "none", "unwanted": []});
    let found = expect(desk.put(&token, path, None, &wish).await, StatusCode::OK).await;
    assert_eq!((&found["rhythm"], &found["unwanted"]), (&json!("none"), &json!([])));
    // Nobody refuses what they have to have.
    let wish = json!({"rhythm": "daily", "unwanted": ["seat_confirmed"]});
    let said = expect(desk.put(&token, path, None, &wish).await, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(said["errors"][0]["pointer"], "/unwanted");
    desk.form(&token, "/me/settings/mail", &[]).await.assert_status(StatusCode::BAD_REQUEST);
    // The language of letters is one's own too.
    let app = &desk.house.app;
    let me = desk.get(&token, "/api/v1/me").await;
    let tag = crate::desk::header(&me, "etag");
    let request = desk.client.patch("/api/v1/me").header("authorization", format!("Bearer {token}"));
    let edited = request.header("if-match", tag).body_json(&json!({"language": "en"})).send().await;
    edited.assert_status_is_ok();
    let found = app.person(&Actor::system(), person).await.unwrap();
    assert_eq!(found.language.as_str(), "en");
}
