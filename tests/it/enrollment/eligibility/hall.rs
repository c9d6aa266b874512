//! A cohort that asks something of everybody, and people in front of it.

use crate::enrollment::enroll;
use chrono::Duration;
use postup_app::Error;
use postup_app::enrollment::nominee::Naming;
use postup_domain::access::{Actor, MayManageCohort};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::{Condition, ConditionKind, Decided, Listed};
use postup_domain::id::{CohortId, CourseId, EnrollmentId, PersonId};
use postup_domain::person::RawProfile;
use postup_domain::rejection::Rejection;
use postup_domain::text::Line;
use postup_tests::{Ground, TestApp};
use sea_orm::Value;

pub struct Hall {
    pub house: TestApp,
    pub ground: Ground,
    pub manager: Actor,
    pub cohort: CohortId,
}

pub fn of_category(category: &str) -> Condition {
    Condition::new(ConditionKind::PositionCategory, category).unwrap()
}

fn rejected<T>(done: Result<T, Error>) -> Result<T, Rejection> {
    done.map_err(|error| match error {
        Error::Rejected(rejection) => rejection,
        other => panic!("{other}"),
    })
}

impl Hall {
    /// For people of category 5.
    pub async fn of(seats: i32) -> Self {
        Self::asking(seats, vec![of_category("5")]).await
    }

    pub async fn asking(seats: i32, conditions: Vec<Condition>) -> Self {
        Self::with_policy(seats, EnrollmentPolicy::Open, conditions).await
    }

    pub async fn with_policy(seats: i32, policy: EnrollmentPolicy, conditions: Vec<Condition>) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(seats, policy).await;
        let manager = ground.manager().await;
        let hall = Self { house, ground, manager, cohort };
        hall.ask(conditions).await;
        hall
    }

    pub async fn permit(&self) -> MayManageCohort {
        self.house.app.may_manage_cohort(&self.manager, self.cohort).await.unwrap()
    }

    /// Asks for this from now on, which is before whatever comes next.
    pub async fn ask(&self, conditions: Vec<Condition>) {
        self.house.clock.pass(Duration::seconds(1));
        self.house.app.set_requirements(&self.permit().await, conditions).await.unwrap();
        self.house.clock.pass(Duration::seconds(1));
    }

    pub async fn except(&self, person: PersonId, reason: &str) {
        let reason = Line::new("reason", reason).unwrap();
        self.house.app.make_exception(&self.permit().await, person, &reason).await.unwrap();
    }

    /// Somebody of this category.
    pub async fn somebody(&self, family: &str, category: i16) -> PersonId {
        let person = self.ground.person(family).await;
        self.become_of(person, category).await;
        person
    }

    pub async fn become_of(&self, person: PersonId, category: i16) {
        self.set(person, "position_category", category).await;
    }

    pub async fn set(&self, person: PersonId, column: &str, value: impl Into<Value>) {
        let text = format!("UPDATE person SET {column} = $1 WHERE id = $2");
        self.ground.run(&text, vec![value.into(), person.into()]).await;
    }

    pub async fn apply(&self, person: PersonId) -> Result<super::Outcome, Rejection> {
        let done = enroll(&self.house, &self.ground.actor(person, &[]), self.cohort).await;
        rejected(done).map(|done| (done.enrollment.state, done.cause))
    }

    pub async fn nominate(&self, person: PersonId) -> Result<Decided, Rejection> {
        let permit = self.house.app.may_nominate(&self.manager, self.cohort, person).await.unwrap();
        rejected(self.house.app.nominate(permit).await)
    }

    pub async fn substitute(&self, leaving: PersonId, person: PersonId) -> Result<Decided, Rejection> {
        let id = self.own(leaving).await.enrollment.id;
        let permit = self.house.app.may_substitute(&self.manager, id, person).await.unwrap();
        rejected(self.house.app.substitute(permit, None).await)
    }

    /// Names somebody by their address for the council, and answers the enrollment.
    pub async fn name(&self, person: PersonId) -> EnrollmentId {
        let permit = self.house.app.may_name(&self.manager, self.cohort, self.ground.council).await.unwrap();
        let raw = RawProfile {
            family_name: "Коваль".to_owned(),
            given_name: "Олена".to_owned(),
            organization_id: self.ground.council.to_string(),
            ..RawProfile::default()
        };
        let naming = Naming::read(&self.address(person), &raw).unwrap();
        self.house.app.name_by_address(&permit, &naming).await.unwrap();
        self.own(person).await.enrollment.id
    }

    pub fn address(&self, person: PersonId) -> String {
        format!("{}@rada.test", person.0.simple())
    }

    pub async fn accept(&self, person: PersonId, id: EnrollmentId) -> super::Outcome {
        let permit = self.house.app.may_answer(&self.ground.actor(person, &[]), id).await.unwrap();
        let done = self.house.app.accept(permit).await.unwrap();
        (done.enrollment.state, done.cause)
    }

    pub async fn own(&self, person: PersonId) -> Listed {
        self.own_in(person, self.cohort).await
    }

    pub async fn own_in(&self, person: PersonId, cohort: CohortId) -> Listed {
        let own = self.house.app.own_enrollment_in(&self.ground.actor(person, &[]), cohort).await;
        own.unwrap().unwrap()
    }

    pub async fn outcome(&self, person: PersonId) -> super::Outcome {
        let own = self.own(person).await;
        (own.enrollment.state, own.cause)
    }

    pub async fn breaches(&self) -> Vec<String> {
        let found = self.house.app.check_invariants().await.unwrap();
        found.into_iter().filter(|one| one.invariant == "E8").map(|one| one.finding).collect()
    }

    /// Somebody has completed a course, as the figures know it.
    pub async fn complete(&self, person: PersonId, course: CourseId) {
        let cohort = self.ground.cohort(5, EnrollmentPolicy::Open).await;
        enroll(&self.house, &self.ground.actor(person, &[]), cohort).await.unwrap();
        let text = "UPDATE cohort SET course_id = $1 WHERE id = $2";
        self.ground.run(text, vec![course.into(), cohort.into()]).await;
        self.house.app.settle_figures().await.unwrap();
        let text = "UPDATE fact SET completed = TRUE WHERE enrollment_id = $1";
        let id = self.own_in(person, cohort).await.enrollment.id;
        self.ground.run(text, vec![id.into()]).await;
    }
}
