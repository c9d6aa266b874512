//! Something to stand on: an organization, a program, a course, cohorts with sessions, people. Written as rows, so that
//! a test of one noun does not wait for the use-cases of the others.

use crate::TestApp;
use chrono::{DateTime, Duration, Utc};
use postup_app::App;
use postup_app::login::Token;
use postup_domain::access::{Actor, Grant, Role, Scope};
use postup_domain::clock::Clock;
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::collation::sort_key;
use postup_domain::id::{
    AccountId, CohortId, CourseId, CourseVersionId, GrantId, LoginId, OrganizationId, PersonId, ProgramId,
    SessionId,
};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, FromQueryResult, Statement,
    Value,
};

/// The organization that runs everything, with a program and a course of two sessions' worth.
pub struct Ground {
    pub app: App,
    pub db: DatabaseConnection,
    pub now: DateTime<Utc>,
    pub organization: OrganizationId,
    /// Where the people work.
    pub council: OrganizationId,
    pub program: ProgramId,
    pub course: CourseId,
    pub version: CourseVersionId,
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

impl Ground {
    /// A course that is completed with 80 percent of the minutes.
    pub async fn new(house: &TestApp) -> Self {
        Self::with_rule(house, 80, None).await
    }

    /// A course with this rule.
    pub async fn with_rule(house: &TestApp, percent: i16, score: Option<i16>) -> Self {
        // One connection, so that BEGIN and COMMIT mean the same one.
        let options =
            ConnectOptions::new(&house.database.url).max_connections(1).sqlx_logging(false).to_owned();
        let db = Database::connect(options).await.expect("the database");
        let (now, entropy) = (house.clock.now(), house.app.entropy());
        let ground = Self {
            app: house.app.clone(),
            db,
            now,
            organization: OrganizationId::new(now, entropy),
            council: OrganizationId::new(now, entropy),
            program: ProgramId::new(now, entropy),
            course: CourseId::new(now, entropy),
            version: CourseVersionId::new(now, entropy),
        };
        ground.lay(percent, score).await;
        ground
    }

    async fn lay(&self, percent: i16, score: Option<i16>) {
        for (id, name) in [(self.organization, "Школа міст"), (self.council, "Сумська міська рада")]
        {
            self.run(
                "INSERT INTO organization (id, kind, edrpou, territory, sort_key, search, version) \
                 VALUES ($1, 'local_authority', NULL, NULL, $2, $2, 1)",
                vec![id.into(), name.into()],
            )
            .await;
            self.run(
                "INSERT INTO organization_name (organization_id, valid_from, name_uk, name_en) \
                 VALUES ($1, $2, $3, $3)",
                vec![id.into(), self.now.date_naive().into(), name.into()],
            )
            .await;
        }
        self.run(
            "INSERT INTO program (id, code, title_uk, title_en, description_uk, description_en, organization_id, \
             starts_on, ends_on, signatory_name_uk, signatory_name_en, signatory_position_uk, \
             signatory_position_en, state, version, created_at) \
             VALUES ($1, 'P', 'Програма', 'Program', '', '', $2, $3, $3, 'x', 'x', 'x', 'x', 'published', 1, $4)",
            vec![
                self.program.into(),
                self.organization.into(),
                self.now.date_naive().into(),
                self.now.into(),
            ],
        )
        .await;
        self.run(
            "INSERT INTO course (id, program_id, code, state, latest, version, created_at) \
             VALUES ($1, $2, 'WATER', 'published', 1, 1, $3)",
            vec![self.course.into(), self.program.into(), self.now.into()],
        )
        .await;
        self.run(
            "INSERT INTO course_version (id, course_id, number, title_uk, title_en, summary_uk, summary_en, \
             outcomes_uk, outcomes_en, subject, content_type, length_type, hours, attendance_percent, final_score, \
             search, created_at) VALUES ($1, $2, 1, 'Водопостачання', 'Water supply', '', '', '', '', \
             'water_supply', 'special', 'short_term', 3000, $3, $4, '', $5)",
            vec![
                self.version.into(),
                self.course.into(),
                percent.into(),
                score.into(),
                self.now.into(),
            ],
        )
        .await;
    }

    /// Runs a statement past all rules.
    pub async fn run(&self, sql: &str, values: Vec<Value>) {
        self.attempt(sql, values).await.expect(sql);
    }

    /// The same, where the database may refuse.
    pub async fn attempt(&self, sql: &str, values: Vec<Value>) -> Result<(), sea_orm::DbErr> {
        let statement = Statement::from_sql_and_values(self.db.get_database_backend(), sql, values);
        self.db.execute_raw(statement).await.map(|_| ())
    }

    /// From now on every change fails in its middle that writes an entry of this action into the trail.
    pub async fn break_trail(&self, action: &str) {
        if self.db.get_database_backend() == DbBackend::Postgres {
            let function = "CREATE OR REPLACE FUNCTION broken_trail() RETURNS trigger LANGUAGE plpgsql AS \
                            $$ BEGIN RAISE EXCEPTION 'broken'; END $$";
            self.run(function, vec![]).await;
            let trigger = format!(
                "CREATE TRIGGER broken_trail BEFORE INSERT ON audit_entry FOR EACH ROW WHEN (NEW.action LIKE '{action}') \
                 EXECUTE FUNCTION broken_trail()"
            );
            self.run(&trigger, vec![]).await;
        } else {
            let trigger = format!(
                "CREATE TRIGGER broken_trail BEFORE INSERT ON audit_entry WHEN NEW.action LIKE '{action}' \
                 BEGIN SELECT RAISE(ABORT, 'broken'); END"
            );
            self.run(&trigger, vec![]).await;
        }
    }

    /// And now they succeed again.
    pub async fn mend_trail(&self) {
        let on = if self.db.get_database_backend() == DbBackend::Postgres { " ON audit_entry" } else { "" };
        self.run(&format!("DROP TRIGGER broken_trail{on}"), vec![]).await;
    }

    /// `SELECT COUNT(*) AS count …`.
    pub async fn count(&self, sql: &str, values: Vec<Value>) -> i64 {
        let statement = Statement::from_sql_and_values(self.db.get_database_backend(), sql, values);
        Count::find_by_statement(statement).one(&self.db).await.expect(sql).map_or(0, |row| row.count)
    }

    /// A published cohort that takes applications, from a week on for four weeks.
    pub async fn cohort(&self, capacity: i32, policy: EnrollmentPolicy) -> CohortId {
        let id = CohortId::new(self.now, self.app.entropy());
        let day = |days| (self.now + Duration::days(days)).date_naive();
        self.run(
            "INSERT INTO cohort (id, course_id, course_version_id, program_id, organization_id, code, form, language, \
             starts_on, ends_on, territory, venue, time_zone, capacity, policy, enrollment_opens, enrollment_closes, \
             contact, state, confirmed, waitlisted, arrivals, version, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, 'in_person', 'uk', $7, $8, NULL, 'вул. Соборна, 1', 'Europe/Kyiv', $9, \
             $10, $11, $12, NULL, 'published', 0, 0, 0, 1, $13)",
            vec![
                id.into(),
                self.course.into(),
                self.version.into(),
                self.program.into(),
                self.organization.into(),
                format!("C-{}", id.0.simple()).to_uppercase().into(),
                day(7).into(),
                day(35).into(),
                capacity.into(),
                policy.into(),
                (self.now - Duration::days(7)).into(),
                (self.now + Duration::days(6)).into(),
                self.now.into(),
            ],
        )
        .await;
        id
    }

    /// Another course of the program.
    pub async fn another_course(&self, code: &str, (uk, en): (&str, &str)) -> CourseId {
        let (now, entropy) = (self.now, self.app.entropy());
        let (id, version) = (CourseId::new(now, entropy), CourseVersionId::new(now, entropy));
        let text = "INSERT INTO course (id, program_id, code, state, latest, version, created_at) \
                    VALUES ($1, $2, $3, 'published', 1, 1, $4)";
        self.run(text, vec![id.into(), self.program.into(), code.into(), now.into()]).await;
        let text = "INSERT INTO course_version (id, course_id, number, title_uk, title_en, summary_uk, summary_en, \
                    outcomes_uk, outcomes_en, subject, content_type, length_type, hours, attendance_percent, \
                    search, created_at) VALUES ($1, $2, 1, $3, $4, '', '', '', '', 'water_supply', 'special', \
                    'short_term', 3000, 80, '', $5)";
        self.run(text, vec![version.into(), id.into(), uk.into(), en.into(), now.into()]).await;
        id
    }

    /// A session of a cohort.
    pub async fn session(&self, cohort: CohortId, starts_at: DateTime<Utc>, minutes: i32) -> SessionId {
        let id = SessionId::new(self.now, self.app.entropy());
        let ends_at = starts_at + Duration::minutes(minutes.into());
        let local = |at: DateTime<Utc>| at.with_timezone(&chrono_tz::Europe::Kyiv).naive_local();
        self.run(
            "INSERT INTO session (id, cohort_id, unit_id, title_uk, title_en, local_start, local_end, time_zone, \
             starts_at, ends_at, minutes, venue, link, state, register, reminded_at, version) \
             VALUES ($1, $2, NULL, 'Заняття', 'Session', $3, $4, 'Europe/Kyiv', $5, $6, $7, NULL, NULL, 'planned', \
             'open', NULL, 1)",
            vec![
                id.into(),
                cohort.into(),
                local(starts_at).into(),
                local(ends_at).into(),
                starts_at.into(),
                ends_at.into(),
                minutes.into(),
            ],
        )
        .await;
        id
    }

    /// People who work for the council.
    pub async fn people(&self, count: usize) -> Vec<PersonId> {
        let mut people = Vec::with_capacity(count);
        self.run("BEGIN", vec![]).await;
        for number in 0..count {
            people.push(self.person(&format!("Прізвище{number:04}")).await);
        }
        self.run("COMMIT", vec![]).await;
        people
    }

    /// Somebody of this surname who works for the council.
    pub async fn person(&self, family: &str) -> PersonId {
        let id = PersonId::new(self.now, self.app.entropy());
        self.run(
            "INSERT INTO person (id, family_name, given_name, patronymic, latin_family_name, latin_given_name, email, \
             organization_id, position, position_category, appointment, territory, language, sort_key, search, \
             created_at, version) VALUES ($1, $2, 'Олена', NULL, 'Pryzvyshche', 'Olena', $3, $4, 'спеціалістка', \
             NULL, NULL, 'UA59080270000000000', 'en', $5, '', $6, 1)",
            vec![
                id.into(),
                family.into(),
                format!("{}@rada.test", id.0.simple()).into(),
                self.council.into(),
                sort_key(family).into(),
                self.now.into(),
            ],
        )
        .await;
        id
    }

    /// A signed-in person with these roles.
    pub fn actor(&self, person: PersonId, roles: &[(Role, Scope)]) -> Actor {
        let (now, entropy) = (self.now, self.app.entropy());
        let grants = roles
            .iter()
            .map(|(role, scope)| Grant {
                id: GrantId::new(now, entropy),
                person,
                role: *role,
                scope: scope.clone(),
                valid_from: now - Duration::days(1),
                valid_to: None,
            })
            .collect();
        Actor::signed_in(person, AccountId::new(now, entropy), LoginId::new(now, entropy), grants, now)
    }

    /// A manager of everything the organization runs.
    pub async fn manager(&self) -> Actor {
        let person = self.person("Керівна").await;
        self.actor(person, &[(Role::ProgramManager, Scope::Organization(self.organization))])
    }
    /// Opens a sign-in of a person with these roles; answers the bearer token.
    pub async fn sign_in(&self, person: PersonId, roles: &[(Role, Scope)]) -> String {
        let (now, entropy) = (self.now, self.app.entropy());
        let account = AccountId::new(now, entropy);
        self.run(
            "INSERT INTO account (id, person_id, password_hash, email_confirmed_at, created_at) \
             VALUES ($1, $2, '', $3, $3)",
            vec![account.into(), person.into(), now.into()],
        )
        .await;
        for (role, scope) in roles {
            self.run(
                "INSERT INTO access_grant (id, person_id, role, scope_kind, scope_target, valid_from, granted_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $6)",
                vec![
                    GrantId::new(now, entropy).into(),
                    person.into(),
                    (*role).into(),
                    scope.kind().into(),
                    scope.target().into(),
                    (now - Duration::days(1)).into(),
                ],
            )
            .await;
        }
        self.sign_in_again(person).await
    }

    /// The same for somebody who has an account.
    pub async fn sign_in_again(&self, person: PersonId) -> String {
        let (now, entropy) = (self.app.now(), self.app.entropy());
        let token = Token::new(entropy);
        self.run(
            "INSERT INTO login (id, account_id, token_hash, kind, created_at, seen_at, expires_at) \
             SELECT $1, id, $2, 'bearer', $3, $3, $4 FROM account WHERE person_id = $5",
            vec![
                LoginId::new(now, entropy).into(),
                token.hash().into(),
                now.into(),
                (now + Duration::days(1)).into(),
                person.into(),
            ],
        )
        .await;
        token.reveal().to_owned()
    }
}
