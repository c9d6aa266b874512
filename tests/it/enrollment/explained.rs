//! The states of an application: page, mail and interface say the same, in both languages.

use super::{enroll, leave};
use chrono::Duration;
use postup_app::outbox::Postman;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::{Condition, ConditionKind, Criterion, QuotaPlan};
use postup_domain::id::{CohortId, EnrollmentId, PersonId};
use postup_domain::text::Line;
use postup_tests::{Ground, TestApp};
use std::sync::Arc;

struct Desk {
    house: TestApp,
    ground: Ground,
    postman: Arc<Postman>,
    said: String,
}

struct Reader {
    person: PersonId,
    actor: Actor,
    token: String,
}

impl Desk {
    async fn reader(&self, family: &str) -> Reader {
        let person = self.ground.person(family).await;
        let token = self.ground.sign_in(person, &[]).await;
        Reader { person, actor: self.ground.actor(person, &[]), token }
    }

    /// A cohort with a code that letters can show.
    async fn cohort(&self, code: &str, seats: i32, policy: EnrollmentPolicy) -> CohortId {
        let id = self.ground.cohort(seats, policy).await;
        self.ground.run("UPDATE cohort SET code = $1 WHERE id = $2", vec![code.into(), id.into()]).await;
        id
    }

    async fn apply(&self, reader: &Reader, cohort: CohortId) -> EnrollmentId {
        enroll(&self.house, &reader.actor, cohort).await.unwrap().enrollment.id
    }

    /// What the three say to a reader about an enrollment.
    async fn ask(&mut self, state: &str, reader: &Reader, id: EnrollmentId) {
        self.said.push_str(&format!("{state}\n"));
        let client = self.house.client();
        let bearer = format!("Bearer {}", reader.token);
        for language in ["uk", "en"] {
            let text = "UPDATE person SET language = $1 WHERE id = $2";
            self.ground.run(text, vec![language.into(), reader.person.into()]).await;
            let get = |path: String| {
                client.get(path).header("authorization", &bearer).header("accept-language", language).send()
            };
            let json = get(format!("/api/v1/enrollments/{id}")).await.json().await;
            let said = json.value().object().get("explanation").string().to_owned();
            let page = get(format!("/me/enrollments/{id}")).await.0.into_body().into_string().await.unwrap();
            assert!(page.contains(&said), "{state}, page in {language}: {said}");
            let again = "UPDATE notification SET state = 'queued', finished_at = NULL, attempts = 0 WHERE person_id = $1";
            self.ground.run(again, vec![reader.person.into()]).await;
            self.house.mailbox.take();
            self.postman.deliver_due(100).await.unwrap();
            let letters = self.house.mailbox.take();
            assert!(
                letters.iter().any(|letter| letter.text.contains(&said)),
                "{state}, mail in {language}: {said}"
            );
            self.said.push_str(&format!("  {said}\n"));
        }
    }
}

#[tokio::test]
async fn page_mail_and_interface_say_the_same() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let postman = Arc::new(Postman::new(house.app.clone(), house.mailer.clone()));
    let mut desk = Desk { house, ground, postman, said: String::new() };
    let manager = desk.ground.manager().await;
    let cohort = desk.cohort("KEPT", 2, EnrollmentPolicy::Open).await;
    desk.ground.run("UPDATE cohort SET waitlist_policy = 'offer', answer_hours = 4", vec![]).await;
    let permit = desk.house.app.may_manage_cohort(&manager, cohort).await.unwrap();
    let release_on = (desk.ground.now + Duration::days(3)).date_naive();
    let plan = QuotaPlan { criterion: Criterion::PositionCategory(5), seats: 1, release_on };
    desk.house.app.add_quota(&permit, plan).await.unwrap();
    let mut people = Vec::new();
    for family in ["Коваль", "Бойко", "Шевченко", "Ткач", "Мельник", "Кравець"]
    {
        people.push(desk.reader(family).await);
    }
    let first = desk.apply(&people[0], cohort).await;
    desk.ask("a seat", &people[0], first).await;
    let (second, third) = (desk.apply(&people[1], cohort).await, desk.apply(&people[2], cohort).await);
    desk.ask("waits beside a kept seat, which would then be theirs", &people[1], second).await;
    desk.ask("waits beside a kept seat, one more before them", &people[2], third).await;
    leave(&desk.house, &people[0].actor, first).await.unwrap();
    desk.ask("left", &people[0], first).await;
    desk.ask("was offered a seat", &people[1], second).await;
    let permit = desk.house.app.may_answer(&people[1].actor, second).await.unwrap();
    desk.house.app.decline(permit).await.unwrap();
    desk.ask("declined it", &people[1], second).await;
    desk.house.clock.set(desk.ground.now + Duration::hours(20));
    desk.house.app.expire_answers().await.unwrap();
    desk.ask("did not answer", &people[2], third).await;
    desk.house.clock.set(desk.ground.now);
    let decided = desk.cohort("DECIDED", 1, EnrollmentPolicy::Approval).await;
    let fourth = desk.apply(&people[3], decided).await;
    desk.ask("waits for a decision", &people[3], fourth).await;
    let permit = desk.house.app.may_decide(&manager, fourth).await.unwrap();
    let reason = Line::new("reason", "Курс для інших посад").unwrap();
    desk.house.app.reject_enrollment(permit, reason).await.unwrap();
    desk.ask("was turned down", &people[3], fourth).await;
    let officer = desk.ground.person("Кадрова").await;
    let roles = [(Role::PersonnelOfficer, Scope::Organization(desk.ground.council))];
    desk.ground.sign_in(officer, &roles).await;
    let officer = desk.ground.actor(officer, &roles);
    let routed = desk.cohort("ROUTED", 1, EnrollmentPolicy::Employer).await;
    let asked = desk.apply(&people[0], routed).await;
    desk.ask("waits for the employer", &people[0], asked).await;
    let permit = desk.house.app.may_approve(&officer, asked).await.unwrap();
    desk.house.app.approve(permit).await.unwrap();
    desk.ask("was approved by the employer", &people[0], asked).await;
    let plain = desk.cohort("PLAIN", 1, EnrollmentPolicy::Open).await;
    desk.apply(&people[4], plain).await;
    let sixth = desk.apply(&people[5], plain).await;
    desk.ask("waits, nothing is kept", &people[5], sixth).await;
    let manager = desk.ground.manager().await;
    let permit = desk.house.app.may_substitute(&manager, sixth, people[0].person).await;
    desk.house.app.substitute(permit.unwrap(), None).await.unwrap_err();
    let own = desk.house.app.own_enrollment_in(&people[4].actor, plain).await.unwrap().unwrap().enrollment.id;
    let permit = desk.house.app.may_substitute(&manager, own, people[0].person).await.unwrap();
    let asked = desk.house.app.substitute(permit, None).await.unwrap().enrollment.id;
    desk.ask("a colleague has the seat", &people[4], own).await;
    desk.ask("named in place of a colleague", &people[0], asked).await;
    let other = desk.cohort("OTHER", 1, EnrollmentPolicy::Open).await;
    let permit = desk.house.app.may_transfer(&manager, sixth, other).await.unwrap();
    let there = desk.house.app.transfer(permit, None).await.unwrap().enrollment.id;
    desk.ask("went on in another cohort", &people[5], sixth).await;
    desk.ask("came from another cohort", &people[5], there).await;
    let text = "UPDATE cohort SET reconfirm_days = 3, reconfirm_silence = 'free' WHERE id = $1";
    desk.ground.run(text, vec![other.into()]).await;
    desk.house.clock.set(desk.ground.now + Duration::days(4));
    desk.ground
        .run("UPDATE login SET expires_at = $1", vec![(desk.ground.now + Duration::days(9)).into()])
        .await;
    desk.house.app.settle_reconfirmations().await.unwrap();
    desk.ask("is asked whether they still come", &people[5], there).await;
    let permit = desk.house.app.may_answer(&people[5].actor, there).await.unwrap();
    desk.house.app.reconfirm(permit, false).await.unwrap();
    desk.ask("does not come", &people[5], there).await;
    let asking = desk.cohort("ASKING", 1, EnrollmentPolicy::Open).await;
    let earlier = desk.ground.another_course("EARLIER", ("Перші кроки", "Earlier steps")).await;
    let permit = desk.house.app.may_manage_cohort(&manager, asking).await.unwrap();
    let category = |number| Condition::new(ConditionKind::PositionCategory, number).unwrap();
    let both = vec![category("5"), category("6"), Condition::of_course(earlier)];
    desk.house.app.set_requirements(&permit, both).await.unwrap();
    let text = "UPDATE person SET position_category = 4 WHERE id = $1";
    desk.ground.run(text, vec![people[1].person.into()]).await;
    let unfit = desk.apply(&people[1], asking).await;
    desk.ask("is none of those the cohort is for", &people[1], unfit).await;
    desk.house.app.set_requirements(&permit, vec![category("5")]).await.unwrap();
    let text = "UPDATE person SET position_category = 5 WHERE id IN ($1, $2)";
    desk.ground.run(text, vec![people[2].person.into(), people[3].person.into()]).await;
    let holder = desk.apply(&people[2], asking).await;
    let waiting = desk.apply(&people[3], asking).await;
    let text = "UPDATE person SET position_category = NULL WHERE id = $1";
    desk.ground.run(text, vec![people[3].person.into()]).await;
    leave(&desk.house, &people[2].actor, holder).await.unwrap();
    desk.ask("no longer fits when a seat becomes free", &people[3], waiting).await;
    insta::assert_snapshot!("states", desk.said);
}
