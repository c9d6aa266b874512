//! Sheets to sign: who may have them, who stands on them, and how many lines there are at most.

use super::{Class, class};
use crate::certificate::check::text_of;
use poem::http::StatusCode;
use poem::test::TestResponse;
use postup_domain::access::{Role, Scope};
use postup_domain::attendance::{LineCodes, MOST_LINES};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::WithdrawalReason;
use postup_tests::{Ground, TestApp};

async fn text(house: &TestApp, answer: TestResponse) -> String {
    answer.assert_status_is_ok();
    answer.assert_content_type("application/pdf");
    let text = text_of(house, &answer.0.into_body().into_vec().await.unwrap());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A class with its trainer’s token.
async fn taught(house: &TestApp, ground: &Ground, count: usize) -> (Class, String) {
    let class = class(house, ground, count).await;
    let trainer = class.trainer.person().unwrap();
    let token = ground.sign_in(trainer, &[(Role::Trainer, Scope::Cohort(class.cohort))]).await;
    (class, token)
}

#[tokio::test]
async fn everybody_with_a_seat_stands_on_the_sheet_of_each_session() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let (class, token) = taught(&house, &ground, 3).await;
    let later = ground.session(class.cohort, ground.now + chrono::Duration::days(1), 60).await;
    let off = ground.session(class.cohort, ground.now + chrono::Duration::days(2), 60).await;
    let manager = ground.manager().await;
    let permit = house.app.may_manage_cohort(&manager, class.cohort).await.unwrap();
    house.app.cancel_session(&permit, off).await.unwrap();
    let leaving = house.app.may_withdraw(&class.actors[2], class.people[2]).await.unwrap();
    house.app.withdraw(leaving, WithdrawalReason::Illness, None).await.unwrap();
    let seated = class.people[..2].to_vec();
    let (codes, codes_later) =
        (LineCodes::new(class.session, seated.clone()), LineCodes::new(later, seated.clone()));
    let client = house.client();
    let page = client.get(format!("/teach/sessions/{}/sheet.pdf?language=uk", class.session));
    let one = text(&house, page.header("authorization", format!("Bearer {token}")).send().await).await;
    let wire = client.get(format!("/api/v1/cohorts/{}/signature-sheets?language=en", class.cohort));
    let both = text(&house, wire.header("authorization", format!("Bearer {token}")).send().await).await;
    for person in &seated {
        let code = codes.of(*person).unwrap().to_string();
        assert_eq!((one.matches(&code).count(), both.matches(&code).count()), (1, 1), "{code}");
        let code = codes_later.of(*person).unwrap().to_string();
        assert_eq!((one.matches(&code).count(), both.matches(&code).count()), (0, 1), "{code}");
    }
    assert!(one.contains("У списку 2 особи."), "{one}");
    assert_eq!(both.matches("2 people are on the list.").count(), 2, "{both}");
    let show = client
        .get(format!("/teach/sessions/{}", class.session))
        .header("authorization", format!("Bearer {token}"))
        .send()
        .await;
    let show = show.0.into_body().into_string().await.unwrap();
    assert!(show.contains(&format!("/teach/sessions/{}/sheet.pdf?language=uk", class.session)));
    let grid = client
        .get(format!("/teach/cohorts/{}/grid", class.cohort))
        .header("authorization", format!("Bearer {token}"))
        .send()
        .await;
    let grid = grid.0.into_body().into_string().await.unwrap();
    assert!(grid.contains(&format!("/teach/cohorts/{}/sheets.pdf?language=uk", class.cohort)));
}

#[tokio::test]
async fn a_sheet_is_for_those_who_take_attendance() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 1).await;
    let (other, token) = taught(&house, &ground, 1).await;
    let client = house.client();
    for (path, expected) in [
        (format!("/api/v1/sessions/{}/signature-sheet", class.session), StatusCode::FORBIDDEN),
        (format!("/api/v1/cohorts/{}/signature-sheets", class.cohort), StatusCode::FORBIDDEN),
        (format!("/teach/sessions/{}/sheet.pdf", class.session), StatusCode::FORBIDDEN),
        (format!("/teach/sessions/{}/sheet.pdf?language=xx", other.session), StatusCode::BAD_REQUEST),
        (format!("/api/v1/sessions/{}/signature-sheet", other.cohort), StatusCode::NOT_FOUND),
    ] {
        client
            .get(&path)
            .header("authorization", format!("Bearer {token}"))
            .send()
            .await
            .assert_status(expected);
    }
    let empty = ground.cohort(3, EnrollmentPolicy::Open).await;
    let manager = ground.manager().await;
    let none = house.app.signature_sheets(&manager, empty).await;
    assert!(none.is_err(), "there is no session to print");
}

#[tokio::test]
async fn more_lines_than_can_be_printed_are_refused() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let (class, token) = taught(&house, &ground, 16).await;
    let client = house.client();
    let path = format!("/api/v1/cohorts/{}/signature-sheets", class.cohort);
    let most = MOST_LINES / 16;
    for number in 1..=most {
        let hours = chrono::Duration::hours(i64::try_from(number).unwrap());
        ground.session(class.cohort, ground.now + hours, 60).await;
    }
    let answer = client.get(&path).header("authorization", format!("Bearer {token}")).send().await;
    answer.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let problem = answer.0.into_body().into_string().await.unwrap();
    assert!(problem.contains("rejection-sheet-too-long") && problem.contains("3"), "{problem}");
    let page = client.get(format!("/teach/cohorts/{}/sheets.pdf", class.cohort));
    page.header("authorization", format!("Bearer {token}"))
        .send()
        .await
        .assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    // One session of them is no trouble.
    let one = client.get(format!("/api/v1/sessions/{}/signature-sheet", class.session));
    text(&house, one.header("authorization", format!("Bearer {token}")).send().await).await;
}
