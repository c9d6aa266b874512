//! What the trail says in words.

use super::{ADMINISTRATOR, read};
use postup_domain::clock::Clock;
use postup_domain::entropy::Entropy;
use postup_domain::id::AuditId;
use postup_tests::{Ground, TestApp};

/// The trail keeps numbers and codes; its reader sees words.
#[tokio::test]
async fn details_are_told_in_the_language_of_the_reader() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let token = ground.sign_in(ground.person("Адміністраторка").await, &ADMINISTRATOR).await;
    let id = "0197f3b0-0000-7000-8000-000000000000";
    let said = [
        ("message.sent", format!("{id}: 18 recipients, confirmed"), "18 recipients"),
        ("cohort.invited", "2 local authorities, again".into(), "2 local authorities"),
        ("register.marked", "1 marks".into(), "1 mark<"),
        ("register.closing-ruled", "48 hours".into(), "after 48 hours"),
        ("register.closing-ruled", "by hand".into(), "by hand only"),
        ("quota.added", "1: 4 oblast UA59 until 2026-05-12, 0 freed".into(), "4 seats, until 12 May 2026"),
        ("indicator.reported", "7 on 2026-05-01".into(), "7 as of 1 May 2026"),
        (
            "indicator.edited",
            "target 9 by 2026-12-31, reported".into(),
            "Before: target 9 by 31 December 2026",
        ),
        ("import.committed", "new=3 changed=2 same=1".into(), "New rows: 3, changed: 2, unchanged: 1"),
        ("register.meeting_log", "people=2 walk_ins=1 choices=0".into(), "2 people; written down"),
        ("equivalent.refused", format!("{id} for {id} in {id}: запізно"), ">запізно<"),
        (
            "enrollment.rejected",
            format!("not_approved in the place of {id}"),
            "Decided by whoever stands in.",
        ),
        ("session.interrupted", "air_raid_alert".into(), ">air-raid alert<"),
        ("guest.given", id.into(), "Guest place at a session given"),
        (
            "figures.downloaded",
            "by=oblast&sort=people&course=x&from=2026-02&until=".into(),
            "Course · From month of start: February 2026",
        ),
        ("export.gathered", "4501".into(), "4,501 rows"),
        ("plan.unheard", "as it stands".into(), ">as it stands<"),
    ];
    for (action, detail, words) in said {
        let line = AuditId::new(house.clock.now(), house.app.entropy() as &dyn Entropy);
        let sql = "INSERT INTO audit_entry (id, at, author, action, subject_kind, subject_id, detail) \
                   VALUES ($1, $2, NULL, $3, 'session', 'x', $4)";
        let values = vec![line.into(), house.clock.now().into(), action.into(), detail.clone().into()];
        ground.run(sql, values).await;
        let (_, page) = read(&house.client(), &token, &format!("/admin/audit?action={action}")).await;
        assert!(page.contains(words), "{action}, {detail}: {page}");
        assert!(!page.contains(&format!(">{id}")), "{action}: {page}");
    }

    // What has no name of its own is told by its id, in words too.
    for (kind, id, words) in [
        ("export", "people", "Table: People"),
        ("figures", "oblast", "Figures: Oblast"),
        ("template", "seat_confirmed/uk", "Wording of a letter: Seat confirmed, Ukrainian"),
    ] {
        let line = AuditId::new(house.clock.now(), house.app.entropy() as &dyn Entropy);
        let sql = "INSERT INTO audit_entry (id, at, author, action, subject_kind, subject_id, detail) \
                   VALUES ($1, $2, NULL, 'plan.seen', $3, $4, '')";
        ground.run(sql, vec![line.into(), house.clock.now().into(), kind.into(), id.into()]).await;
        let (_, page) = read(&house.client(), &token, &format!("/admin/audit?kind={kind}")).await;
        assert!(page.contains(words), "{kind}: {page}");
    }
}
