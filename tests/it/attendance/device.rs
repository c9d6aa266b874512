//! Devices that were away, against the real router: whatever happens to them and to the network, every mark arrives once,
//! and whoever marked without knowing of the other is shown to a human.
//!
//! `POSTUP_DEVICE_HISTORIES=1000` plays more histories.

mod play;

use super::{Class, class};
use play::{Device, Dice, Fault, PEOPLE, Play, renew};
use postup_domain::access::{Role, Scope};
use postup_domain::attendance::{Frame, MarkKind};
use postup_domain::id::MarkId;
use postup_domain::text::Line;
use postup_tests::{Ground, TestApp};
use serde_json::json;
use std::collections::HashMap;

/// Plays so many histories; the first thing that went wrong.
async fn histories(count: u64, fault: Fault) -> Result<(), String> {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let mut class = class(&house, &ground, PEOPLE).await;
    let client = house.client();
    let manages = (Role::ProgramManager, Scope::Organization(ground.organization));
    let teaches = (Role::Trainer, Scope::Cohort(class.cohort));
    let manager = ground.sign_in(ground.person("Керівна").await, std::slice::from_ref(&manages)).await;
    let keeper = ground.sign_in(ground.person("Ключник").await, std::slice::from_ref(&manages)).await;
    let judge = ground.sign_in(ground.person("Суддя").await, &[manages]).await;
    let mut trainers = Vec::new();
    for name in ["Перша", "Друга"] {
        let trainer = ground.person(name).await;
        trainers.push(ground.sign_in(trainer, std::slice::from_ref(&teaches)).await);
    }
    for seed in 0..count {
        let starts_at = house.app.now() - chrono::Duration::minutes(30);
        class.session = ground.session(class.cohort, starts_at, 90).await;
        let mut dice = Dice(seed);
        // Days pass in a history, and a sign-in does not last that long.
        renew(&ground, house.app.now()).await;
        let devices = trainers
            .iter()
            .map(|token: &String| Device {
                token: token.clone(),
                wrong: [0, 0, 26, -71][dice.below(4)],
                ..Device::default()
            })
            .collect();
        let mut play = Play {
            house: &house,
            ground: &ground,
            client: &client,
            class: &class,
            manager: &manager,
            keeper: &keeper,
            judge: &judge,
            session: class.session,
            frame: Frame { starts_at, minutes: 90, lost: 0, stretches: None },
            fault,
            dice,
            devices,
            closed: false,
            made: Vec::new(),
            arrived: HashMap::new(),
        };
        play.live().await;
        play.judge().await.map_err(|wrong| format!("history {seed}: {wrong}"))?;
        if fault == Fault::Nothing && seed % 2 == 0 {
            play.settle().await;
        }
        if fault == Fault::Nothing && seed % 50 == 0 {
            let breaches = play.house.app.check_invariants().await.unwrap();
            assert!(breaches.iter().all(|breach| breach.invariant != "A2"), "{breaches:?}");
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "how long to play is told from outside")]
fn asked() -> u64 {
    std::env::var("POSTUP_DEVICE_HISTORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(60)
}

#[tokio::test]
async fn whatever_happens_every_mark_arrives_once_and_every_conflict_is_shown() {
    assert_eq!(histories(asked(), Fault::Nothing).await, Ok(()));
}

#[tokio::test]
async fn a_device_or_a_server_that_cheats_is_caught() {
    for fault in
        [Fault::IdIgnored, Fault::ClearedOnSend, Fault::AcknowledgedBeforeCommit, Fault::BasisForgotten]
    {
        assert!(histories(60, fault).await.is_err(), "{fault:?}");
    }
}

#[tokio::test]
async fn nobody_delivers_the_marks_of_somebody_else() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 1).await;
    let (one, other) = (ground.person("Перша").await, ground.person("Друга").await);
    let token = ground.sign_in(other, &[(Role::Trainer, Scope::Cohort(class.cohort))]).await;
    let client = house.client();
    let deliver = async |marker| {
        let mark = json!({
            "id": MarkId::new(ground.now, house.app.entropy()), "enrollment_id": class.people[0], "kind": "present",
        });
        let body = json!({ "sent_at": ground.now, "marker_id": marker, "marks": [mark] });
        let path = format!("/api/v1/sessions/{}/marks", class.session);
        let request = client.post(path).header("authorization", format!("Bearer {token}"));
        request.body_json(&body).send().await.0.status().as_u16()
    };
    assert_eq!(deliver(one).await, 422);
    assert_eq!(deliver(other).await, 200);
    assert_eq!(ground.count("SELECT COUNT(*) AS count FROM mark", vec![]).await, 1);
}

#[tokio::test]
async fn only_who_may_reopen_decides_on_what_came_after_the_closing() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 1).await;
    let permit = house.app.may_close_register(&class.trainer, class.session).await.unwrap();
    house.app.close_register(&permit).await.unwrap();
    let permit = house.app.may_take_attendance(&class.trainer, class.session).await.unwrap();
    let late = super::mark(&house, class.people[0], MarkKind::Present);
    let (id, now) = (late.id, house.app.now());
    house.app.deliver_marks(&permit, vec![late], now).await.unwrap();
    let reason = Line::new("reason", "Телефон без мережі").unwrap();
    let settle = async |actor, stands| {
        let permit = house.app.may_settle_marks(actor, class.session).await.unwrap();
        house.app.settle_marks(&permit, class.people[0], stands, &reason).await
    };
    assert!(settle(&class.trainer, Some(id)).await.is_err());
    let manager = ground.manager().await;
    settle(&manager, Some(id)).await.unwrap();
    assert!(settle(&manager, None).await.is_err(), "there is nothing left to decide");
    let register = house.app.register(&manager, class.session, None, 1).await.unwrap();
    assert_eq!((register.bar.marked, register.bar.disputed), (1, 0));
}
