//! What a page costs: the same number of statements, whether three of everything stand behind it or hundreds.

use crate::attendance::{Class, class, mark};
use poem::http::{Method, StatusCode};
use postup_domain::access::{Role, Scope};
use postup_domain::attendance::{MarkKind, MarkSource};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::id::{OrganizationId, PersonId, VenueId};
use postup_tests::{Ground, TestApp};
use std::collections::BTreeMap;

/// Pages that stand behind something that nobody did here, with what it would be.
const BEHIND: &[(&str, &str)] = &[
    ("/admin/people/:id/grants/:grant/end", "a grant"),
    ("/answer/:token", "a letter"),
    ("/calendar/:token", "a secret address"),
    ("/check-in/:session", "a check-in that is open"),
    ("/check-in/:session/:token", "a check-in that is open"),
    ("/confirm/:token", "a letter"),
    ("/employer/enrollments/:id/substitution", "a nomination"),
    ("/jobs/:id", "long work"),
    ("/manage/cohorts/:id/archiving", "a cohort that is over"),
    ("/manage/cohorts/:id/confirmation", "a tentative cohort"),
    ("/manage/cohorts/:id/publication", "a draft"),
    ("/manage/cohorts/:id/quotas/:number/release", "a quota"),
    ("/manage/courses/:id/publication", "a draft"),
    ("/manage/equivalents/:id", "an equivalent"),
    ("/manage/exports/:id", "a table that is gathered"),
    ("/manage/imports/:id", "a file"),
    ("/manage/imports/:id/discarding", "a file"),
    ("/manage/imports/:id/rows/:number", "a file"),
    ("/manage/messages/:id", "a message"),
    ("/manage/programs/:id/indicators/:indicator", "an indicator"),
    ("/manage/programs/:id/indicators/:indicator/reports", "an indicator"),
    ("/manage/programs/:id/publication", "a draft"),
    ("/reconfirm/:token", "a letter"),
    ("/reset/:token", "a letter"),
    ("/sign-in", "nobody who is signed in"),
    ("/teach/sessions/:id/interruptions/:interruption", "an interruption"),
    ("/teach/sessions/:id/pleas/:plea", "a plea"),
    ("/unsubscribe/:kind/:token", "a letter"),
    ("/verify/:code", "a certificate"),
    ("/manage/certificates/:id", "a certificate"),
    ("/me/pleas/:enrollment/:session", "a mark to plead about"),
];

/// How many of everything there are but people.
const FEW: usize = 3;
const MANY: usize = 60;

/// Everything that pages are about, so many times.
struct Country {
    house: TestApp,
    ground: Ground,
    class: Class,
    /// Somebody in the cohort who has every role.
    reader: PersonId,
    token: String,
    venue: VenueId,
}

impl Country {
    async fn new(people: usize, others: usize) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let class = class(&house, &ground, people).await;
        let (now, entropy) = (ground.now, house.app.entropy());
        let mut venue = VenueId::new(now, entropy);
        ground.run("BEGIN", vec![]).await;
        for number in 0..others {
            venue = VenueId::new(now, entropy);
            let text = "INSERT INTO venue (id, organization_id, name, address, seats, archived, sort_key, version) \
                        VALUES ($1, $2, 'Зала', 'вул. Соборна, 1', 9, FALSE, 'x', 1)";
            ground.run(text, vec![venue.into(), ground.organization.into()]).await;
            let council = OrganizationId::new(now, entropy);
            let text = "INSERT INTO organization (id, kind, edrpou, territory, sort_key, search, version) \
                        VALUES ($1, 'local_authority', NULL, NULL, 'x', 'x', 1)";
            ground.run(text, vec![council.into()]).await;
            let text = "INSERT INTO organization_name (organization_id, valid_from, name_uk, name_en) \
                        VALUES ($1, $2, 'Рада', 'Council')";
            ground.run(text, vec![council.into(), now.date_naive().into()]).await;
            ground.another_course(&format!("OTHER-{number}"), ("Інший", "Another")).await;
            ground.cohort(9, EnrollmentPolicy::Open).await;
            let hours = i64::try_from(number).unwrap();
            ground.session(class.cohort, now + chrono::Duration::hours(24 + hours), 45).await;
        }
        ground.run("COMMIT", vec![]).await;
        let reader = class.actors[0].person().unwrap();
        ground.run("UPDATE person SET territory = NULL WHERE id = $1", vec![reader.into()]).await;
        let roles =
            [Role::ProgramManager, Role::Trainer, Role::Analyst, Role::Administrator, Role::PersonnelOfficer];
        let token = ground.sign_in(reader, &roles.map(|role| (role, Scope::Everything))).await;
        let permit = house.app.may_take_attendance(&class.trainer, class.session).await.unwrap();
        let marks = class.people.iter().map(|person| mark(&house, *person, MarkKind::Present)).collect();
        house.app.record_marks(&permit, marks, MarkSource::Api).await.unwrap();
        house.app.settle_figures().await.unwrap();
        Self { house, ground, class, reader, token, venue }
    }

    /// An address of this kind where something is.
    fn at(&self, pattern: &str) -> String {
        let (class, ground) = (&self.class, &self.ground);
        let of = |before: &str| match before {
            "cohorts" => class.cohort.to_string(),
            "sessions" => class.session.to_string(),
            "courses" => ground.course.to_string(),
            "programs" => ground.program.to_string(),
            "organizations" => ground.organization.to_string(),
            "people" => self.reader.to_string(),
            "enrollments" => class.people[0].to_string(),
            "venues" => self.venue.to_string(),
            other => panic!("{pattern}: which of the {other}?"),
        };
        let (mut path, mut before) = (String::new(), "");
        for part in pattern.split('/').skip(1) {
            let filled = match part {
                ":id" => of(before),
                ":code" => "WATER".to_owned(),
                ":person" | ":enrollment" => class.people[0].to_string(),
                ":session" => class.session.to_string(),
                ":role" => "trainer".to_owned(),
                ":kind" => "seat_confirmed".to_owned(),
                ":language" => "uk".to_owned(),
                fixed => fixed.to_owned(),
            };
            path.push('/');
            path.push_str(&filled);
            before = part;
        }
        path
    }

    /// Statements behind each page of the product.
    async fn costs(&self) -> BTreeMap<String, u64> {
        let client = self.house.client();
        let pages = crate::access::routes(&self.house).into_iter();
        let pages =
            pages.filter(|route| route.is_page && route.method == Method::GET).map(|route| route.path);
        let is_file = |path: &str| {
            path.contains('.') || ["/pdf", "/:name", "/document"].iter().any(|end| path.ends_with(end))
        };
        let pages = pages.filter(|path| !is_file(path) && !path.contains("/sample/"));
        let further = ["/insight?by=month", "/insight?by=hromada&from=2020-01", "/insight?by=organization"];
        let session = self.class.session;
        let interface = [
            format!("/api/v1/sessions/{session}/register"),
            format!("/api/v1/cohorts/{}/completion", self.class.cohort),
            "/api/v1/enrollments?limit=100".to_owned(),
            "/api/v1/people?limit=100".to_owned(),
        ];
        let (mut costs, mut absent) = (BTreeMap::new(), Vec::new());
        let known: Vec<&str> = BEHIND.iter().map(|(path, _)| *path).collect();
        let paths = pages.filter(|path| !known.contains(&path.as_str())).map(|path| (self.at(&path), path));
        let others = further.map(str::to_owned).into_iter().chain(interface).map(|path| (path.clone(), path));
        for (path, pattern) in paths.chain(others) {
            let before = self.house.store.statements();
            let request = client.get(&path).header("authorization", format!("Bearer {}", self.token));
            let status = request.send().await.0.status();
            if status != StatusCode::OK {
                absent.push(format!("{path} answers {status}"));
            }
            costs
                .insert(pattern.replace(&session.to_string(), ":id"), self.house.store.statements() - before);
        }
        assert!(absent.is_empty(), "what they are about is to be made here, or named above: {absent:#?}");
        costs
    }
}

#[tokio::test]
async fn every_page_costs_the_same_with_few_and_with_hundreds_of_everything() {
    let few = Country::new(FEW, FEW).await.costs().await;
    let many = Country::new(5 * MANY, MANY).await.costs().await;
    let mut dearer = Vec::new();
    for ((page, few), many) in few.iter().zip(many.values()) {
        if many > few || *many > 30 {
            dearer.push(format!("{page}: {few} statements, with many {many}"));
        }
    }
    assert!(dearer.is_empty(), "{dearer:#?}");
}

#[tokio::test]
async fn an_application_costs_a_handful_of_statements() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(30, EnrollmentPolicy::Open).await;
    let person = ground.person("Одна").await;
    let token = ground.sign_in(person, &[]).await;
    let before = house.store.statements();
    let answer = house
        .client()
        .post(format!("/api/v1/cohorts/{cohort}/enrollments"))
        .header("authorization", format!("Bearer {token}"))
        .body_json(&serde_json::json!({}))
        .send()
        .await;
    answer.assert_status(poem::http::StatusCode::CREATED);
    let cost = house.store.statements() - before;
    assert!((4..=5).contains(&cost), "{cost} statements");
}

#[tokio::test]
async fn a_visitors_page_is_kept_until_something_changes() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(1, EnrollmentPolicy::Open).await;
    let people = ground.people(2).await;
    let token = ground.sign_in(people[0], &[]).await;
    let (client, path) = (house.client(), format!("/cohorts/{cohort}"));
    let look = async |token: Option<&str>| {
        let before = house.store.statements();
        let request = client.get(&path).header("accept-language", "en");
        let answer = match token {
            Some(token) => request.header("authorization", format!("Bearer {token}")).send().await,
            None => request.send().await,
        };
        let page = answer.0.into_body().into_string().await.unwrap();
        (page, house.store.statements() - before)
    };
    let (first, cost) = look(None).await;
    assert!(cost > 0);
    assert_eq!(look(None).await, (first.clone(), 0), "the same page again costs nothing");
    let (own, cost) = look(Some(&token)).await;
    assert!(cost > 0 && own != first, "who is signed in gets a page of their own");
    assert_eq!(look(None).await, (first.clone(), 0), "and it is shown to nobody else");

    let actor = ground.actor(people[1], &[]);
    let permit = house.app.may_enroll(&actor, cohort, people[1]).await.unwrap();
    house.app.enroll(permit).await.unwrap();
    let (after, cost) = look(None).await;
    assert!(cost > 0 && after != first, "no seat left");

    // Another process writes past this one: what is kept is old after a second.
    ground.run("UPDATE cohort SET waitlisted = 9", vec![]).await;
    assert_eq!(look(None).await, (after.clone(), 0));
    house.clock.pass(chrono::Duration::seconds(1));
    assert_ne!(look(None).await.0, after);
}
