//! What managers and visitors of the demonstration see of mail.

use std::sync::Arc;

use poem::EndpointExt;
use poem::http::StatusCode;
use poem::test::TestClient;
use postup_app::App;
use postup_app::login::NewAccount;
use postup_app::settings::Settings;
use postup_domain::access::{Actor, Grant, GrantPlan, Role, Scope};
use postup_domain::email::Email;
use postup_domain::id::{AccountId, CohortId, GrantId, LoginId, OrganizationId, PersonId, ProgramId};
use postup_domain::person::RawProfile;
use postup_http::Site;
use postup_http::site::Look;
use postup_mail::{Folder, Transport};
use postup_persistence::outbox::Filter;
use uuid::Uuid;

use postup_tests::outside::CountingEntropy;
use postup_tests::smtp::Act;
use postup_tests::{Client, TestApp};

use super::conversation::{letter, mailer_over, recipient};
use super::town::Town;

fn signed_in(town: &Town, person: PersonId, roles: &[(Role, Scope)]) -> Actor {
    let grant = |(role, scope): &(Role, Scope)| Grant {
        id: GrantId(Uuid::from_u128(1)),
        person,
        role: *role,
        scope: scope.clone(),
        valid_from: town.now(),
        valid_to: None,
    };
    let (account, login) = (AccountId(person.0), LoginId(person.0));
    Actor::signed_in(person, account, login, roles.iter().map(grant).collect(), town.now())
}

async fn seen(town: &Town, actor: &Actor) -> usize {
    let all = town.house.app.notifications(&actor.sight(), &Filter::default(), None, 100).await.unwrap();
    all.items.len()
}

#[tokio::test]
async fn a_message_is_seen_by_its_reader_its_managers_and_administrators() {
    let town = Town::new().await;
    let (reader, other) = (town.person("a@hromada.test").await, town.person("b@hromada.test").await);
    let id = town.tell(reader, Email::AlreadyRegistered).await;
    let manager = |scope| signed_in(&town, other, &[(Role::ProgramManager, scope)]);
    let elsewhere = CohortId(Uuid::from_u128(99));
    let cases = [
        (Actor::visitor(), 0),
        (signed_in(&town, reader, &[]), 1),
        (signed_in(&town, other, &[]), 0),
        (manager(Scope::Cohort(town.cohort)), 1),
        (manager(Scope::Program(ProgramId(Uuid::from_u128(2)))), 1),
        (manager(Scope::Organization(OrganizationId(Uuid::from_u128(1)))), 1),
        (manager(Scope::Everything), 1),
        (manager(Scope::Cohort(elsewhere)), 0),
        (signed_in(&town, other, &[(Role::Trainer, Scope::Cohort(town.cohort))]), 0),
        (signed_in(&town, other, &[(Role::Administrator, Scope::Everything)]), 1),
    ];
    for (actor, expected) in cases {
        assert_eq!(seen(&town, &actor).await, expected, "{actor:?}");
        let one = town.house.app.notification(&actor.sight(), id).await;
        assert_eq!(one.is_ok(), expected == 1, "{actor:?}");
    }
    // Seeing is not sending: the reader may not, the manager of the cohort may.
    let refused = town.house.app.may_send_again(&signed_in(&town, reader, &[]), id).await;
    assert!(matches!(refused, Err(postup_app::Error::Denied(_))), "{refused:?}");
    assert!(town.house.app.may_send_again(&manager(Scope::Cohort(town.cohort)), id).await.is_ok());
    let missing = town.house.app.may_send_again(&manager(Scope::Cohort(elsewhere)), id).await;
    assert!(matches!(missing, Err(postup_app::Error::Missing(_))), "{missing:?}");
}

#[tokio::test]
async fn messages_come_in_pages_and_by_state() {
    let town = Town::new().await;
    for number in 0..7 {
        let person = town.person(&format!("p{number}@hromada.test")).await;
        town.tell(person, Email::AlreadyRegistered).await;
        if number == 2 {
            town.deliver_all().await;
        }
    }
    let sight = postup_domain::access::Sight::system();
    let (mut after, mut found) = (None, Vec::new());
    loop {
        let page = town.house.app.notifications(&sight, &Filter::default(), after.as_ref(), 3).await.unwrap();
        found.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found.len(), 7);
    assert!(found.windows(2).all(|pair| pair[0].id > pair[1].id));
    assert!(found.iter().all(|one| one.reader == "Коваль Олена"));
    let sent =
        Filter { state: Some(postup_domain::notification::NotificationState::Sent), ..Filter::default() };
    assert_eq!(town.house.app.notifications(&sight, &sent, None, 100).await.unwrap().items.len(), 3);
    let health = town.house.app.mail_health().await.unwrap();
    assert_eq!((health.queued, health.failed), (4, 0));
}

#[tokio::test]
async fn visitors_learn_nothing_about_mail() {
    let client = TestApp::new().await.client();
    client.get("/api/v1/notifications").send().await.assert_status(StatusCode::UNAUTHORIZED);
    for path in ["/dev/mail", "/dev/mail/anything"] {
        client.get(path).send().await.assert_status(StatusCode::NOT_FOUND);
    }
    let page = client.get("/manage/mail").send().await;
    assert!(!page.0.status().is_success(), "{}", page.0.status());
}

#[tokio::test]
async fn the_demonstration_shows_its_mail_and_lets_none_of_it_act() {
    let house = TestApp::new().await;
    let settings = Settings { demo: true, ..house.app.settings().clone() };
    let entropy = Arc::new(CountingEntropy::new());
    let app = App::new(house.store.clone(), house.clock.clone(), entropy, settings);
    let folder = house.database.folder.0.join("mail");
    let look = Look { mail_folder: Some(folder.clone()), ..(*house.site.look).clone() };
    let site = Site::new(app, house.site.renderer.clone(), look);
    let routes = postup_http::routes(site).unwrap();
    let client = TestClient::new(routes.boxed()).default_header("accept-language", "en");

    let empty = client.get("/dev/mail").send().await;
    empty.assert_status_is_ok();
    assert!(empty.0.into_body().into_string().await.unwrap().contains("No mail yet"));

    let mailer = mailer_over(Transport::Folder(Folder::new(&folder)));
    let message = letter(&mailer, 1, &recipient("olena@hromada.test"));
    mailer.send(&message).await.unwrap();
    let name = Folder::new(&folder).newest(1).await.unwrap().remove(0).name;
    assert!(folder.join(format!("{name}.eml")).is_file());

    let list = client.get("/dev/mail").send().await.0.into_body().into_string().await.unwrap();
    assert!(list.contains(&format!("/dev/mail/{name}")) && list.contains(message.subject.as_str()));
    let shown =
        client.get(format!("/dev/mail/{name}")).send().await.0.into_body().into_string().await.unwrap();
    assert!(shown.contains("href=\"https://postup.test/confirm/abc\""), "{shown}");
    let html = client.get(format!("/dev/mail/{name}/html")).send().await;
    let policy = html.0.headers().get("content-security-policy").unwrap().to_str().unwrap().to_owned();
    assert!(policy.starts_with("sandbox") && !policy.contains("script"), "{policy}");
    assert_eq!(html.0.into_body().into_string().await.unwrap(), message.html);
    for odd in ["..", "%2e%2e%2fpostup", "a%2fb", "nothing-here"] {
        client.get(format!("/dev/mail/{odd}")).send().await.assert_status(StatusCode::NOT_FOUND);
    }
}

/// Somebody with a role everywhere; returns the bearer token.
async fn token_of(town: &Town, client: &Client, email: &str, role: Option<Role>) -> String {
    let profile = RawProfile {
        family_name: "Шевчук".to_owned(),
        given_name: "Ганна".to_owned(),
        latin_family_name: "Shevchuk".to_owned(),
        latin_given_name: "Hanna".to_owned(),
        ..RawProfile::default()
    };
    let password = "чотири коні везуть сіно".to_owned();
    let new = NewAccount { email: email.to_owned(), password: password.clone(), profile };
    town.house.app.create_account(&new).await.unwrap();
    if let Some(role) = role {
        town.house.app.grant_by_email(email, &GrantPlan::lasting(role, Scope::Everything)).await.unwrap();
    }
    let body = serde_json::json!({"email": email, "password": password});
    let answer = client.post("/api/v1/auth/sessions").body_json(&body).send().await;
    answer.json().await.value().object().get("token").string().to_owned()
}

async fn json(client: &Client, token: &str, path: &str) -> serde_json::Value {
    let answer = client.get(path).header("authorization", format!("Bearer {token}")).send().await;
    answer.assert_status_is_ok();
    serde_json::from_str(&answer.0.into_body().into_string().await.unwrap()).unwrap()
}

#[tokio::test]
async fn a_manager_sees_why_a_message_failed_and_sends_it_again() {
    let town = Town::new().await;
    let person = town.person("olena@hromada.test").await;
    town.server.script("olena@hromada.test", &[Act::RefuseRecipient(550)]);
    let id = town.tell(person, Email::AlreadyRegistered).await;
    town.deliver_all().await;
    let client = town.house.client();
    let manager = token_of(&town, &client, "m@ngo.test", Some(Role::ProgramManager)).await;
    let official = token_of(&town, &client, "o@hromada.test", None).await;

    let listed = json(&client, &manager, "/api/v1/notifications?state=failed").await;
    assert_eq!(listed[0]["id"], id.to_string());
    assert_eq!((&listed[0]["key"], &listed[0]["attempts"]), (&"already_registered".into(), &1.into()));
    assert_eq!(listed[0]["person_name"], "Коваль Олена");
    assert!(listed[0]["last_reply"].as_str().unwrap().starts_with("550"));
    assert_eq!(json(&client, &official, "/api/v1/notifications").await, serde_json::json!([]));

    let page = client.get("/manage/mail").header("authorization", format!("Bearer {manager}")).send().await;
    page.assert_status_is_ok();
    let page = page.0.into_body().into_string().await.unwrap();
    assert!(
        page.contains("Коваль Олена") && page.contains("не доставлено") && page.contains("550 "),
        "{page}"
    );
    let form = format!("/manage/mail/{id}/repetition");
    assert!(page.contains(&form), "{page}");

    let path = format!("/api/v1/notifications/{id}/repetition");
    let refused = client.post(&path).header("authorization", format!("Bearer {official}")).send().await;
    refused.assert_status(StatusCode::FORBIDDEN);
    let again = client.post(&form).header("authorization", format!("Bearer {manager}")).send().await;
    again.assert_status(StatusCode::SEE_OTHER);
    assert_eq!(town.deliver_all().await.sent, 1);
    let one = json(&client, &manager, &format!("/api/v1/notifications/{id}")).await;
    assert_eq!(one["state"], "sent");
    let twice = client.post(&path).header("authorization", format!("Bearer {manager}")).send().await;
    twice.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
}
