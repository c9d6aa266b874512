//! A course from elsewhere in place of one that is asked for: stated with what shows it, decided by a manager, explained.

use super::hall::Hall;
use super::{SEATED, TURNED_DOWN};
use crate::enrollment::refusal;
use poem::http::StatusCode;
use postup_app::Error;
use postup_app::outbox::Postman;
use postup_domain::access::{Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::{Condition, RawEvidence};
use postup_domain::id::{CourseId, EquivalentId, PersonId};
use postup_domain::rejection::Refusal;
use postup_domain::text::Line;
use serde_json::{Value, json};
use std::sync::Arc;

fn evidence() -> RawEvidence {
    RawEvidence {
        title: "Вода в місті".to_owned(),
        provider: "Політехніка".to_owned(),
        completed_on: "2025-05-12".to_owned(),
        document: "№ 17-АБ".to_owned(),
    }
}

impl Hall {
    async fn after_a_course() -> (Self, CourseId) {
        let hall = Self::asking(3, Vec::new()).await;
        let earlier = hall.ground.another_course("EARLIER", ("Перші кроки", "Earlier steps")).await;
        hall.ask(vec![Condition::of_course(earlier)]).await;
        (hall, earlier)
    }

    async fn state(&self, person: PersonId, course: CourseId) -> Result<EquivalentId, Error> {
        let actor = self.ground.actor(person, &[]);
        let permit = self.house.app.may_enroll(&actor, self.cohort, person).await.unwrap();
        self.house.app.state_equivalent(&permit, course, &evidence()).await
    }

    async fn decide(&self, id: EquivalentId, accept: bool, reason: &str) -> Result<(), Error> {
        let reason = Line::optional("reason", reason).unwrap();
        self.house.app.decide_equivalent(&self.permit().await, id, accept, reason).await.map(|_| ())
    }
}

#[tokio::test]
async fn what_is_accepted_counts_here_and_what_is_refused_does_not() {
    let (hall, earlier) = Hall::after_a_course().await;
    let person = hall.somebody("Тиха", 5).await;
    let other = hall.ground.course;
    assert!(matches!(hall.state(person, other).await, Err(Error::Invalid(_))), "nobody asks for that");
    let id = hall.state(person, earlier).await.unwrap();
    assert_eq!(hall.apply(person).await.unwrap(), TURNED_DOWN, "nobody has decided");
    let again = hall.state(person, earlier).await.unwrap_err();
    assert_eq!(refusal(&again), Some(Refusal::AlreadyStated));
    let silent = hall.decide(id, false, "").await.unwrap_err();
    assert_eq!(refusal(&silent), Some(Refusal::ReasonMissing));
    hall.decide(id, false, "Замало годин").await.unwrap();
    assert_eq!(hall.apply(person).await.unwrap(), TURNED_DOWN);
    let id = hall.state(person, earlier).await.unwrap();
    hall.decide(id, true, "").await.unwrap();
    assert_eq!(refusal(&hall.decide(id, false, "Ні").await.unwrap_err()), Some(Refusal::StepNotAllowed));
    assert_eq!(hall.apply(person).await.unwrap(), SEATED);
    assert_eq!(hall.breaches().await, Vec::<String>::new());
    let trail = "SELECT COUNT(*) AS count FROM audit_entry WHERE subject_kind = 'equivalent'";
    assert_eq!(hall.ground.count(trail, vec![]).await, 4);

    // It counts for the cohort whose manager accepted it, and for no other.
    let elsewhere = hall.ground.cohort(3, EnrollmentPolicy::Open).await;
    let permit = hall.house.app.may_manage_cohort(&hall.manager, elsewhere).await.unwrap();
    hall.house.app.set_requirements(&permit, vec![Condition::of_course(earlier)]).await.unwrap();
    let look = hall.house.app.own_look(&hall.ground.actor(person, &[]), elsewhere).await.unwrap().unwrap();
    assert!(!look.is_good());
}

#[tokio::test]
async fn page_mail_and_interface_say_the_same_of_it() {
    let (hall, earlier) = Hall::after_a_course().await;
    let person = hall.somebody("Тиха", 5).await;
    let bearer = format!("Bearer {}", hall.ground.sign_in(person, &[]).await);
    let boss = hall.ground.person("Координаторка").await;
    let roles = [(Role::ProgramManager, Scope::Everything)];
    let chief = format!("Bearer {}", hall.ground.sign_in(boss, &roles).await);
    let client = hall.house.client();
    let postman = Arc::new(Postman::new(hall.house.app.clone(), hall.house.mailer.clone()));
    let page = format!("/cohorts/{}/equivalents", hall.cohort);
    let fields = [
        ("course_id", earlier.to_string()),
        ("title", "Вода в місті".to_owned()),
        ("provider", "Політехніка".to_owned()),
        ("completed_on", "2025-05-12".to_owned()),
        ("document", "№ 17-АБ".to_owned()),
    ];
    let post = async |path: &str, bearer: &str, fields: &[(&str, String)]| {
        client.post(path).header("authorization", bearer).form(&fields).send().await.0.status()
    };
    assert_eq!(post(&page, &bearer, &fields[..4]).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post(&page, &bearer, &fields).await, StatusCode::SEE_OTHER);
    let get = async |path: String, bearer: &str| {
        let get = client.get(path).header("authorization", bearer).header("accept-language", "en");
        get.send().await.0.into_body().into_string().await.unwrap()
    };
    let requirements = format!("/api/v1/cohorts/{}/requirements", hall.cohort);
    let own = async || -> Value {
        let said: Value = serde_json::from_str(&get(requirements.clone(), &bearer).await).unwrap();
        said["equivalents"][0].clone()
    };
    let said = own().await["explanation"].as_str().unwrap().to_owned();
    assert!(said.contains("Вода в місті") && said.contains("Earlier steps"), "{said}");
    let manage = get(format!("/manage/cohorts/{}/requirements", hall.cohort), &chief).await;
    assert!(manage.contains(&said), "{manage}");
    postman.deliver_due(100).await.unwrap();
    let letters = hall.house.mailbox.take();
    assert!(letters.iter().any(|letter| letter.text.contains(&said) && letter.text.contains("№ 17-АБ")));

    let id = own().await["id"].as_str().unwrap().to_owned();
    let decision = format!("/api/v1/equivalents/{id}/decision");
    let body = json!({ "accept": true, "reason": "120 годин" });
    let denied = client.post(&decision).header("authorization", &bearer).body_json(&body).send().await;
    assert_eq!(denied.0.status(), StatusCode::FORBIDDEN);
    let path = format!("/manage/equivalents/{id}/decision");
    let silent = [("answer", "no".to_owned())];
    assert_eq!(post(&path, &chief, &silent).await, StatusCode::UNPROCESSABLE_ENTITY);
    let done = client.post(&decision).header("authorization", &chief).body_json(&body).send().await;
    assert_eq!(done.0.status(), StatusCode::OK);
    let said = own().await["explanation"].as_str().unwrap().to_owned();
    assert!(said.contains("counts as the course") && said.contains("120 годин"), "{said}");
    assert!(get(page, &bearer).await.contains(&said));
    assert!(get(format!("/cohorts/{}", hall.cohort), &bearer).await.contains(&said));
    postman.deliver_due(100).await.unwrap();
    let letters = hall.house.mailbox.take();
    assert!(letters.iter().any(|letter| letter.text.contains(&said)), "{letters:?}");
}
