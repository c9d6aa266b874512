//! The audit trail as administrators search it.

mod told;

use chrono::Duration;
use poem::http::StatusCode;
use postup_domain::access::{Role, Scope};
use postup_domain::audit::{ACTIONS, KINDS, Search};
use postup_domain::clock::Clock;
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::EnrollmentState;
use postup_domain::entropy::Entropy;
use postup_domain::id::{AuditId, PersonId};
use postup_i18n::Words;
use postup_tests::{Client, Ground, TestApp};
use std::collections::BTreeSet;
use std::path::Path;

pub const ADMINISTRATOR: [(Role, Scope); 1] = [(Role::Administrator, Scope::Everything)];

/// A line of the table, not the choice among the actions.
const FOUND: &str = "<td data-label=\"What\">Seat confirmed";

pub async fn read(client: &Client, token: &str, path: &str) -> (StatusCode, String) {
    let answer = client
        .get(path)
        .header("authorization", format!("Bearer {token}"))
        .header("accept-language", "en")
        .send()
        .await
        .0;
    let status = answer.status();
    (status, answer.into_body().into_string().await.unwrap())
}

/// So many lines nobody wrote, a second apart, beside those that are there; every hundredth of another kind.
async fn fill(house: &TestApp, ground: &Ground, count: i64, author: PersonId) {
    let entropy = house.app.entropy();
    let begin = house.clock.now() - Duration::seconds(count + 10);
    let mut rows = Vec::new();
    for number in 0..count {
        let at = begin + Duration::seconds(number);
        let rare = number % 100 == 0;
        let (action, author) =
            if rare { ("course.edited", Some(author)) } else { ("enrollment.applied", None) };
        rows.push((AuditId::new(at, entropy as &dyn Entropy), at, author, action));
    }
    for chunk in rows.chunks(500) {
        let places: Vec<String> = (0..chunk.len())
            .map(|n| {
                format!("(${}, ${}, ${}, ${}, 'course', 'x', '')", 4 * n + 1, 4 * n + 2, 4 * n + 3, 4 * n + 4)
            })
            .collect();
        let sql = format!(
            "INSERT INTO audit_entry (id, at, author, action, subject_kind, subject_id, detail) VALUES {}",
            places.join(", ")
        );
        let values = chunk
            .iter()
            .flat_map(|(id, at, author, action)| {
                [(*id).into(), (*at).into(), (*author).into(), (*action).into()]
            })
            .collect();
        ground.run(&sql, values).await;
    }
}

#[tokio::test]
async fn a_change_is_found_by_who_what_and_when() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let token = ground.sign_in(ground.person("Адміністраторка").await, &ADMINISTRATOR).await;
    let cohort = ground.cohort(2, EnrollmentPolicy::Open).await;
    let person = ground.person("Шукана").await;
    let permit = house.app.may_enroll(&ground.actor(person, &[]), cohort, person).await.unwrap();
    let seat = house.app.enroll(permit).await.unwrap();
    let client = house.client();

    for query in [
        format!("author={person}"),
        format!("author={person}&action=enrollment.confirmed"),
        format!("kind=enrollment&id={}", seat.enrollment.id),
        "kind=enrollment".to_owned(),
        "action=enrollment.confirmed".to_owned(),
    ] {
        let (status, page) = read(&client, &token, &format!("/admin/audit?{query}")).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(page.contains(FOUND), "{query}: {page}");
        assert!(page.contains("Шукана"), "{query}");
        assert!(page.contains(&format!("/admin/people/{person}")), "{query}: leads to the person");
        let (status, found) = read(&client, &token, &format!("/api/v1/audit?{query}")).await;
        assert_eq!(status, StatusCode::OK);
        let found: serde_json::Value = serde_json::from_str(&found).unwrap();
        assert_eq!(found[0]["subject_id"], seat.enrollment.id.to_string(), "{query}");
        assert_eq!(found[0]["author_id"], person.to_string(), "{query}");
    }
    // Of somebody else, of another thing, in another time: nothing.
    let other = ground.person("Інша").await;
    for query in [
        format!("author={other}"),
        format!("author={person}&action=grant.given"),
        "kind=enrollment&id=0197f3b0-0000-7000-8000-000000000000".to_owned(),
        "action=enrollment.confirmed&until=2020-01-01".to_owned(),
        "action=enrollment.confirmed&from=2100-01-01".to_owned(),
    ] {
        let (_, page) = read(&client, &token, &format!("/admin/audit?{query}")).await;
        assert!(!page.contains("<td data-label=\"What\">"), "{query}: {page}");
    }
    // The day itself is in the period.
    let today = house.clock.now().with_timezone(&chrono_tz::Europe::Kyiv).date_naive();
    let (_, page) =
        read(&client, &token, &format!("/admin/audit?kind=enrollment&from={today}&until={today}")).await;
    assert!(page.contains(FOUND), "{page}");
}

#[tokio::test]
async fn what_cannot_be_searched_is_said_beside_its_field() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let token = ground.sign_in(ground.person("Адміністраторка").await, &ADMINISTRATOR).await;
    let client = house.client();
    for (query, field) in [
        ("author=nobody@nowhere.test", "author"),
        ("id=0197f3b0-0000-7000-8000-000000000000", "kind"),
        ("from_day=31&from_month=2&from_year=2026", "from"),
        ("until_day=x", "until"),
    ] {
        let (status, page) = read(&client, &token, &format!("/admin/audit?{query}")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains(&format!("href=\"#{field}\"")), "{query}: {page}");
    }
    let (status, answer) = read(&client, &token, "/api/v1/audit?id=x").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
    assert!(answer.contains("\"/kind\""), "{answer}");
    // Others do not read it.
    let other =
        ground.sign_in(ground.person("Інша").await, &[(Role::ProgramManager, Scope::Everything)]).await;
    for path in ["/admin/audit", "/admin/audit.csv", "/api/v1/audit", "/admin", "/admin/settings"] {
        assert_eq!(read(&client, &other, path).await.0, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn every_line_is_on_exactly_one_page_and_in_the_file() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let author = ground.person("Авторка").await;
    let token = ground.sign_in(author, &ADMINISTRATOR).await;
    fill(&house, &ground, 400, author).await;
    let actor = ground.actor(author, &ADMINISTRATOR);
    let permit = actor.may_read_audit().unwrap();
    let all = ground.count("SELECT COUNT(*) AS count FROM audit_entry", vec![]).await;
    for (search, count) in [
        (Search::default(), all),
        (Search { author: Some(author), action: Some("course.edited".into()), ..Search::default() }, 4),
    ] {
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = house.app.audit_trail(&permit, &search, after.as_ref(), 3).await.unwrap();
            seen.extend(page.items.iter().map(|entry| entry.id));
            let Some(next) = page.next else { break };
            after = Some(next);
        }
        assert!(seen.is_sorted_by(|one, other| one > other), "newest first, none twice");
        assert_eq!(seen.len() as i64, count);
    }
    let path = format!("/admin/audit.csv?author={author}&action=course.edited");
    let (status, file) = read(&house.client(), &token, &path).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(file.trim().lines().count(), 5, "{file}");
    let taken = "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'audit.taken'";
    assert_eq!(ground.count(taken, vec![]).await, 1);
}

/// A rare line lies deeper than one look goes: the page says so, and the next ones come to it.
#[tokio::test]
async fn a_rare_line_in_a_long_trail_is_found_by_going_on() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let author = ground.person("Авторка").await;
    let token = ground.sign_in(author, &ADMINISTRATOR).await;
    // The rare line is the first of them; 5,000 and more of its author come after.
    fill(&house, &ground, 1, author).await;
    house.clock.pass(Duration::seconds(20_000));
    let entropy = house.app.entropy();
    let mut number = 0;
    while number < 5_100 {
        let places: Vec<String> =
            (0..100).map(|n| format!("(${}, $1, $2, 'person.edited', 'person', 'x', '')", n + 3)).collect();
        let ids = (0..100).map(|_| {
            number += 1;
            AuditId::new(house.clock.now() - Duration::seconds(10_000 - number), entropy).into()
        });
        let values = [house.clock.now().into(), author.into()].into_iter().chain(ids).collect();
        let sql = format!(
            "INSERT INTO audit_entry (id, at, author, action, subject_kind, subject_id, detail) VALUES {}",
            places.join(", ")
        );
        ground.run(&sql, values).await;
    }
    let permit = ground.actor(author, &ADMINISTRATOR).may_read_audit().unwrap();
    let search = Search { author: Some(author), subject_kind: Some("course".into()), ..Search::default() };
    let page = house.app.audit_trail(&permit, &search, None, 50).await.unwrap();
    assert!(page.items.is_empty() && page.next.is_some(), "not everything was looked through");
    let page = house.app.audit_trail(&permit, &search, page.next.as_ref(), 50).await.unwrap();
    assert!(page.items.len() == 1 && page.next.is_none(), "now it was");
    let path = format!("/admin/audit?author={author}&kind=course");
    let (_, shown) = read(&house.client(), &token, &path).await;
    assert!(shown.contains("Older ones were not looked at yet"), "{shown}");
}

#[tokio::test]
async fn a_page_costs_the_same_in_a_short_and_in_a_long_trail() {
    let mut costs = Vec::new();
    for count in [100, 6_000] {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let author = ground.person("Авторка").await;
        let token = ground.sign_in(author, &ADMINISTRATOR).await;
        fill(&house, &ground, count, author).await;
        let client = house.client();
        let mut of = Vec::new();
        for path in [
            "/admin/audit?kind=course".to_owned(),
            format!("/admin/audit?author={author}"),
            "/admin/audit?action=enrollment.applied&kind=course".to_owned(),
            "/api/v1/audit?kind=course&limit=50".to_owned(),
            "/admin".to_owned(),
        ] {
            let before = house.store.statements();
            assert_eq!(read(&client, &token, &path).await.0, StatusCode::OK, "{path}");
            of.push(house.store.statements() - before);
        }
        costs.push(of);
    }
    assert_eq!(costs[0], costs[1]);
    assert!(costs[0].iter().all(|cost| *cost <= 20), "{costs:?}");
}

/// Every search goes along an index in the order of the trail: no table is read through, and nothing is sorted.
#[tokio::test]
async fn a_search_goes_along_an_index() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    if house.store.is_postgres() {
        return;
    }
    for condition in [
        "author = $1",
        "action = 'a'",
        "subject_kind = 'a'",
        "subject_kind = 'a' AND subject_id = 'b'",
        "id < $1",
    ] {
        #[derive(sea_orm::FromQueryResult)]
        struct Step {
            detail: String,
        }
        let sql = format!(
            "EXPLAIN QUERY PLAN SELECT * FROM audit_entry WHERE {condition} ORDER BY id DESC LIMIT 51"
        );
        let id = AuditId::new(house.clock.now(), house.app.entropy());
        let statement = sea_orm::Statement::from_sql_and_values(sea_orm::DbBackend::Sqlite, sql, [id.into()]);
        let steps =
            <Step as sea_orm::FromQueryResult>::find_by_statement(statement).all(&ground.db).await.unwrap();
        let plan: String = steps.into_iter().map(|step| step.detail).collect();
        assert!(plan.starts_with("SEARCH") && !plan.contains("SORT") && !plan.contains("B-TREE"), "{plan}");
    }
}

/// Whatever the trail can say has words in both languages, and nothing is written into it that has none.
#[test]
fn every_action_has_words() {
    let key = |prefix: &str, word: &str| format!("audit-{prefix}-{}", word.replace(['.', '_'], "-"));
    for action in ACTIONS {
        assert!(Words::embedded().has(&key("did", action)), "{action}");
    }
    for kind in KINDS {
        assert!(Words::embedded().has(&key("kind", kind)), "{kind}");
    }
    let mut said = BTreeSet::new();
    look_into(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/app/src"), &mut said);
    said.retain(|action| !ACTIONS.contains(&action.as_str()));
    assert!(said.is_empty(), "ACTIONS and the words lack {said:?}");
    let noun = |action: &str| action.split('.').next().unwrap().to_owned();
    for state in EnrollmentState::ALL {
        assert!(ACTIONS.contains(&format!("enrollment.{state}").as_str()), "{state}");
    }
    assert!(ACTIONS.is_sorted_by_key(|action| noun(action)), "in the order of their nouns");
}

/// Literals such as `"cohort.edited"`: nothing else in the use-cases is written so, but names of files.
fn look_into(folder: &Path, said: &mut BTreeSet<String>) {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'-')
    };
    for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if file.is_dir() {
            look_into(&file, said);
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let words = text.split('"').filter(|literal| {
            let parts = literal.split_once('.');
            parts
                .is_some_and(|(noun, deed)| is_word(noun) && is_word(deed) && !["csv", "xml"].contains(&deed))
        });
        said.extend(words.map(str::to_owned));
    }
}

#[tokio::test]
async fn a_role_is_taken_with_a_reason_and_accounts_are_found_by_role_and_state() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let admin = ground.person("Адміністраторка").await;
    let token = ground.sign_in(admin, &ADMINISTRATOR).await;
    let trainer = ground.person("Тренерка").await;
    ground.sign_in(trainer, &[(Role::Trainer, Scope::Everything)]).await;
    let client = house.client();
    let (_, page) = read(&client, &token, "/admin/accounts?role=trainer").await;
    let listed = |page: &str, person: PersonId| page.contains(&format!("/admin/people/{person}\""));
    assert!(listed(&page, trainer) && !listed(&page, admin), "{page}");
    let permit = ground.actor(admin, &ADMINISTRATOR).may_manage_access().unwrap();
    let holder = house.app.holder(&permit, trainer).await.unwrap();
    let grant = holder.grants[0].id;
    let path = format!("/admin/people/{trainer}/grants/{grant}/end");
    let (status, page) = read(&client, &token, &path).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("All sign-ins of this person end at once"), "{page}");
    assert_eq!(house.app.holder(&permit, trainer).await.unwrap().grants.len(), 1, "a look takes nothing");
    let answer = client
        .post(&path)
        .header("authorization", format!("Bearer {token}"))
        .form(&[("reason", "звільнилася")])
        .send()
        .await;
    answer.assert_status(StatusCode::SEE_OTHER);
    assert!(house.app.holder(&permit, trainer).await.unwrap().grants.is_empty());
    let (_, page) = read(&client, &token, "/admin/audit?action=grant.taken").await;
    assert!(page.contains("trainer. звільнилася") && page.contains("Тренерка"), "{page}");

    house.app.suspend_account(&permit, holder.account.unwrap().id, "відпустка").await.unwrap();
    let (_, page) = read(&client, &token, "/admin/accounts?state=suspended").await;
    assert!(listed(&page, trainer) && !listed(&page, admin), "{page}");
}
