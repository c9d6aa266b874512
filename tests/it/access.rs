//! The table of rights as one picture, and every route called as every role.

mod hostile;

use crate::login::{person, with_role};
use poem::http::{Method, StatusCode};
use postup_domain::access::{Action, Actor, CohortPlace, Grant, Place, Role, Scope};
use postup_domain::id::{AccountId, CohortId, GrantId, LoginId, OrganizationId, PersonId, ProgramId};
use postup_domain::login::LoginKind;
use postup_http::policy::Policy;
use postup_tests::{Client, TestApp};
use std::collections::BTreeSet;
use std::fmt::Write;
use uuid::Uuid;

const PROVIDER: OrganizationId = OrganizationId(Uuid::from_u128(1));
const ELSEWHERE: OrganizationId = OrganizationId(Uuid::from_u128(2));
const COUNCIL: OrganizationId = OrganizationId(Uuid::from_u128(3));
const MYSELF: PersonId = PersonId(Uuid::from_u128(4));

fn place_of_cohort(number: u128, organization: OrganizationId) -> CohortPlace {
    CohortPlace {
        cohort: CohortId(Uuid::from_u128(number)),
        program: ProgramId(Uuid::from_u128(number + 10)),
        organization,
    }
}

/// One of each place inside the scopes below, and one of each outside.
fn places() -> Vec<(&'static str, Place)> {
    let (ours, theirs) = (place_of_cohort(100, PROVIDER), place_of_cohort(200, ELSEWHERE));
    let sister = CohortPlace { cohort: CohortId(Uuid::from_u128(101)), ..ours };
    let program = |at: CohortPlace| Place::Program { program: at.program, organization: at.organization };
    let person = |person, employer, cohort| Place::Person { person, employer, cohort };
    let other = PersonId(Uuid::from_u128(5));
    vec![
        ("installation", Place::Installation),
        ("organization", Place::Organization(PROVIDER)),
        ("other-organization", Place::Organization(ELSEWHERE)),
        ("program", program(ours)),
        ("other-program", program(theirs)),
        ("cohort", Place::Cohort(ours)),
        ("sister-cohort", Place::Cohort(sister)),
        ("other-cohort", Place::Cohort(theirs)),
        ("myself", person(MYSELF, None, None)),
        ("myself-in-cohort", person(MYSELF, None, Some(ours))),
        ("employee-in-other-cohort", person(other, Some(COUNCIL), Some(theirs))),
        ("stranger-in-cohort", person(other, None, Some(ours))),
        ("stranger-in-other-cohort", person(other, None, Some(theirs))),
        ("stranger", person(other, None, None)),
    ]
}

fn actor_with(role: Role, scope: Option<Scope>) -> Actor {
    let now = chrono::DateTime::UNIX_EPOCH;
    let grant = |scope| Grant {
        id: GrantId(Uuid::nil()),
        person: MYSELF,
        role,
        scope,
        valid_from: now,
        valid_to: None,
    };
    let grants = scope.into_iter().map(grant).collect();
    Actor::signed_in(MYSELF, AccountId(Uuid::nil()), LoginId(Uuid::nil()), grants, now)
}

#[test]
fn the_whole_table_of_rights() {
    let ours = place_of_cohort(100, PROVIDER);
    let scopes = [
        Scope::Everything,
        Scope::Organization(PROVIDER),
        Scope::Organization(COUNCIL),
        Scope::Territory("UA59080270000028464".to_owned()),
        Scope::Program(ours.program),
        Scope::Cohort(ours.cohort),
    ];
    let mut actors = vec![("visitor".to_owned(), Actor::visitor())];
    actors.push(("official".to_owned(), actor_with(Role::Official, None)));
    for role in Role::ALL {
        for scope in scopes.iter().filter(|scope| role.fits(scope)) {
            let name = if *scope == Scope::Organization(COUNCIL) { "employer" } else { scope.kind() };
            actors.push((format!("{role} of {name}"), actor_with(*role, Some(scope.clone()))));
        }
    }
    let mut table = String::new();
    for (name, actor) in actors {
        writeln!(table, "{name}").unwrap();
        for action in Action::ALL {
            let places = places();
            let allowed: Vec<&str> = places
                .iter()
                .filter(|(_, place)| actor.allows(*action, place))
                .map(|(name, _)| *name)
                .collect();
            let said = match allowed.len() {
                0 => continue,
                all if all == places.len() => "everywhere".to_owned(),
                _ => allowed.join(", "),
            };
            writeln!(table, "  {action}: {said}").unwrap();
        }
    }
    insta::assert_snapshot!("rights", table);
}

#[test]
fn a_grant_counts_in_its_time_only() {
    let at = |seconds| chrono::DateTime::from_timestamp(seconds, 0).unwrap();
    let grant = Grant {
        id: GrantId(Uuid::nil()),
        person: MYSELF,
        role: Role::Administrator,
        scope: Scope::Everything,
        valid_from: at(10),
        valid_to: Some(at(20)),
    };
    for (now, counts) in [(9, false), (10, true), (19, true), (20, false)] {
        let ids = (AccountId(Uuid::nil()), LoginId(Uuid::nil()));
        let actor = Actor::signed_in(MYSELF, ids.0, ids.1, vec![grant.clone()], at(now));
        assert_eq!(actor.may_manage_access().is_ok(), counts, "{now}");
    }
    let somebody_elses = Grant { person: PersonId(Uuid::from_u128(9)), ..grant };
    let ids = (AccountId(Uuid::nil()), LoginId(Uuid::nil()));
    assert!(!Actor::signed_in(MYSELF, ids.0, ids.1, vec![somebody_elses], at(15)).is_staff());
}

/// A route with what must happen there.
pub struct Route {
    pub method: Method,
    /// With `:name` or `{name}` for what varies.
    pub path: String,
    policy: Policy,
    pub is_page: bool,
}

/// Every operation of the document and every page.
pub fn routes(house: &TestApp) -> Vec<Route> {
    let api = postup_http::api::policies().into_iter().map(|(method, path, policy)| Route {
        method,
        path: format!("/api/v1{path}"),
        policy,
        is_page: false,
    });
    let pages = postup_http::pages::all(&house.site);
    let pages = pages.policies().iter().map(|(method, path, policy)| Route {
        method: method.clone(),
        path: path.clone(),
        policy: *policy,
        is_page: true,
    });
    api.chain(pages).collect()
}

/// A path with something for everything that varies; nothing of that name exists.
fn filled(path: &str) -> String {
    let part = |part: &str| match part.chars().next() {
        Some(':' | '{' | '*') => Uuid::nil().to_string(),
        _ => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// A path as the document writes it.
fn braced(path: &str) -> String {
    let part =
        |part: &str| part.strip_prefix(':').map_or_else(|| part.to_owned(), |name| format!("{{{name}}}"));
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_operation_of_the_document_has_a_policy() {
    let house = TestApp::new().await;
    let document: serde_json::Value =
        serde_json::from_str(&postup_http::api::document(&house.site).unwrap()).unwrap();
    let known: BTreeSet<String> = postup_http::api::policies()
        .iter()
        .map(|(method, path, _)| format!("{method} {}", braced(path)))
        .collect();
    let described: BTreeSet<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, operations)| {
            operations
                .as_object()
                .unwrap()
                .keys()
                .map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    assert_eq!(known, described);
    let table: String = routes(&house)
        .iter()
        .map(|route| format!("{} {} {}\n", route.method, route.path, said(route.policy)))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    insta::assert_snapshot!("policies", table);
}

fn said(policy: Policy) -> String {
    match policy {
        Policy::Everyone => "everyone".to_owned(),
        Policy::SignedIn => "signed in".to_owned(),
        Policy::Any(roles) => roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" "),
        Policy::AnyOrStandIn(roles) => format!("{} stand-in", said(Policy::Any(roles))),
    }
}

/// A visitor, and somebody of each role over everything.
async fn callers(house: &TestApp) -> Vec<(String, Option<(String, Role)>)> {
    let mut callers = vec![("visitor".to_owned(), None)];
    for role in Role::ALL {
        let email = format!("{}@rada.test", role.as_str().replace('_', "-"));
        person(house, &email).await;
        if *role != Role::Official {
            with_role(house, &email, *role).await;
        }
        callers.push((role.to_string(), Some((email, *role))));
    }
    callers
}

async fn answer(
    house: &TestApp,
    client: &Client,
    route: &Route,
    email: Option<&str>,
) -> (StatusCode, String) {
    let mut request = client.request(route.method.clone(), filled(&route.path));
    if let Some(email) = email {
        // Anew each time, since some calls end sign-ins.
        let opened = house
            .app
            .sign_in(email, crate::login::PASSWORD, LoginKind::Web, &Actor::visitor())
            .await
            .unwrap();
        request = request.header("cookie", format!("postup={}", opened.token.reveal()));
    }
    let request = match route.method {
        Method::GET | Method::DELETE => request,
        _ if route.is_page => request.content_type("application/x-www-form-urlencoded").body(""),
        _ => request.header("if-match", "\"1\"").content_type("application/json").body("{}"),
    };
    let response = request.send().await.0;
    let location = response.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or_default();
    (response.status(), location.to_owned())
}

#[tokio::test]
async fn every_route_called_as_every_role() {
    let house = TestApp::new().await;
    let client = house.client();
    let callers = callers(&house).await;
    let mut wrong = Vec::new();
    for route in routes(&house) {
        for (name, caller) in &callers {
            let admitted = match (route.policy, caller) {
                (Policy::Everyone, _) | (Policy::SignedIn, Some(_)) => true,
                (Policy::SignedIn | Policy::Any(_) | Policy::AnyOrStandIn(_), None) => false,
                (Policy::Any(roles) | Policy::AnyOrStandIn(roles), Some((_, role))) => roles.contains(role),
            };
            let email = caller.as_ref().map(|(email, _)| email.as_str());
            let (status, location) = answer(&house, &client, &route, email).await;
            let sent_to_sign_in = status == StatusCode::SEE_OTHER && location.starts_with("/sign-in?");
            let shut_out = match caller {
                None => {
                    status == StatusCode::UNAUTHORIZED
                        || (route.is_page && (sent_to_sign_in || status == StatusCode::FORBIDDEN))
                }
                Some(_) => status == StatusCode::FORBIDDEN,
            };
            let fits = if admitted {
                status != StatusCode::UNAUTHORIZED || route.path.ends_with("/auth/sessions")
            } else {
                shut_out
            };
            if !fits || status.is_server_error() {
                wrong.push(format!("{} {} as {name}: {status}", route.method, route.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
