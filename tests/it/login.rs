//! Accounts and sign-ins: what opens, what ends, and what nobody can tell from outside.

mod held;
mod pages;
mod registration;

use chrono::Duration;
use poem::http::StatusCode;
use postup_app::Error;
use postup_app::login::NewAccount;
use postup_app::outbox::Postman;
use postup_domain::access::{Actor, Grant, GrantPlan, MayManageAccess, Role, Scope};
use postup_domain::id::PersonId;
use postup_domain::login::LoginKind;
use postup_domain::person::RawProfile;
use postup_domain::rejection::Refusal;
use postup_persistence::access;
use postup_tests::{Client, TestApp};
use sea_orm::{ConnectionTrait, Database, Statement};
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) const PASSWORD: &str = "чотири коні везуть сіно";

/// A confirmed account.
pub(crate) async fn person(house: &TestApp, email: &str) -> PersonId {
    let profile = RawProfile {
        family_name: "Коваль".to_owned(),
        given_name: "Олена".to_owned(),
        ..RawProfile::default()
    };
    let new = NewAccount { email: email.to_owned(), password: PASSWORD.to_owned(), profile };
    house.app.create_account(&new).await.unwrap()
}

/// Gives a role over everything.
pub(crate) async fn with_role(house: &TestApp, email: &str, role: Role) -> Grant {
    house.app.grant_by_email(email, &GrantPlan::lasting(role, Scope::Everything)).await.unwrap()
}

/// Signs in through the interface; returns the bearer token.
pub(crate) async fn token(client: &Client, email: &str) -> String {
    let (status, body) =
        post(client, "/api/v1/auth/sessions", &json!({"email": email, "password": PASSWORD})).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
    body["token"].as_str().unwrap().to_owned()
}

async fn post(client: &Client, path: &str, body: &Value) -> (StatusCode, Value) {
    let answer = client.post(path).body_json(body).send().await.0;
    let status = answer.status();
    let text = answer.into_body().into_string().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

async fn me(client: &Client, token: &str) -> StatusCode {
    client.get("/api/v1/me").header("authorization", format!("Bearer {token}")).send().await.0.status()
}

async fn actor(house: &TestApp, token: &str) -> Actor {
    house.app.recognise(token).await.unwrap().expect("somebody").actor
}

fn keeper() -> MayManageAccess {
    Actor::system().may_manage_access().unwrap()
}

/// The letters that were written since the last call.
async fn letters(house: &TestApp) -> Vec<(String, String)> {
    let postman = Arc::new(Postman::new(house.app.clone(), house.mailer.clone()));
    postman.deliver_due(100).await.unwrap();
    house.mailbox.take().into_iter().map(|letter| (letter.to.address().to_string(), letter.text)).collect()
}

/// The secret in the link of a letter.
fn secret(text: &str, path: &str) -> String {
    let start = text.find(path).unwrap_or_else(|| panic!("no {path} in {text}")) + path.len();
    text[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
    match result {
        Err(Error::Rejected(rejection)) => rejection.refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn wrong_passwords_make_wait_longer_and_longer() {
    let house = TestApp::new().await;
    person(&house, "a@rada.test").await;
    let visitor = Actor::visitor();
    let attempt =
        |password: &'static str| house.app.sign_in("A@rada.test ", password, LoginKind::Web, &visitor);
    for _ in 0..4 {
        assert_eq!(refusal(attempt("не той пароль, що треба").await), Refusal::WrongCredentials);
    }
    assert_eq!(refusal(attempt(PASSWORD).await), Refusal::TooManyAttempts, "the right one waits too");
    house.clock.pass(Duration::seconds(1));
    assert_eq!(refusal(attempt("не той пароль, що треба").await), Refusal::WrongCredentials);
    house.clock.pass(Duration::seconds(1));
    assert_eq!(refusal(attempt(PASSWORD).await), Refusal::TooManyAttempts, "two seconds now");
    house.clock.pass(Duration::seconds(1));
    attempt(PASSWORD).await.unwrap();
    for _ in 0..3 {
        assert_eq!(refusal(attempt("не той пароль, що треба").await), Refusal::WrongCredentials);
    }
    attempt(PASSWORD).await.unwrap();
}

#[tokio::test]
async fn many_guesses_at_once_get_no_further_than_one_after_another() {
    let house = TestApp::new().await;
    person(&house, "a@rada.test").await;
    let guesses = (0..12).map(|_| {
        let app = house.app.clone();
        tokio::spawn(async move {
            app.sign_in("a@rada.test", "навмання взяте речення", LoginKind::Web, &Actor::visitor())
                .await
                .map(|_| ())
        })
    });
    let mut looked_at = 0;
    for guess in futures_util::future::join_all(guesses).await {
        looked_at += usize::from(refusal(guess.unwrap()) == Refusal::WrongCredentials);
    }
    assert_eq!(looked_at, 4);
}

#[tokio::test]
async fn every_sign_in_has_a_new_token_and_only_its_hash_is_kept() {
    let house = TestApp::new().await;
    let client = house.client();
    person(&house, "a@rada.test").await;
    let first = token(&client, "a@rada.test").await;
    let body = json!({"email": "a@rada.test", "password": PASSWORD});
    let again = client
        .post("/api/v1/auth/sessions")
        .header("cookie", format!("postup={first}"))
        .header("idempotency-key", "once")
        .body_json(&body)
        .send()
        .await;
    again.assert_status(StatusCode::CREATED);
    let cookie = again.0.headers().get("set-cookie").unwrap().to_str().unwrap().to_owned();
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/"), "{cookie}");
    let second = cookie["postup=".len()..].split(';').next().unwrap().to_owned();
    assert_ne!(first, second);
    assert_eq!(me(&client, &first).await, StatusCode::UNAUTHORIZED, "a planted sign-in ends");
    assert_eq!(me(&client, &second).await, StatusCode::OK);

    let db = Database::connect(&house.database.url).await.unwrap();
    for (table, column) in [
        ("login", "token_hash"),
        ("account", "password_hash"),
        ("idempotency", "body"),
        ("audit_entry", "detail"),
    ] {
        let rows = db
            .query_all_raw(Statement::from_string(
                db.get_database_backend(),
                format!("SELECT {column} AS kept FROM {table} WHERE {column} IS NOT NULL"),
            ))
            .await
            .unwrap();
        for row in rows {
            let kept: String = row.try_get("", "kept").unwrap();
            for secret in [&first, &second, &PASSWORD.to_owned()] {
                assert!(!kept.contains(secret.as_str()), "{table}.{column}");
            }
        }
    }
}

#[tokio::test]
async fn a_lost_role_a_suspension_and_a_new_password_end_access_at_once() {
    let house = TestApp::new().await;
    let client = house.client();
    person(&house, "a@rada.test").await;
    let grant = with_role(&house, "a@rada.test", Role::Analyst).await;

    let lost = token(&client, "a@rada.test").await;
    assert!(actor(&house, &lost).await.has(Role::Analyst));
    house.app.revoke_grant(&keeper(), grant.id, "").await.unwrap();
    assert_eq!(me(&client, &lost).await, StatusCode::UNAUTHORIZED);

    let changed = token(&client, "a@rada.test").await;
    let other = token(&client, "a@rada.test").await;
    let opened = house
        .app
        .change_password(&actor(&house, &changed).await, PASSWORD, "жовті соняхи біля хати")
        .await
        .unwrap();
    assert_eq!(me(&client, &changed).await, StatusCode::UNAUTHORIZED);
    assert_eq!(me(&client, &other).await, StatusCode::UNAUTHORIZED);
    let now = opened.token.reveal().to_owned();
    assert_eq!(me(&client, &now).await, StatusCode::OK);

    let account = actor(&house, &now).await.account().unwrap();
    house.app.suspend_account(&keeper(), account, "перевірка").await.unwrap();
    assert_eq!(me(&client, &now).await, StatusCode::UNAUTHORIZED);
    let again =
        house.app.sign_in("a@rada.test", "жовті соняхи біля хати", LoginKind::Web, &Actor::visitor()).await;
    assert_eq!(refusal(again), Refusal::AccountSuspended);
    house.app.restore_account(&keeper(), account).await.unwrap();
    assert_eq!(me(&client, &now).await, StatusCode::UNAUTHORIZED, "what has ended does not come back");
    house
        .app
        .sign_in("a@rada.test", "жовті соняхи біля хати", LoginKind::Web, &Actor::visitor())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_sign_in_that_ended_does_not_come_back_by_being_used() {
    let house = TestApp::new().await;
    let client = house.client();
    person(&house, "a@rada.test").await;
    let token = token(&client, "a@rada.test").await;
    let actor = actor(&house, &token).await;
    let (app, used) = (house.app.clone(), token.clone());
    house.clock.pass(Duration::minutes(5));
    let uses = tokio::spawn(async move {
        for _ in 0..20 {
            app.recognise(&used).await.unwrap();
        }
    });
    house.app.sign_out(&actor).await.unwrap();
    uses.await.unwrap();
    assert_eq!(me(&client, &token).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn sign_ins_end_idle_and_after_their_time_sooner_for_staff() {
    let house = TestApp::new().await;
    person(&house, "a@rada.test").await;
    person(&house, "b@rada.test").await;
    with_role(&house, "b@rada.test", Role::Trainer).await;
    let client = house.client();
    let (official, staff) = (token(&client, "a@rada.test").await, token(&client, "b@rada.test").await);
    let alive = async |token: &str| house.app.recognise(token).await.unwrap().is_some();
    house.clock.pass(Duration::hours(11));
    assert!(alive(&official).await && alive(&staff).await);
    house.clock.pass(Duration::hours(12));
    assert!(alive(&official).await && !alive(&staff).await, "idle");
    for _ in 0..4 {
        house.clock.pass(Duration::days(6));
        assert!(alive(&official).await, "in use");
    }
    house.clock.pass(Duration::days(6));
    assert!(!alive(&official).await, "absolute");
}

#[tokio::test]
async fn a_link_works_once_for_one_purpose_and_not_for_ever() {
    let house = TestApp::new().await;
    person(&house, "a@rada.test").await;
    let client = house.client();
    let open = token(&client, "a@rada.test").await;
    let ask = async || {
        house.app.ask_for_reset("a@rada.test").await.unwrap();
        let sent = letters(&house).await;
        sent.first().map(|(_, text)| secret(text, "/reset/"))
    };
    let first = ask().await.unwrap();
    let second = ask().await.unwrap();
    let choose = |link: String, password: &'static str| {
        let app = house.app.clone();
        async move { app.reset_password(&link, password).await }
    };
    let wanted = "жовті соняхи біля хати";
    assert_eq!(refusal(choose(first, wanted).await), Refusal::LinkNotValid, "a newer one was sent");
    assert_eq!(refusal(house.app.confirm_address(&second).await), Refusal::LinkNotValid, "another purpose");
    assert!(
        matches!(choose(second.clone(), "коротко").await, Err(Error::Invalid(_))),
        "a poor one uses nothing up"
    );
    choose(second.clone(), wanted).await.unwrap();
    assert_eq!(refusal(choose(second, wanted).await), Refusal::LinkNotValid, "used");
    assert_eq!(me(&client, &open).await, StatusCode::UNAUTHORIZED);

    let late = ask().await.unwrap();
    house.clock.pass(Duration::hours(1));
    assert_eq!(refusal(choose(late, wanted).await), Refusal::LinkNotValid, "expired");
    house.clock.pass(Duration::hours(1));
    for more in [true, true, true, false] {
        assert_eq!(ask().await.is_some(), more, "three letters an hour");
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let house = TestApp::new().await;
    let (one, two) = (person(&house, "a@rada.test").await, person(&house, "b@rada.test").await);
    let first = with_role(&house, "a@rada.test", Role::Administrator).await;
    let second = with_role(&house, "b@rada.test", Role::Administrator).await;
    let holder = house.app.holder(&keeper(), two).await.unwrap();
    house.app.suspend_account(&keeper(), holder.account.unwrap().id, "").await.unwrap();
    assert_eq!(refusal(house.app.revoke_grant(&keeper(), first.id, "").await), Refusal::LastAdministrator);
    let account = house.app.holder(&keeper(), one).await.unwrap().account.unwrap().id;
    assert_eq!(refusal(house.app.suspend_account(&keeper(), account, "").await), Refusal::LastAdministrator);
    house
        .app
        .restore_account(&keeper(), house.app.holder(&keeper(), two).await.unwrap().account.unwrap().id)
        .await
        .unwrap();

    let taking = [first.id, second.id].map(|id| {
        let app = house.app.clone();
        tokio::spawn(async move { app.revoke_grant(&keeper(), id, "").await })
    });
    let mut taken = 0;
    for outcome in futures_util::future::join_all(taking).await {
        taken += usize::from(outcome.unwrap().is_ok());
    }
    assert_eq!(taken, 1, "two at once leave one");
    let left = access::of_persons(&house.store.reader(), &[one, two]).await.unwrap();
    assert_eq!(left.len(), 1);
}

#[tokio::test]
async fn old_hashes_are_renewed_when_their_owner_comes() {
    let house = TestApp::new().await;
    let id = person(&house, "a@rada.test").await;
    let hash = async || {
        let known = postup_persistence::login::credentials(&house.store.reader(), id).await.unwrap();
        known.unwrap().password_hash
    };
    let before = hash().await;
    house.app.sign_in("a@rada.test", PASSWORD, LoginKind::Bearer, &Actor::visitor()).await.unwrap();
    assert_eq!(hash().await, before, "nothing to renew");
    let mut settings = house.app.settings().clone();
    settings.passwords.iterations += 1;
    // Its entropy begins anew; its ids differ by their time.
    house.clock.pass(Duration::seconds(1));
    let dearer = postup_app::App::new(
        house.store.clone(),
        house.clock.clone(),
        Arc::new(postup_tests::outside::CountingEntropy::new()),
        settings,
    );
    dearer.sign_in("a@rada.test", PASSWORD, LoginKind::Bearer, &Actor::visitor()).await.unwrap();
    assert!(hash().await.contains("t=2"), "renewed");
    house.clock.pass(Duration::seconds(1));
    house.app.sign_in("a@rada.test", PASSWORD, LoginKind::Bearer, &Actor::visitor()).await.unwrap();
}
