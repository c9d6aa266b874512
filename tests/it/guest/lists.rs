//! Guests on paper, in reports of meetings and in tables.

use super::School;
use chrono::Duration;
use postup_app::attendance::PaperSheet;
use postup_app::sheet::written::Written;
use postup_domain::access::{Role, Scope};
use postup_domain::attendance::{LineMeaning, MarkSource};
use postup_domain::import::{ImportKind, TableFormat};
use postup_domain::interruption::Span;
use postup_domain::meeting_log::{Choice, Participant};
use postup_domain::text::Line;
use std::collections::HashMap;

#[tokio::test]
async fn guests_are_on_every_list_that_comes_in_or_goes_out() {
    let school = School::new(3).await;
    let app = &school.house.app;
    school.enroll(school.ground.person("Своя").await, school.host).await;
    for person in 0..3 {
        school.comes(person).await;
    }
    school.house.clock.pass(Duration::hours(24 * 8 + 3));
    let [typed, ticked, heard] = [0, 1, 2].map(|person: usize| school.people[person].1);

    // Paper.
    let sheets = app.signature_sheets(&school.trainer, school.host).await.unwrap();
    assert_eq!(
        sheets.iter().map(|sheet| sheet.lines.len()).collect::<Vec<_>>(),
        [4],
        "in the sheets of a cohort"
    );
    let code = sheets[0].lines.iter().find(|line| line.enrollment == typed).unwrap().code.to_string();
    let paper = PaperSheet { codes: vec![code], ticked: vec![ticked], ..PaperSheet::default() };
    let look = app.look_at_paper(&school.trainer, school.there, &paper).await.unwrap();
    assert_eq!((look.lines.len(), look.unread.len(), look.count(LineMeaning::Signed)), (4, 0, 2));
    let permit = app.may_take_attendance(&school.trainer, school.there).await.unwrap();
    let entered = app.enter_paper(&permit, &paper, None, MarkSource::Web).await.unwrap();
    assert_eq!((entered.signed, entered.unread.len()), (2, 0));

    // The report of a meeting: by the address, and by what somebody says.
    let planned = app.session(&school.trainer, school.there).await.unwrap().plan.span();
    let there = vec![Span { until: planned.until - Duration::minutes(40), ..planned }];
    let somebody =
        Participant { name: "Телефон".to_owned(), email: String::new(), there: there.clone() };
    let chosen = HashMap::from([(somebody.key(), Some(Choice::Person(heard)))]);
    let reason = Line::new("reason", "Звіт").unwrap();
    let entered = app.enter_meeting_log(&permit, &[somebody], &chosen, &reason).await.unwrap();
    assert_eq!((entered.people, entered.open), (1, 0));
    let email = format!("{}@rada.test", school.people[2].0.0.simple());
    let known = Participant { name: "Телефон".to_owned(), email, there };
    let entered = app.enter_meeting_log(&permit, &[known], &HashMap::new(), &reason).await.unwrap();
    assert_eq!((entered.known, entered.open), (1, 0), "the same person");

    // Tables: what goes out comes in again, and says what stands.
    let part = app.export_marks(&school.trainer, Some(school.host), None).await.unwrap();
    assert_eq!(part.rows.len(), 4);
    let mut table = Written::new(TableFormat::Csv).unwrap();
    table.heading(ImportKind::Marks.columns().iter().map(|column| column.name)).unwrap();
    for row in &part.rows {
        table.row(row.iter().map(String::as_str)).unwrap();
    }
    let table = table.finish().unwrap();
    let teaches = [(Role::Trainer, Scope::Organization(school.ground.organization))];
    school.ground.sign_in(school.trainer.person().unwrap(), &teaches).await;
    let file = school.trainer.may_import_file().unwrap();
    let job = app.receive_import(&file, ImportKind::Marks, "список.csv", table).await.unwrap();
    app.work_imports().await.unwrap();
    let job = app.import(&school.trainer, job.id).await.unwrap();
    assert_eq!((job.tally.same, job.tally.faulty), (4, 0));
    let register = app.register(&school.trainer, school.there, None, 10).await.unwrap();
    let minutes = register.guests.iter().map(|guest| guest.standing.unwrap().attendance.minutes);
    assert_eq!(minutes.collect::<Vec<_>>(), [100, 100, 60]);
    school.sound().await;
}
