//! Figures follow whatever they are grouped by, and leave a trace when they are taken away.

use super::{country, read, rows};
use postup_domain::access::Actor;
use postup_domain::cohort::{Cohort, CohortState};
use postup_domain::figures::{Dimension, Slice};
use postup_domain::series::RawRepeat;
use postup_domain::session::RawPlan;
use postup_persistence::cohort;
use postup_tests::TestApp;
use sea_orm::{ConnectOptions, Database, FromQueryResult, Statement, Value};

/// `SELECT COUNT(*) AS count …`.
pub(super) async fn count(house: &TestApp, sql: &str, values: Vec<Value>) -> i64 {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let options = ConnectOptions::new(&house.database.url).max_connections(1).sqlx_logging(false).to_owned();
    let db = Database::connect(options).await.expect("the database");
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Count::find_by_statement(statement).one(&db).await.expect(sql).map_or(0, |row| row.count)
}

/// The cohorts of the demonstration that are shown and have people with a seat.
async fn busy(house: &TestApp) -> Vec<Cohort> {
    let filter = cohort::Filter { state: Some(CohortState::Published), ..cohort::Filter::default() };
    let cohorts = house.app.cohorts(&Actor::system(), &filter, None, 100).await.unwrap().items;
    cohorts.into_iter().filter(|cohort| cohort.confirmed > 0).collect()
}

#[tokio::test]
async fn figures_follow_what_they_are_grouped_by() {
    let (house, _) = country().await;
    let (app, system) = (&house.app, Actor::system());
    let whole = Slice::default();
    let cohorts = busy(&house).await;
    let permit = |cohort: &Cohort| system.may_manage_cohort(cohort.place()).unwrap();

    // Another month of start: those who were counted in one are counted in the other.
    let mut moved = None;
    for cohort in &cohorts {
        let mut plan = cohort.plan.clone();
        plan.starts_on -= chrono::Duration::days(31);
        if let Ok(edited) = app.edit_cohort(&permit(cohort), cohort.version, plan).await {
            moved = Some((cohort.clone(), edited));
            break;
        }
    }
    let (before, after) = moved.expect("a cohort that can begin a month earlier");
    let month = |cohort: &Cohort| cohort.plan.starts_on.format("%Y-%m").to_string();
    let counted = async |key: &str| {
        rows(&house, Dimension::Month, &whole).await.0.get(key).map_or(0, |row| row.participations.applied)
    };
    let (old, new) = (counted(&month(&before)).await, counted(&month(&after)).await);
    assert!(app.settle_figures().await.unwrap() > 0, "they are due");
    let (left, now) = (counted(&month(&before)).await, counted(&month(&after)).await);
    assert!(left < old && now > new && old + new == left + now, "{old} {new} {left} {now}");
    assert_eq!(app.check_invariants().await.unwrap(), [], "the month");

    // Another funder.
    let program = app.program(&system, after.program).await.unwrap();
    let of_program = system.may_manage_program(program.id, program.plan.organization).unwrap();
    let version = program.version;
    let mut plan = program.plan.clone();
    plan.funders = if plan.funders.is_empty() { vec![plan.organization] } else { Vec::new() };
    app.edit_program(&of_program, version, plan).await.unwrap();
    assert_eq!(app.check_invariants().await.unwrap(), [], "the funders");

    // One session more: whoever had completed has not yet.
    let over = cohorts.iter().find(|cohort| cohort.plan.ends_on < house.app.today()).unwrap();
    let on = over.plan.ends_on.to_string();
    let raw = RawPlan {
        title_uk: "Підсумки".to_owned(),
        title_en: "Summary".to_owned(),
        on,
        from: "19:00".to_owned(),
        to: "21:00".to_owned(),
        ..RawPlan::default()
    };
    app.plan_sessions(&permit(over), &raw, &RawRepeat::once()).await.unwrap();
    assert!(app.figures_due().await.unwrap() > 0, "the session");
    app.settle_figures().await.unwrap();
    let wrong = "SELECT COUNT(*) AS count FROM fact f JOIN enrollment e ON e.id = f.enrollment_id \
                 WHERE e.cohort_id = $1 AND f.completed";
    assert_eq!(count(&house, wrong, vec![Value::from(over.id)]).await, 0);
    let faults = app.check_invariants().await.unwrap();
    assert!(faults.iter().all(|breach| breach.invariant.starts_with('C')), "{faults:?}");
}

#[tokio::test]
async fn figures_that_are_taken_away_leave_a_trace() {
    let (house, token) = country().await;
    let traces = async || {
        let text = "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'figures.downloaded' AND author IS NOT NULL";
        count(&house, text, vec![]).await
    };
    read(&house, &token, "/insight").await;
    assert_eq!(traces().await, 0, "who looks takes nothing away");
    for (path, times) in [
        ("/insight/figures.csv?by=hromada", 1),
        ("/insight/coverage.csv", 2),
        ("/api/v1/statistics/completion?by=organization", 3),
    ] {
        read(&house, &token, path).await;
        assert_eq!(traces().await, times, "{path}");
    }
    read(&house, &token, "/statistics/oblast.csv").await;
    assert_eq!(traces().await, 3, "what is public leaves none");
}
