//! Marks that arrive while others are being entered: one change for many, and nothing of one's own gets lost in it.

use super::{Class, class, mark};
use futures_util::future::join_all;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::attendance::{MarkKind, MarkSource, NewMark, Outcome};
use postup_domain::id::{MarkId, SessionId};
use postup_domain::rejection::Refusal;
use postup_tests::{Ground, TestApp};

/// Many deliveries at once; what became of each.
async fn deliver_all(
    house: &TestApp,
    session: SessionId,
    deliveries: Vec<(&Actor, Vec<NewMark>)>,
) -> Vec<Vec<Outcome>> {
    let deliveries = deliveries.into_iter().map(|(actor, marks)| async move {
        let permit = house.app.may_take_attendance(actor, session).await.unwrap();
        house.app.record_marks(&permit, marks, MarkSource::Api).await.unwrap()
    });
    let found = join_all(deliveries).await;
    found.into_iter().map(|outcomes| outcomes.into_iter().map(|(_, outcome)| outcome).collect()).collect()
}

async fn manager(ground: &Ground, class: &Class) -> Actor {
    let person = ground.person("Керівниця").await;
    ground.actor(person, &[(Role::ProgramManager, Scope::Cohort(class.cohort))])
}

#[tokio::test]
async fn deliveries_at_once_keep_their_own_names_and_outcomes() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 40).await;
    let manager = manager(&ground, &class).await;
    let marks: Vec<NewMark> =
        class.people.iter().map(|person| mark(&house, *person, MarkKind::Present)).collect();
    let stranger = NewMark {
        enrollment: postup_domain::id::EnrollmentId(MarkId::new(house.app.now(), house.app.entropy()).0),
        ..mark(&house, class.people[0], MarkKind::Present)
    };
    let actor = |number: usize| if number.is_multiple_of(2) { &class.trainer } else { &manager };
    let mut deliveries: Vec<_> =
        marks.iter().enumerate().map(|(number, mark)| (actor(number), vec![mark.clone()])).collect();
    // The same marks again, and one that is refused, in the middle of the crowd.
    deliveries
        .extend(marks.iter().take(5).enumerate().map(|(number, mark)| (actor(number), vec![mark.clone()])));
    deliveries.insert(20, (&manager, vec![stranger]));
    let before = house.store.revision();
    let outcomes = deliver_all(&house, class.session, deliveries).await;
    assert_eq!(outcomes.iter().filter(|one| ***one == [Outcome::Recorded]).count(), 40);
    assert_eq!(outcomes.iter().filter(|one| ***one == [Outcome::Known]).count(), 5);
    assert_eq!(outcomes[20], [Outcome::Refused(Refusal::NotOnRegister)]);
    assert!(house.store.revision() - before < 40, "they were entered one by one");
    for (number, mark) in marks.iter().enumerate() {
        let found = house.app.marks_of_person(&class.trainer, class.session, mark.enrollment).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].mark.author, actor(number).person(), "somebody else's name is under the mark");
    }
    let lines = "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'register.marked'";
    assert_eq!(ground.count(lines, vec![]).await, 40, "each delivery has its line in the trail");
    assert_eq!(house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn whoever_opened_a_register_again_is_refused_among_others_who_are_not() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 12).await;
    let manager = manager(&ground, &class).await;
    let permit = house.app.may_close_register(&class.trainer, class.session).await.unwrap();
    house.app.close_register(&permit).await.unwrap();
    let permit = house.app.may_reopen_register(&manager, class.session).await.unwrap();
    let reason = postup_domain::text::Line::new("reason", "Забули двох").unwrap();
    house.app.reopen_register(&permit, reason).await.unwrap();
    let one = |number: usize| vec![mark(&house, class.people[number], MarkKind::Present)];
    let actor = |number: usize| if number.is_multiple_of(3) { &manager } else { &class.trainer };
    let deliveries = (0..12).map(|number| (actor(number), one(number))).collect();
    for (number, outcomes) in deliver_all(&house, class.session, deliveries).await.into_iter().enumerate() {
        let expected = match number % 3 {
            0 => Outcome::Refused(Refusal::SecondPersonNeeded),
            _ => Outcome::Recorded,
        };
        assert_eq!(outcomes, [expected], "delivery {number}");
    }
    let counted = "SELECT COUNT(*) AS count FROM attendance";
    assert_eq!(ground.count(counted, vec![]).await, 8);
}
