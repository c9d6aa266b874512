//! Hromadas in which nobody has been trained: who is invited, once, and what comes of it.

use poem::http::StatusCode;
use postup_app::Error;
use postup_app::coverage::{Coverage, Invitations, Office};
use postup_app::outbox::Postman;
use postup_domain::access::{Actor, MayManageCohort, Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::coverage::Choice;
use postup_domain::id::{CohortId, OrganizationId, PersonId};
use postup_domain::notification::NotificationState;
use postup_domain::rejection::Refusal;
use postup_mail::Rendered;
use postup_tests::{Ground, TestApp};
use serde_json::{Value, json};
use std::sync::Arc;

const OBLAST: &str = "UA59000000000057109";
const TRAINED: &str = "UA59080270000000001";
const SUMY: &str = "UA59080270000000002";
const EMPTY: &str = "UA59080270000000003";
const ALONE: &str = "UA59080270000000004";

/// An oblast of four hromadas: one has somebody trained, one an officer, one an authority without, one nothing.
struct Land {
    house: TestApp,
    ground: Ground,
    cohort: CohortId,
    council: OrganizationId,
    officer: PersonId,
    manager: Actor,
    token: String,
}

impl Land {
    async fn new() -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(30, EnrollmentPolicy::Open).await;
        let unit = async |code: &str, category: &str, name: &str, hromada: Option<&str>| {
            let text = "INSERT INTO territory (code, category, name, name_en, parent_code, oblast_code, raion_code, \
                        hromada_code, search, valid_from, valid_to) VALUES ($1, $2, $3, $3, $4, $7, NULL, $5, '', $6, NULL)";
            let oblast = (code != OBLAST).then_some(OBLAST);
            let since = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
            let values = vec![
                code.into(),
                category.into(),
                name.into(),
                oblast.into(),
                hromada.into(),
                since.into(),
                OBLAST.into(),
            ];
            ground.run(text, values).await;
        };
        unit(OBLAST, "O", "Сумська", None).await;
        for (code, name) in
            [(TRAINED, "Охтирська"), (SUMY, "Сумська"), (EMPTY, "Білопільська"), (ALONE, "Глухівська")]
        {
            unit(code, "H", name, Some(code)).await;
        }
        // The council stands in a town of its hromada, the other authority in the hromada itself.
        let town = "UA59080270010000005";
        unit(town, "M", "Суми", Some(SUMY)).await;
        let council = ground.council;
        let set = "UPDATE organization SET territory = $1 WHERE id = $2";
        ground.run(set, vec![town.into(), council.into()]).await;
        ground.run(set, vec![EMPTY.into(), ground.organization.into()]).await;
        let officer = ground.person("Кадрова").await;
        ground.sign_in(officer, &[(Role::PersonnelOfficer, Scope::Organization(council))]).await;
        let person = ground.person("Керівна").await;
        let roles = [(Role::ProgramManager, Scope::Everything)];
        let (manager, token) = (ground.actor(person, &roles), ground.sign_in(person, &roles).await);
        let land = Self { house, ground, cohort, council, officer, manager, token };
        land.train(TRAINED).await;
        land
    }

    /// Somebody of this hromada has completed the course before.
    async fn train(&self, hromada: &str) {
        let person = self.ground.person("Навчена").await;
        let before = self.ground.cohort(5, EnrollmentPolicy::Open).await;
        let id = postup_domain::id::EnrollmentId::new(self.ground.now, self.house.app.entropy());
        let text = "INSERT INTO enrollment (id, cohort_id, person_id, territory, state, arrival, applied_at, since, version) \
                    VALUES ($1, $2, $3, $4, 'confirmed', 1, $5, $5, 1)";
        let values = vec![id.into(), before.into(), person.into(), hromada.into(), self.ground.now.into()];
        self.ground.run(text, values).await;
        self.ground.run(FACT, vec![id.into(), person.into()]).await;
    }

    async fn permit(&self) -> MayManageCohort {
        self.house.app.may_manage_cohort(&self.manager, self.cohort).await.unwrap()
    }

    async fn coverage(&self) -> Coverage {
        self.house.app.coverage(&self.permit().await).await.unwrap()
    }

    async fn office(&self, of: OrganizationId) -> Office {
        let all = self.coverage().await.oblasts.into_iter().flat_map(|oblast| oblast.gaps);
        all.flat_map(|gap| gap.offices).find(|office| office.organization == of).unwrap()
    }

    async fn invite(&self, hromadas: &[&str], oblasts: &[&str], again: bool) -> Result<Invitations, Error> {
        let all = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        let choice = Choice::read(&all(hromadas), &all(oblasts), again).unwrap();
        self.house.app.invite(&self.permit().await, &choice).await
    }

    async fn deliver(&self) -> Vec<Rendered> {
        let postman = Arc::new(Postman::new(self.house.app.clone(), self.house.mailer.clone()));
        postman.deliver_due(100).await.unwrap();
        self.house.mailbox.take()
    }

    async fn page(&self) -> String {
        let path = format!("/manage/cohorts/{}/coverage", self.cohort);
        let client = self.house.client();
        let request = client.get(path).header("accept-language", "en");
        let answer = request.header("authorization", format!("Bearer {}", self.token)).send().await;
        answer.assert_status_is_ok();
        answer.0.into_body().into_string().await.unwrap()
    }

    async fn form(&self, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let path = format!("/manage/cohorts/{}/invitations", self.cohort);
        let client = self.house.client();
        let request = client.post(path).header("accept-language", "en");
        let answer =
            request.header("authorization", format!("Bearer {}", self.token)).form(&fields).send().await.0;
        (answer.status(), answer.into_body().into_string().await.unwrap())
    }
}

const FACT: &str = "INSERT INTO fact (enrollment_id, person_id, keys, applied, confirmed, present, completed, certified, \
                    minutes) VALUES ($1, $2, '', TRUE, TRUE, TRUE, TRUE, FALSE, 0)";

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
    match result {
        Err(Error::Rejected(rejection)) => rejection.refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn hromadas_without_anybody_trained_are_shown_with_their_authorities() {
    let land = Land::new().await;
    let coverage = land.coverage().await;
    assert_eq!(coverage.hromadas, 4);
    assert_eq!(coverage.oblasts.len(), 1);
    let gaps: Vec<_> =
        coverage.oblasts[0].gaps.iter().map(|gap| (gap.code.as_str(), gap.offices.len())).collect();
    assert_eq!(gaps, [(EMPTY, 1), (ALONE, 0), (SUMY, 1)]);
    assert_eq!(land.office(land.council).await.officer, Some(land.officer));
    assert_eq!(land.office(land.ground.organization).await.officer, None);
    let page = land.page().await;
    for said in [
        "Сумська міська рада: not invited yet; nobody named",
        "Школа міст: no personnel officer in Postup, nobody to write to",
        "The local authority of this hromada is not in Postup yet",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[tokio::test]
async fn each_authority_gets_one_letter_and_another_only_when_asked_for() {
    let land = Land::new().await;
    let done = land.invite(&[], &[OBLAST], false).await.unwrap();
    assert_eq!(done, Invitations { sent: 1, before: 0, nobody: 2 });
    let letters = land.deliver().await;
    assert_eq!(letters.len(), 1);
    let letter = &letters[0];
    assert!(
        letter.text.contains(&format!("/employer/cohorts/{}/nominations/new", land.cohort)),
        "{}",
        letter.text
    );
    assert!(letter.text.contains("Сумська міська рада is invited"), "{}", letter.text);
    assert!(letter.list.is_some(), "nobody has to have it");
    // Not twice, by whatever way it was chosen.
    assert_eq!(refusal(land.invite(&[SUMY], &[], false).await), Refusal::NobodyToInvite);
    assert_eq!(refusal(land.invite(&[EMPTY, ALONE, TRAINED], &[], false).await), Refusal::NobodyToInvite);
    assert_eq!(land.invite(&[SUMY], &[], true).await.unwrap().sent, 1);
    assert_eq!(land.deliver().await.len(), 1);
    let office = land.office(land.council).await;
    let invited = office.invited.unwrap();
    assert_eq!((invited.round, invited.fate), (2, NotificationState::Sent));
    assert_eq!((invited.at, invited.by.as_str()), (land.ground.now, "Керівна Олена"));
    let lines = "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'cohort.invited'";
    assert_eq!(land.ground.count(lines, vec![]).await, 2);
}

#[tokio::test]
async fn two_managers_at_once_write_once() {
    let land = Land::new().await;
    let (one, two) = tokio::join!(land.invite(&[SUMY], &[], false), land.invite(&[SUMY], &[], false));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    assert_eq!(land.deliver().await.len(), 1);
}

#[tokio::test]
async fn what_came_of_it_is_shown() {
    let land = Land::new().await;
    land.invite(&[SUMY], &[], false).await.unwrap();
    let officer =
        land.ground.actor(land.officer, &[(Role::PersonnelOfficer, Scope::Organization(land.council))]);
    for person in land.ground.people(2).await {
        let permit = land.house.app.may_nominate(&officer, land.cohort, person).await.unwrap();
        land.house.app.nominate(permit).await.unwrap();
    }
    assert_eq!(land.office(land.council).await.nominated, 2);
    let page = land.page().await;
    assert!(page.contains("letter queued; 2 people named") && page.contains("Invite once more"), "{page}");
}

#[tokio::test]
async fn the_letter_follows_wishes_and_grants_and_ends_with_the_applications() {
    let land = Land::new().await;
    // A second officer who wants such letters, beside the first who does not any more.
    let second = land.ground.person("Друга").await;
    land.ground.sign_in(second, &[(Role::PersonnelOfficer, Scope::Organization(land.council))]).await;
    let refuse = "INSERT INTO mail_refusal (person_id, kind, since) VALUES ($1, 'cohort_invitation', $2)";
    land.ground.run(refuse, vec![land.officer.into(), land.ground.now.into()]).await;
    assert_eq!(land.office(land.council).await.officer, Some(second));
    land.ground.run(refuse, vec![second.into(), land.ground.now.into()]).await;
    land.invite(&[SUMY], &[], false).await.unwrap();
    assert!(land.deliver().await.is_empty());
    assert_eq!(land.office(land.council).await.invited.unwrap().fate, NotificationState::Dropped);
    // Nobody who does not look after the staff any more gets the letter.
    land.ground.run("DELETE FROM mail_refusal", vec![]).await;
    land.invite(&[SUMY], &[], true).await.unwrap();
    land.ground
        .run("UPDATE access_grant SET revoked_at = granted_at WHERE role = 'personnel_officer'", vec![])
        .await;
    assert!(land.deliver().await.is_empty());
    land.house.clock.pass(chrono::Duration::days(7));
    assert_eq!(refusal(land.invite(&[SUMY], &[], true).await), Refusal::EnrollmentClosed);
}

#[tokio::test]
async fn the_page_invites_the_chosen_and_says_what_is_wrong() {
    let land = Land::new().await;
    let (status, page) = land.form(&[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("href=\"#hromadas\""), "{page}");
    let (status, page) = land.form(&[("hromadas", EMPTY)]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("There is nobody to invite"), "{page}");
    assert_eq!(land.form(&[("hromadas", "Суми")]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(land.form(&[("hromadas", SUMY)]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(land.form(&[("hromadas", EMPTY), ("again", SUMY)]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(land.office(land.council).await.invited.unwrap().round, 2);
}

#[tokio::test]
async fn the_interface_lists_and_invites() {
    let land = Land::new().await;
    let client = land.house.client();
    let bearer = format!("Bearer {}", land.token);
    let read = async || {
        let path = format!("/api/v1/cohorts/{}/coverage", land.cohort);
        let answer = client.get(path).header("authorization", &bearer).send().await;
        answer.assert_status_is_ok();
        let text = answer.0.into_body().into_string().await.unwrap();
        serde_json::from_str::<Value>(&text).unwrap()
    };
    let before = read().await;
    assert_eq!((&before["hromadas"], before["missing"].as_array().unwrap().len()), (&json!(4), 3));
    let path = format!("/api/v1/cohorts/{}/invitations", land.cohort);
    let body = json!({"oblasts": [OBLAST]});
    let answer = client.post(path).header("authorization", &bearer).body_json(&body).send().await;
    answer.assert_status_is_ok();
    answer.assert_json(json!({"sent": 1, "before": 0, "nobody": 2})).await;
    let after = read().await;
    let office = &after["missing"][2]["offices"][0];
    assert_eq!((&office["invitations"], &office["fate"]), (&json!(1), &json!("queued")));
    let stranger = land.ground.person("Чужа").await;
    let roles = [(Role::ProgramManager, Scope::Organization(OrganizationId(uuid::Uuid::from_u128(7))))];
    let token = land.ground.sign_in(stranger, &roles).await;
    let path = format!("/api/v1/cohorts/{}/coverage", land.cohort);
    let answer = client.get(path).header("authorization", format!("Bearer {token}")).send().await;
    assert!(matches!(answer.0.status(), StatusCode::FORBIDDEN | StatusCode::NOT_FOUND));
}

#[tokio::test]
async fn inviting_costs_the_same_for_one_and_for_three_hundred() {
    let cost = async |count: usize| {
        let land = Land::new().await;
        land.ground.run("BEGIN", vec![]).await;
        for number in 0..count {
            let id = OrganizationId::new(land.ground.now, land.house.app.entropy());
            let text = "INSERT INTO organization (id, kind, edrpou, territory, sort_key, search, version) \
                        VALUES ($1, 'local_authority', NULL, $2, '', '', 1)";
            land.ground.run(text, vec![id.into(), EMPTY.into()]).await;
            let text = "INSERT INTO organization_name (organization_id, valid_from, name_uk, name_en) \
                        VALUES ($1, $2, 'Рада', 'Council')";
            land.ground.run(text, vec![id.into(), land.ground.now.date_naive().into()]).await;
            let person = land.ground.person(&format!("Кадрова{number}")).await;
            land.ground.sign_in(person, &[(Role::PersonnelOfficer, Scope::Organization(id))]).await;
        }
        land.ground.run("COMMIT", vec![]).await;
        let before = land.house.store.statements();
        let sent = land.invite(&[EMPTY], &[], false).await.unwrap().sent;
        assert_eq!(sent, count);
        land.house.store.statements() - before
    };
    assert_eq!(cost(1).await, cost(300).await);
}
