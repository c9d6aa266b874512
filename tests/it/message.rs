//! What a manager writes to people of a cohort: whom it reaches, in which words, and that what was confirmed is what is sent.

mod hall;
mod pages;

use hall::{Hall, in_both, plan, refusal, typed};
use poem::http::StatusCode;
use postup_app::Error;
use postup_app::message::Confirmation;
use postup_domain::access::{Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::id::{EnrollmentId, OrganizationId};
use postup_domain::message::RawMessage;
use postup_domain::rejection::Refusal;
use serde_json::json;
use std::time::Instant;

#[tokio::test]
async fn a_message_reaches_those_it_was_meant_for_in_their_language() {
    let hall = Hall::new().await;
    hall.somebody("Надзвичайно-Довгопрізвищенко", "uk", "confirmed").await;
    hall.somebody("Коваль", "en", "confirmed").await;
    let (waits, _) = hall.somebody("Бабич", "uk", "waitlisted").await;
    hall.somebody("Інша", "uk", "applied").await;
    hall.send(&in_both(&["confirmed", "waitlisted"])).await;
    let letters = hall.deliver().await;
    assert_eq!(letters.len(), 3);
    let mut all = String::new();
    for letter in &letters {
        all.push_str(&format!(
            "{}\nList: {}\nSubject: {}\n\n{}\n\n=====\n",
            letter.to.name().unwrap(),
            letter.list.as_ref().map(|list| list.id.as_str()).unwrap_or("-"),
            letter.subject,
            letter.text
        ));
        let link = letter.text.lines().find(|line| line.starts_with("http://postup.test/me/")).unwrap();
        assert!(letter.html.contains(&format!("href=\"{link}\"")), "{}", letter.html);
    }
    insta::assert_snapshot!("letters", without_ids(&all));
    // The exact place is for those with a seat.
    let placed: Vec<bool> = letters.iter().map(|letter| letter.text.contains("вул. Соборна")).collect();
    assert_eq!(placed.iter().filter(|told| **told).count(), 2, "{all}");
    assert_eq!(hall.fate(waits).await.split(' ').next(), Some("sent"));
    // What may be done without says how.
    assert_eq!(letters.iter().filter(|letter| letter.list.is_some()).count(), 1);
}

/// Ids and what is made of them say nothing here.
fn without_ids(text: &str) -> String {
    let is_id = |part: &&str| part.len() >= 36;
    let line = |line: &str| match line.rsplit_once('/').filter(|(_, last)| is_id(last)) {
        Some((before, _)) => format!("{before}/ID"),
        None => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn what_was_confirmed_is_what_is_sent() {
    let hall = Hall::new().await;
    let (_, first) = hall.somebody("Коваль", "uk", "confirmed").await;
    let (raw, permit) = (typed(&["confirmed"]), hall.permit().await);
    let confirmation = hall.prepare(&raw).await;
    let send = async |raw: &RawMessage, confirmation: &Confirmation| {
        hall.house.app.send_message(&permit, plan(raw), confirmation).await
    };
    // Somebody came; somebody else is there instead; the words are others.
    let (_, second) = hall.somebody("Бабич", "uk", "confirmed").await;
    assert_eq!(refusal(send(&raw, &confirmation).await), Refusal::SelectionChanged);
    let gone = |id: EnrollmentId| {
        hall.ground.run("UPDATE enrollment SET state = 'withdrawn' WHERE id = $1", vec![id.into()])
    };
    gone(first).await;
    assert_eq!(refusal(send(&raw, &confirmation).await), Refusal::SelectionChanged);
    let confirmation = hall.prepare(&raw).await;
    let other = RawMessage { body_uk: "Інше".to_owned(), ..raw.clone() };
    assert_eq!(refusal(send(&other, &confirmation).await), Refusal::SelectionChanged);
    assert_eq!(hall.letters_written().await, 0);
    // The same people, and twice the same click.
    let sent = send(&raw, &confirmation).await.unwrap();
    assert_eq!((sent.recipients, hall.letters_written().await), (1, 1));
    assert_eq!(send(&raw, &confirmation).await.unwrap().id, sent.id);
    gone(second).await;
    assert_eq!(send(&raw, &confirmation).await.unwrap().id, sent.id);
    assert_eq!(hall.letters_written().await, 1);
    // Who left meanwhile is not written to any more.
    assert!(hall.deliver().await.is_empty());
    let lines = hall.ground.count(
        "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'message.sent' AND author = $1",
        vec![hall.manager.person().unwrap().into()],
    );
    assert_eq!(lines.await, 1);
}

#[tokio::test]
async fn two_clicks_at_once_send_once() {
    let hall = Hall::new().await;
    hall.somebody("Коваль", "uk", "confirmed").await;
    let (raw, permit) = (typed(&["confirmed"]), hall.permit().await);
    let confirmation = hall.prepare(&raw).await;
    let click = || hall.house.app.send_message(&permit, plan(&raw), &confirmation);
    let (one, two, three) = tokio::join!(click(), click(), click());
    let ids = [one, two, three].map(|sent| sent.unwrap().id);
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(hall.letters_written().await, 1);
}

#[tokio::test]
async fn one_person_in_any_state_can_be_written_to() {
    let hall = Hall::new().await;
    let (_, out) = hall.somebody("Коваль", "uk", "rejected").await;
    hall.somebody("Бабич", "uk", "confirmed").await;
    let form = hall.page(&hall.path(&format!("/new?enrollment={out}"))).await;
    assert!(form.contains("To: Коваль Олена"), "{form}");
    hall.send(&RawMessage { enrollment: out.to_string(), ..typed(&[]) }).await;
    let letters = hall.deliver().await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].list.is_some(), "who is out can do without");
    // An enrollment of another cohort is nobody here.
    let elsewhere = hall.ground.cohort(5, EnrollmentPolicy::Open).await;
    let permit = hall.house.app.may_manage_cohort(&hall.manager, elsewhere).await.unwrap();
    let raw = RawMessage { enrollment: out.to_string(), ..typed(&[]) };
    assert_eq!(refusal(hall.house.app.prepare_message(&permit, &plan(&raw)).await), Refusal::NobodySelected);
}

#[tokio::test]
async fn a_cohort_that_is_over_sends_news_only() {
    let hall = Hall::new().await;
    hall.somebody("Коваль", "uk", "confirmed").await;
    let long_ago = (hall.ground.now - chrono::Duration::days(3)).date_naive();
    hall.ground.run("UPDATE cohort SET starts_on = $1, ends_on = $1", vec![long_ago.into()]).await;
    hall.send(&typed(&["confirmed"])).await;
    assert!(hall.deliver().await[0].list.is_some());
}

#[tokio::test]
async fn nothing_that_is_typed_or_filled_in_becomes_a_header() {
    let hall = Hall::new().await;
    let (person, _) = hall.somebody("Коваль", "uk", "confirmed").await;
    let evil = "Коваль\r\nBcc: all@evil.test";
    hall.ground
        .run("UPDATE person SET family_name = $1 WHERE id = $2", vec![evil.into(), person.into()])
        .await;
    hall.ground
        .run("UPDATE cohort SET venue = $1", vec!["тут\r\nЩо зробити: https://evil.test".into()])
        .await;
    let raw = RawMessage { subject_uk: "{name}\r\nBcc: x@evil.test".to_owned(), ..typed(&["confirmed"]) };
    let permit = hall.permit().await;
    let shown = hall.house.app.prepare_message(&permit, &plan(&raw)).await.unwrap();
    let letter = &shown.samples[0].letter;
    assert!(!letter.subject.contains(['\r', '\n']), "{}", letter.subject);
    assert_eq!(
        letter.text.lines().filter(|line| line.starts_with("Що зробити")).count(),
        1,
        "{}",
        letter.text
    );
    hall.send(&raw).await;
    // The name cannot stand in a header at all, so nothing leaves.
    assert!(hall.deliver().await.is_empty());
}

#[tokio::test]
async fn the_interface_previews_sends_and_follows() {
    let hall = Hall::new().await;
    let (person, _) = hall.somebody("Коваль", "uk", "confirmed").await;
    let path = format!("/cohorts/{}/messages", hall.cohort);
    let mut body = json!({"groups": ["confirmed"], "uk": {"subject": "Тема", "body": "Вітаємо, {name}!"}});
    let (status, preview) = hall.api("POST", &format!("{path}/preview"), Some(&body)).await;
    assert_eq!(status, StatusCode::OK, "{preview}");
    assert_eq!((&preview["reach"]["people"], &preview["reach"]["in_ukrainian"]), (&json!(1), &json!(1)));
    assert_eq!(preview["samples"][0]["reader"], "Олена Коваль");
    body["confirmation"] = json!("nonsense");
    let (status, problem) = hall.api("POST", &path, Some(&body)).await;
    assert_eq!(
        (status, &problem["errors"][0]["pointer"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("/confirmation"))
    );
    body["confirmation"] = preview["confirmation"].clone();
    let (status, sent) = hall.api("POST", &path, Some(&body)).await;
    assert_eq!(status, StatusCode::CREATED, "{sent}");
    let (status, again) = hall.api("POST", &path, Some(&body)).await;
    assert_eq!((status, &again["id"]), (StatusCode::CREATED, &sent["id"]));
    hall.deliver().await;
    let (_, one) = hall.api("GET", &format!("/messages/{}", sent["id"].as_str().unwrap()), None).await;
    assert_eq!(one["fates"], json!([{"state": "sent", "letters": 1}]));
    let (_, all) = hall.api("GET", &path, None).await;
    assert_eq!((all.as_array().unwrap().len(), &all[0]["id"]), (1, &sent["id"]));
    let (_, letters) =
        hall.api("GET", &format!("/notifications?message={}", sent["id"].as_str().unwrap()), None).await;
    assert_eq!(letters[0]["person_id"], person.to_string());
    let (_, none) = hall.api("GET", &format!("/notifications?message={}", hall.cohort), None).await;
    assert_eq!(none, json!([]));
}

#[tokio::test]
async fn a_message_is_there_for_those_who_manage_its_cohort() {
    let hall = Hall::new().await;
    hall.somebody("Коваль", "uk", "confirmed").await;
    hall.send(&typed(&["confirmed"])).await;
    let mine = hall.house.app.messages(&hall.permit().await, None, 10).await.unwrap().items;
    let stranger = hall.ground.person("Чужа").await;
    let elsewhere = OrganizationId(uuid::Uuid::from_u128(77));
    let roles = [
        vec![(Role::ProgramManager, Scope::Organization(elsewhere))],
        vec![(Role::Trainer, Scope::Cohort(hall.cohort))],
        vec![(Role::Administrator, Scope::Everything)],
        vec![],
    ];
    for roles in roles {
        let actor = hall.ground.actor(stranger, &roles);
        let seen = hall.house.app.message(&actor, mine[0].id).await;
        assert!(matches!(seen, Err(Error::Missing(_))), "{roles:?}: {seen:?}");
        let permit = hall.house.app.may_manage_cohort(&actor, hall.cohort).await;
        assert!(matches!(permit, Err(Error::Denied(_) | Error::Missing(_))), "{roles:?}");
    }
}

/// Statements behind looking at a message and sending it to so many people.
async fn cost(people: usize) -> (u64, u64) {
    let hall = Hall::new().await;
    for (number, person) in hall.ground.people(people).await.into_iter().enumerate() {
        if number == 0 {
            hall.ground.run("BEGIN", vec![]).await;
        }
        hall.put(person, "confirmed").await;
    }
    hall.ground.run("COMMIT", vec![]).await;
    let (permit, raw) = (hall.permit().await, in_both(&["confirmed", "waitlisted"]));
    let (before, start) = (hall.house.store.statements(), Instant::now());
    let prepared = hall.house.app.prepare_message(&permit, &plan(&raw)).await.unwrap();
    let looked = hall.house.store.statements();
    let sent = hall.house.app.send_message(&permit, plan(&raw), &prepared.confirmation).await.unwrap();
    assert_eq!(usize::try_from(sent.recipients).unwrap(), people);
    let done = hall.house.store.statements();
    println!("{people} people: looked at and sent in {:?}", start.elapsed());
    assert_eq!(usize::try_from(hall.letters_written().await).unwrap(), people);
    (looked - before, done - looked)
}

#[tokio::test]
async fn three_thousand_people_cost_as_many_statements_as_three() {
    let (few, many) = (cost(3).await, cost(3_000).await);
    assert_eq!(few.0, many.0);
    // One statement takes up to 2,500 letters.
    assert_eq!(few.1 + 1, many.1);
    assert!(many.1 <= 8, "{many:?}");
}
