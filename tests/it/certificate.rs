//! Certificates: issued once and completely or not at all, frozen, checked by strangers.

pub mod check;
mod jobs;
mod pages;

use chrono::Duration;
use postup_app::Error;
use postup_domain::certificate::{Certificate, RevocationReason, Standing};
use postup_domain::id::EnrollmentId;
use postup_domain::rejection::Refusal;
use postup_tests::TestApp;
use postup_tests::factory::certificate::Graduation;

/// Issues as the manager of the program.
async fn issue(house: &TestApp, of: &Graduation, list: Vec<EnrollmentId>) -> Result<Vec<Certificate>, Error> {
    let permit = house.app.may_issue_certificates(&of.manager(house), of.cohort).await?;
    house.app.issue_certificates(permit, list).await
}

fn refusal<T>(outcome: Result<T, Error>) -> Option<Refusal> {
    match outcome {
        Err(Error::Rejected(rejection)) => Some(rejection.refusal),
        _ => None,
    }
}

fn numbers(certificates: &[Certificate]) -> Vec<i64> {
    certificates.iter().map(|certificate| certificate.ordinal).collect()
}

#[tokio::test]
async fn numbers_follow_the_list_and_everybody_is_told() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 301).await;
    let mut list = of.graduates();
    list.reverse();
    let issued = issue(&house, &of, list.clone()).await.unwrap();
    assert_eq!(numbers(&issued), (1..=300).collect::<Vec<_>>());
    assert_eq!(issued.iter().map(|one| one.enrollment).collect::<Vec<_>>(), list);
    assert_eq!(issued[0].facts.registration_number.as_str(), "ПК 2026/1");
    assert_eq!(of.number("SELECT last AS answer FROM certificate_series").await, 300);
    for (what, count) in [
        ("certificate", 300),
        ("certificate_step", 300),
        ("notification WHERE key = 'certificate_issued'", 300),
        ("audit_entry WHERE action = 'certificate.issued'", 300),
        ("fact_due", 300),
        ("certificate k JOIN enrollment e ON e.id = k.enrollment_id AND e.person_id = k.person_id", 300),
    ] {
        assert_eq!(of.number(&format!("SELECT COUNT(*) AS answer FROM {what}")).await, count, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_managers_with_one_list_issue_it_once() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 41).await;
    let (one, other) = tokio::join!(issue(&house, &of, of.graduates()), issue(&house, &of, of.graduates()));
    let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
    assert_eq!(numbers(&won.unwrap()), (1..=40).collect::<Vec<_>>());
    assert_eq!(refusal(lost), Some(Refusal::AlreadyCertified));
    assert_eq!(of.number("SELECT COUNT(*) AS answer FROM certificate").await, 40);
    assert_eq!(refusal(issue(&house, &of, of.graduates()).await), Some(Refusal::AlreadyCertified));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_lists_share_one_series_without_gaps() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 41).await;
    let list = of.graduates();
    let parts: Vec<Vec<EnrollmentId>> = list.chunks(5).map(<[EnrollmentId]>::to_vec).collect();
    let issued = futures_util::future::join_all(parts.into_iter().map(|part| issue(&house, &of, part))).await;
    let mut all: Vec<i64> = issued.into_iter().flat_map(|part| numbers(&part.unwrap())).collect();
    all.sort_unstable();
    assert_eq!(all, (1..=40).collect::<Vec<_>>());
}

#[tokio::test]
async fn one_who_must_not_have_one_keeps_the_whole_list_back() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 4).await;
    let absent = of.people[3].1;
    let mut list = of.graduates();
    list.push(absent);
    assert_eq!(refusal(issue(&house, &of, list).await), Some(Refusal::NotCompleted));

    of.run("UPDATE session SET register = 'reopened'", vec![]).await;
    assert_eq!(refusal(issue(&house, &of, of.graduates()).await), Some(Refusal::NotCompleted));
    of.run("UPDATE session SET register = 'closed'", vec![]).await;

    let stranger = EnrollmentId::new(of.now, house.app.entropy());
    let mut list = of.graduates();
    list.push(stranger);
    match issue(&house, &of, list).await {
        Err(Error::Invalid(faults)) => assert_eq!(faults[0].field, "enrollment_ids.3"),
        other => panic!("{other:?}"),
    }
    assert!(matches!(issue(&house, &of, vec![]).await, Err(Error::Invalid(_))));
    of.run("UPDATE enrollment SET state = 'withdrawn'", vec![]).await;
    assert!(matches!(issue(&house, &of, of.graduates()).await, Err(Error::Invalid(_))));
    for table in ["certificate", "certificate_step", "certificate_series", "notification", "audit_entry"] {
        assert_eq!(of.number(&format!("SELECT COUNT(*) AS answer FROM {table}")).await, 0, "{table}");
    }
}

#[tokio::test]
async fn a_failure_at_any_step_leaves_nothing_half_done() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 4).await;
    let tables =
        ["certificate_series", "certificate", "certificate_step", "notification", "audit_entry", "fact_due"];
    for broken in tables {
        of.run(&format!("ALTER TABLE {broken} RENAME TO gone"), vec![]).await;
        assert!(matches!(issue(&house, &of, of.graduates()).await, Err(Error::Broken(_))), "{broken}");
        of.run(&format!("ALTER TABLE gone RENAME TO {broken}"), vec![]).await;
        for table in tables {
            let left = of.number(&format!("SELECT COUNT(*) AS answer FROM {table}")).await;
            assert_eq!(left, 0, "{table} after {broken}");
        }
    }
    assert_eq!(numbers(&issue(&house, &of, of.graduates()).await.unwrap()), [1, 2, 3]);
}

#[tokio::test]
async fn what_was_issued_does_not_follow_later_names() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 3).await;
    let tomorrow = (of.now + Duration::days(1)).date_naive();
    of.rename_organization("Академія міст", "Academy of Cities", tomorrow).await;
    let first = issue(&house, &of, of.graduates()[..1].to_vec()).await.unwrap().remove(0);
    of.run("UPDATE person SET family_name = 'Інша', latin_family_name = 'Insha'", vec![]).await;
    of.run("UPDATE course_version SET title_uk = 'Інший курс', hours = 6000", vec![]).await;
    house.clock.pass(Duration::days(2));
    let second = issue(&house, &of, of.graduates()[1..].to_vec()).await.unwrap().remove(0);

    let manager = of.manager(&house);
    let read = house.app.certificate(&manager, first.id).await.unwrap().certificate;
    assert_eq!(read, first);
    assert_eq!(read.facts.holder.family_name.as_str(), "Антоненко");
    assert_eq!(read.facts.provider.name.uk.as_str(), "Школа міст");
    assert_eq!((read.facts.hours.to_string(), read.facts.ects_credits.as_str()), ("30".to_owned(), "1"));
    assert_eq!(second.facts.provider.name.uk.as_str(), "Академія міст");
    assert_eq!(second.facts.holder.family_name.as_str(), "Інша");
}

#[tokio::test]
async fn facts_altered_in_the_database_are_not_passed_on() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 2).await;
    let issued = issue(&house, &of, of.graduates()).await.unwrap().remove(0);
    of.run("UPDATE certificate SET facts = REPLACE(facts, 'Антоненко', 'Бондар')", vec![]).await;
    let code = issued.facts.check_code.to_string();
    assert!(matches!(house.app.check_by_code(&code).await, Err(Error::Broken(_))));
}

#[tokio::test]
async fn a_new_year_begins_a_new_series() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 4).await;
    let list = of.graduates();
    // Still 31 December in London, already the new year in Kyiv.
    house.clock.set("2026-12-31T21:59:59Z".parse().unwrap());
    let old = issue(&house, &of, list[..1].to_vec()).await.unwrap().remove(0);
    house.clock.set("2026-12-31T22:00:00Z".parse().unwrap());
    let manager = of.manager(&house);
    let permit = house.app.may_issue_certificates(&manager, of.cohort).await.unwrap();
    let new = house.app.issue_certificates(permit, list[1..].to_vec()).await.unwrap();
    assert_eq!((old.year, old.ordinal), (2026, 1));
    assert_eq!(new.iter().map(|one| (one.year, one.ordinal)).collect::<Vec<_>>(), [(2027, 1), (2027, 2)]);
    assert_eq!(new[0].facts.issued_on.to_string(), "2027-01-01");
}

#[tokio::test]
async fn a_revoked_number_stays_taken_and_a_new_one_may_follow() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 2).await;
    let manager = of.manager(&house);
    let first = issue(&house, &of, of.graduates()).await.unwrap().remove(0);
    let permit = house.app.may_revoke_certificate(&manager, first.id).await.unwrap();
    let revoked =
        house.app.revoke_certificate(permit.clone(), RevocationReason::IssuedInError).await.unwrap();
    assert!(matches!(revoked.standing, Standing::Revoked { reason: RevocationReason::IssuedInError, .. }));
    let again = house.app.revoke_certificate(permit, RevocationReason::RequestOfHolder).await;
    assert_eq!(refusal(again), Some(Refusal::CertificateNotValid));
    let second = issue(&house, &of, of.graduates()).await.unwrap().remove(0);
    assert_eq!((first.ordinal, second.ordinal), (1, 2));
    assert_eq!(
        house.app.certificate(&manager, first.id).await.unwrap().certificate.standing,
        revoked.standing
    );
    let history = house.app.certificate_history(&manager, first.id).await.unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[0].0.reason.as_deref(), Some("issued_in_error"));
}

#[tokio::test]
async fn certificates_are_seen_by_their_holder_and_their_issuer() {
    let house = TestApp::new().await;
    let of = Graduation::new(&house, 3).await;
    let issued = issue(&house, &of, of.graduates()).await.unwrap();
    let (holder, other) = (of.official(&house, 0), of.official(&house, 1));
    assert!(house.app.certificate(&holder, issued[0].id).await.is_ok());
    assert!(matches!(house.app.certificate(&other, issued[0].id).await, Err(Error::Missing(_))));
    assert_eq!(house.app.own_certificates(&other).await.unwrap(), [issued[1].clone()]);
    assert!(matches!(house.app.may_issue_certificates(&holder, of.cohort).await, Err(Error::Denied(_))));
    assert!(matches!(house.app.may_revoke_certificate(&holder, issued[0].id).await, Err(Error::Denied(_))));
    let manager = of.manager(&house);
    let all = house.app.certificates_of_cohort(&manager, of.cohort, None, 1).await.unwrap();
    assert_eq!((all.items.len(), all.next.is_some()), (1, true));
    let rest = house.app.certificates_of_cohort(&manager, of.cohort, all.next.as_ref(), 10).await.unwrap();
    assert_eq!(numbers(&rest.items), [2]);
    let series = house.app.certificate_series(&manager).await.unwrap();
    assert_eq!((series.len(), series[0].year, series[0].last), (1, 2026, 2));
    assert!(house.app.certificate_series(&holder).await.unwrap().is_empty());
}
