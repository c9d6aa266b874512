//! Rows about people whom a cohort is not for: the verdict says what it asks, and what would change that.

use super::*;
use postup_domain::enrollment::{Condition, ConditionKind};
use postup_http::verdict;
use postup_i18n::Locale;

const CODE: &str = "WATER-7";

#[tokio::test]
async fn a_row_about_somebody_who_does_not_fit_says_why_and_one_that_corrects_the_record_does() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(5, EnrollmentPolicy::Open).await;
    ground.run("UPDATE cohort SET code = $1 WHERE id = $2", vec![CODE.into(), cohort.into()]).await;
    let officer = ground.person("Кадрова").await;
    let officer = staff(&ground, officer, Role::PersonnelOfficer, Scope::Organization(ground.council)).await;
    let manager = ground.manager().await;
    let permit = house.app.may_manage_cohort(&manager, cohort).await.unwrap();
    let fifth = Condition::new(ConditionKind::PositionCategory, "5").unwrap();
    house.app.set_requirements(&permit, vec![fifth]).await.unwrap();
    house.clock.pass(Duration::seconds(1));
    for (email, category) in [("fits@rada.test", 5), ("not@rada.test", 4)] {
        let person = ground.person("Відома").await;
        let text = "UPDATE person SET email = $1, position_category = $2 WHERE id = $3";
        ground.run(text, vec![email.into(), category.into(), person.into()]).await;
    }
    let file = format!("cohort;email\n{CODE};fits@rada.test\n{CODE};not@rada.test\n");
    let job = checked(&house, &officer, ImportKind::Enrollments, &file).await;
    assert_eq!((job.state, job.tally), (JobState::Checked, tally(1, 0, 0, 1)));
    let refused = rows(&house, &job).await.pop().unwrap();
    let told = verdict::faults(Locale::En, &refused);
    assert!(told.contains("positions of category 5; the profile says category 4"), "{told}");
    assert!(told.contains("can make an exception"), "{told}");
    let told = verdict::faults(Locale::Uk, &refused);
    assert!(told.contains("посади категорії 5; у профілі зазначено категорію 4"), "{told}");

    let file = format!("cohort;email\n{CODE};not@rada.test\n");
    let job = checked(&house, &officer, ImportKind::Nominations, &file).await;
    assert_eq!(job.tally, tally(0, 0, 0, 1));
    let file = format!("cohort;email;position_category\n{CODE};not@rada.test;5\n");
    let job = committed(&house, &officer, ImportKind::Nominations, &file).await;
    assert_eq!((job.state, job.tally), (JobState::Committed, tally(1, 0, 0, 0)));
    assert_eq!(house.app.check_invariants().await.unwrap(), []);
}
