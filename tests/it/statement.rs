//! Credits of a year: one's own statement, and the ledger of an employer.

use crate::desk::body_of;
use chrono::Datelike as _;
use postup_domain::access::{Role, Scope};
use postup_domain::certificate::RevocationReason;
use postup_domain::id::PersonId;
use postup_tests::factory::certificate::Graduation;
use postup_tests::{Client, Ground, TestApp};
use serde_json::Value;

/// Everybody works at the council; all but the last have a certificate of thirty hours from 2026.
struct Hall {
    house: TestApp,
    ground: Ground,
    of: Graduation,
    client: Client,
    people: Vec<PersonId>,
}

async fn hall(count: usize) -> Hall {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, count).await;
    // The ground has a program and a course of the same codes.
    of.run("UPDATE program SET code = 'Q'", vec![]).await;
    of.run("UPDATE course SET code = 'Q-1'", vec![]).await;
    let ground = Ground::new(&house).await;
    ground.run("UPDATE person SET organization_id = $1", vec![ground.council.into()]).await;
    // What was written as rows is found by nothing yet.
    house.app.migrate().await.unwrap();
    let permit = house.app.may_issue_certificates(&of.manager(&house), of.cohort).await.unwrap();
    house.app.issue_certificates(permit, of.graduates()).await.unwrap();
    let people = of.people.iter().map(|(person, _)| *person).collect();
    Hall { client: house.client(), house, ground, of, people }
}

impl Hall {
    async fn get(&self, token: &str, path: &str) -> (u16, Value) {
        let bearer = format!("Bearer {token}");
        let request = self.client.get(path).header("authorization", bearer).header("accept-language", "uk");
        let answer = request.send().await;
        (answer.0.status().as_u16(), body_of(answer).await)
    }

    async fn officer(&self) -> String {
        let person = self.ground.person("Кадрова").await;
        self.ground
            .sign_in(person, &[(Role::PersonnelOfficer, Scope::Organization(self.ground.council))])
            .await
    }

    fn ledger(&self) -> String {
        format!("/api/v1/organizations/{}/credits", self.ground.council)
    }
}

#[tokio::test]
async fn a_statement_adds_up_what_counts_in_its_year() {
    let hall = hall(3).await;
    let token = hall.ground.sign_in(hall.people[0], &[]).await;
    let (status, said) = hall.get(&token, "/api/v1/me/statement").await;
    assert_eq!(status, 200, "{said}");
    assert_eq!(said["balance"]["hours"], "30");
    assert_eq!(said["balance"]["ects_credits"], "1");
    assert_eq!(said["balance"]["needed_credits"], 1);
    assert_eq!(said["balance"].get("missing_hours"), None);
    let one = &said["certificates"][0];
    assert_eq!(one["number"], "ПК 2026/1");
    assert!(one["check_url"].as_str().unwrap().contains("/verify/"), "{one}");

    let year = hall.ground.now.year();
    let (_, before) = hall.get(&token, &format!("/api/v1/me/statement?year={}", year - 1)).await;
    assert_eq!(
        (&before["balance"]["hours"], &before["balance"]["missing_hours"]),
        (&"0".into(), &"30".into())
    );
    assert_eq!(before["years"], serde_json::json!([year]));
    assert_eq!(hall.get(&token, "/api/v1/me/statement?year=1").await.0, 422);
    assert_eq!(hall.get("", "/api/v1/me/statement").await.0, 401);

    let last = hall.ground.sign_in(hall.people[2], &[]).await;
    let (_, none) = hall.get(&last, "/api/v1/me/statement").await;
    assert_eq!(none["certificates"].as_array().unwrap().len(), 0, "who has not completed has nothing");

    let manager = hall.of.manager(&hall.house);
    let id = one["certificate_id"].as_str().unwrap().parse().unwrap();
    let permit = hall.house.app.may_revoke_certificate(&manager, id).await.unwrap();
    hall.house.app.revoke_certificate(permit, RevocationReason::RuleNotMet).await.unwrap();
    let (_, revoked) = hall.get(&token, "/api/v1/me/statement").await;
    assert_eq!(revoked["balance"]["hours"], "0", "what was revoked does not count");
}

#[tokio::test]
async fn a_statement_is_a_page_and_tables() {
    let hall = hall(2).await;
    let token = hall.ground.sign_in(hall.people[0], &[]).await;
    let (status, page) = hall.get(&token, "/me/statement").await;
    let page = page.as_str().unwrap();
    assert_eq!(status, 200);
    for part in [
        "30 академічних годин",
        "1 кредит",
        "орієнтир на рік досягнуто",
        "ПК 2026/1",
        "/verify/",
        "Закон № 3077-IX",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let (status, table) = hall.get(&token, "/me/statement/tables/statement.csv").await;
    assert_eq!(status, 200);
    let table = table.as_str().unwrap();
    assert!(
        table.contains("ects_credits") && table.contains("ПК 2026/1") && table.contains("/verify/"),
        "{table}"
    );
    let bearer = format!("Bearer {token}");
    let pdf = hall.client.get("/me/statement/pdf").header("authorization", bearer).send().await;
    pdf.assert_status_is_ok();
    assert!(pdf.0.into_body().into_bytes().await.unwrap().starts_with(b"%PDF"));
    assert_eq!(hall.get(&token, "/me/statement/tables/other.csv").await.0, 404);
    assert_eq!(hall.get(&token, "/me/statement/tables/statement.pdf").await.0, 404);
    assert_eq!(hall.get(&token, "/me/statement?year=0").await.0, 404);
}

#[tokio::test]
async fn the_ledger_is_for_officers_of_the_organization() {
    let hall = hall(3).await;
    let officer = hall.officer().await;
    let (status, said) = hall.get(&officer, &hall.ledger()).await;
    assert_eq!(status, 200, "{said}");
    let lines = said.as_array().unwrap();
    let hours = |name: &str| {
        let line = lines.iter().find(|line| line["name"].as_str().unwrap().starts_with(name)).unwrap();
        (line["balance"]["hours"].as_str().unwrap().to_owned(), line["balance"].get("missing_hours").cloned())
    };
    assert_eq!(hours("Антоненко"), ("30".to_owned(), None));
    assert_eq!(hours("Ґалаґан"), ("0".to_owned(), Some("30".into())));
    let (_, found) = hall.get(&officer, &format!("{}?q=antonenko", hall.ledger())).await;
    assert_eq!(found.as_array().unwrap().len(), 1);

    let other = format!("/api/v1/organizations/{}/credits", hall.ground.organization);
    assert_eq!(
        hall.get(&officer, &other).await.0,
        403,
        "the people of another organization are theirs to see"
    );
    let official = hall.ground.sign_in(hall.people[0], &[]).await;
    assert_eq!(hall.get(&official, &hall.ledger()).await.0, 403);
    let person = hall.ground.person("Керівна").await;
    let scope = Scope::Organization(hall.ground.council);
    let manager = hall.ground.sign_in(person, &[(Role::ProgramManager, scope)]).await;
    assert_eq!(hall.get(&manager, &hall.ledger()).await.0, 403);

    let (status, page) = hall.get(&officer, "/employer/credits").await;
    let page = page.as_str().unwrap();
    assert!(
        status == 200
            && page.contains("Антоненко")
            && page.contains("30 academic hours more to the guide for the year"),
        "{page}"
    );
    let path = format!("/employer/credits/tables/credits.csv?organization={}", hall.ground.council);
    let (status, table) = hall.get(&officer, &path).await;
    assert!(status == 200 && table.as_str().unwrap().contains("missing_hours"), "{table}");
    let path = format!("/employer/credits?organization={}", hall.ground.organization);
    assert_eq!(hall.get(&officer, &path).await.0, 403);
    let (status, table) = hall.get(&officer, &format!("{}/table", hall.ledger())).await;
    assert!(status == 200 && table.as_str().unwrap().lines().count() >= 4, "{table}");
}

#[tokio::test]
async fn a_ledger_costs_the_same_for_three_and_for_three_hundred_people() {
    let cost = async |count: usize| {
        let hall = hall(count).await;
        let officer = hall.officer().await;
        let mut costs = Vec::new();
        for path in ["/employer/credits".to_owned(), format!("{}?limit=500", hall.ledger())] {
            let before = hall.house.store.statements();
            assert_eq!(hall.get(&officer, &path).await.0, 200);
            costs.push(hall.house.store.statements() - before);
        }
        costs
    };
    assert_eq!(cost(3).await, cost(300).await);
}
