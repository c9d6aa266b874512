//! The schema, step by step. sea-query builders only, so that one migration serves SQLite and PostgreSQL; triggers,
//! for which there is no builder, are the one exception (see [`guard`]).

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod columns;
mod guard;
mod m20260101_000001_territories;
mod m20260101_000002_people;
mod m20260101_000003_catalogue;
mod m20260101_000004_cohorts;
mod m20260101_000005_enrollments;
mod m20260101_000006_attendance;
mod m20260101_000007_certificates;
mod m20260101_000008_records;
mod m20260101_000009_figures;
mod m20260101_000010_mail;
mod m20260101_000011_answers;
mod m20260101_000012_terms;
mod m20260101_000013_correspondence;
mod m20260101_000015_imports;
mod m20260101_000018_quotas;
mod m20260101_000021_routes;
mod m20260101_000022_interests;
mod m20260101_000024_changes;
mod m20260101_000025_reconfirmation;
mod m20260101_000026_messages;
mod m20260101_000027_templates;
mod m20260101_000028_nominees;
mod m20260101_000030_marks;
mod m20260101_000031_walk_ins;
mod m20260101_000032_interruptions;
mod m20260101_000034_calendar;
mod m20260101_000035_requirements;
mod m20260101_000036_equivalents;
mod m20260101_000037_staged;
mod m20260101_000038_arriving;
mod m20260101_000039_own_routes;
mod m20260101_000041_stretches;
mod m20260101_000042_closing;
mod m20260101_000043_pleas;
mod m20260101_000046_stand_ins;
mod m20260101_000047_check_ins;
mod m20260101_000048_paper;
mod m20260101_000049_moves;
mod m20260101_000050_venues;
mod m20260101_000051_reports;
mod m20260101_000052_guests;
mod m20260101_000054_meeting_logs;
mod m20260101_000055_indicators;
mod m20260101_000058_course_words;
mod m20260101_000059_program_contacts;
mod m20260101_000060_trail;
mod m20260101_000061_jobs;
mod m20260101_000062_exports;

/// All migrations, oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20260101_000001_territories::Migration),
            Box::new(m20260101_000002_people::Migration),
            Box::new(m20260101_000003_catalogue::Migration),
            Box::new(m20260101_000004_cohorts::Migration),
            Box::new(m20260101_000005_enrollments::Migration),
            Box::new(m20260101_000006_attendance::Migration),
            Box::new(m20260101_000007_certificates::Migration),
            Box::new(m20260101_000008_records::Migration),
            Box::new(m20260101_000009_figures::Migration),
            Box::new(m20260101_000010_mail::Migration),
            Box::new(m20260101_000011_answers::Migration),
            Box::new(m20260101_000012_terms::Migration),
            Box::new(m20260101_000013_correspondence::Migration),
            Box::new(m20260101_000015_imports::Migration),
            Box::new(m20260101_000018_quotas::Migration),
            Box::new(m20260101_000021_routes::Migration),
            Box::new(m20260101_000022_interests::Migration),
            Box::new(m20260101_000024_changes::Migration),
            Box::new(m20260101_000025_reconfirmation::Migration),
            Box::new(m20260101_000026_messages::Migration),
            Box::new(m20260101_000027_templates::Migration),
            Box::new(m20260101_000028_nominees::Migration),
            Box::new(m20260101_000030_marks::Migration),
            Box::new(m20260101_000031_walk_ins::Migration),
            Box::new(m20260101_000032_interruptions::Migration),
            Box::new(m20260101_000034_calendar::Migration),
            Box::new(m20260101_000035_requirements::Migration),
            Box::new(m20260101_000036_equivalents::Migration),
            Box::new(m20260101_000037_staged::Migration),
            Box::new(m20260101_000038_arriving::Migration),
            Box::new(m20260101_000039_own_routes::Migration),
            Box::new(m20260101_000041_stretches::Migration),
            Box::new(m20260101_000042_closing::Migration),
            Box::new(m20260101_000043_pleas::Migration),
            Box::new(m20260101_000046_stand_ins::Migration),
            Box::new(m20260101_000047_check_ins::Migration),
            Box::new(m20260101_000048_paper::Migration),
            Box::new(m20260101_000049_moves::Migration),
            Box::new(m20260101_000050_venues::Migration),
            Box::new(m20260101_000051_reports::Migration),
            Box::new(m20260101_000052_guests::Migration),
            Box::new(m20260101_000054_meeting_logs::Migration),
            Box::new(m20260101_000055_indicators::Migration),
            Box::new(m20260101_000058_course_words::Migration),
            Box::new(m20260101_000059_program_contacts::Migration),
            Box::new(m20260101_000060_trail::Migration),
            Box::new(m20260101_000061_jobs::Migration),
            Box::new(m20260101_000062_exports::Migration),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_migration_runs_once_in_the_order_of_its_number() {
        let migrations = Migrator::migrations();
        assert!(migrations.is_sorted_by(|earlier, later| earlier.name() < later.name()));
    }
}
