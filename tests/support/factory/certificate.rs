//! A cohort at its end: some have completed, one has not.

use crate::TestApp;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use postup_app::login::NewAccount;
use postup_domain::access::{Actor, Grant, GrantPlan, Role, Scope};
use postup_domain::clock::Clock;
use postup_domain::collation::sort_key;
use postup_domain::id::{
    AccountId, CohortId, CourseId, CourseVersionId, EnrollmentId, GrantId, LoginId, MarkId, OrganizationId,
    PersonId, ProgramId, SessionId,
};
use postup_domain::login::LoginKind;
use postup_domain::person::RawProfile;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, FromQueryResult, Statement, Value,
};

/// Written as rows, so that certificates are tested apart from how one comes to deserve them.
pub struct Graduation {
    pub db: DatabaseConnection,
    pub now: DateTime<Utc>,
    pub organization: OrganizationId,
    pub program: ProgramId,
    pub cohort: CohortId,
    pub session: SessionId,
    /// In the order of the alphabet; everybody but the last has completed.
    pub people: Vec<(PersonId, EnrollmentId)>,
}

#[derive(FromQueryResult)]
struct Answer {
    answer: i64,
}

const SURNAMES: [(&str, &str); 6] = [
    ("Антоненко", "Antonenko"),
    ("Бондар", "Bondar"),
    ("Ґалаґан", "Galagan"),
    ("Їжакевич", "Yizhakevych"),
    ("Коваль", "Koval"),
    ("Щербина", "Shcherbyna"),
];

impl Graduation {
    /// An online course of 30 hours with one closed session of ninety minutes, and so many people.
    pub async fn new(house: &TestApp, count: usize) -> Self {
        let options =
            ConnectOptions::new(&house.database.url).max_connections(1).sqlx_logging(false).to_owned();
        let db = Database::connect(options).await.expect("the database");
        let (now, entropy) = (house.clock.now(), house.app.entropy());
        let mut graduation = Self {
            db,
            now,
            organization: OrganizationId::new(now, entropy),
            program: ProgramId::new(now, entropy),
            cohort: CohortId::new(now, entropy),
            session: SessionId::new(now, entropy),
            people: Vec::new(),
        };
        graduation.run("BEGIN", vec![]).await;
        graduation.found(house).await;
        for place in 0..count {
            graduation.attend(house, place, place + 1 < count).await;
        }
        graduation.run("COMMIT", vec![]).await;
        graduation
    }

    async fn found(&self, house: &TestApp) {
        let (now, entropy) = (self.now, house.app.entropy());
        let (course, version) = (CourseId::new(now, entropy), CourseVersionId::new(now, entropy));
        let day: Value = (now - Duration::days(30)).date_naive().into();
        self.run(
            "INSERT INTO organization (id, kind, edrpou, territory, sort_key, search, version) \
             VALUES ($1, 'ngo', '37472062', NULL, '', '', 1)",
            vec![self.organization.into()],
        )
        .await;
        self.rename_organization("Школа міст", "School of Cities", (now - Duration::days(900)).date_naive())
            .await;
        self.run(
            "INSERT INTO program (id, code, title_uk, title_en, description_uk, description_en, organization_id, \
             starts_on, ends_on, signatory_name_uk, signatory_name_en, signatory_position_uk, \
             signatory_position_en, state, version, created_at) VALUES ($1, 'P', 'Спроможні громади', \
             'Capable hromadas', '', '', $2, $3, $3, 'Іван Їжак', 'Ivan Yizhak', 'Ректор', 'Rector', \
             'published', 1, $4)",
            vec![self.program.into(), self.organization.into(), day.clone(), now.into()],
        )
        .await;
        self.run(
            "INSERT INTO course (id, program_id, code, state, latest, version, created_at) \
             VALUES ($1, $2, 'WATER', 'published', 1, 1, $3)",
            vec![course.into(), self.program.into(), now.into()],
        )
        .await;
        self.run(
            "INSERT INTO course_version (id, course_id, number, title_uk, title_en, summary_uk, summary_en, \
             outcomes_uk, outcomes_en, subject, content_type, length_type, hours, attendance_percent, final_score, \
             search, created_at) VALUES ($1, $2, 1, 'Водопостачання', 'Water supply', '', '', \
             'читати схему мережі', 'read a network plan', 'water_supply', 'special', 'short_term', 3000, 80, NULL, \
             '', $3)",
            vec![version.into(), course.into(), now.into()],
        )
        .await;
        self.run(
            "INSERT INTO cohort (id, course_id, course_version_id, program_id, organization_id, code, form, language, \
             starts_on, ends_on, territory, venue, time_zone, capacity, policy, enrollment_opens, enrollment_closes, \
             contact, state, confirmed, waitlisted, arrivals, version, created_at) \
             VALUES ($1, $2, $3, $4, $5, 'WATER-1', 'online', 'uk', $6, $6, NULL, NULL, 'Europe/Kyiv', 5000, 'open', \
             $7, $7, NULL, 'published', 0, 0, 0, 1, $7)",
            vec![
                self.cohort.into(),
                course.into(),
                version.into(),
                self.program.into(),
                self.organization.into(),
                day,
                now.into(),
            ],
        )
        .await;
        self.run(
            "INSERT INTO session (id, cohort_id, unit_id, title_uk, title_en, local_start, local_end, time_zone, \
             starts_at, ends_at, minutes, venue, link, state, register, reminded_at, version) \
             VALUES ($1, $2, NULL, 'Заняття', 'Session', $3, $4, 'Europe/Kyiv', $5, $6, 90, NULL, NULL, 'planned', \
             'closed', NULL, 1)",
            vec![
                self.session.into(),
                self.cohort.into(),
                (now - Duration::days(2)).naive_utc().into(),
                (now - Duration::days(2) + Duration::minutes(90)).naive_utc().into(),
                (now - Duration::days(2)).into(),
                (now - Duration::days(2) + Duration::minutes(90)).into(),
            ],
        )
        .await;
    }

    async fn attend(&mut self, house: &TestApp, place: usize, present: bool) {
        let (now, entropy) = (self.now, house.app.entropy());
        let (person, enrollment, mark) =
            (PersonId::new(now, entropy), EnrollmentId::new(now, entropy), MarkId::new(now, entropy));
        let (family, latin) = SURNAMES[place % SURNAMES.len()];
        self.run(
            "INSERT INTO person (id, family_name, given_name, patronymic, latin_family_name, latin_given_name, email, \
             organization_id, position, position_category, appointment, territory, language, sort_key, search, \
             created_at, version) VALUES ($1, $2, 'Дар’я', 'Ігорівна', $3, 'Daria', $4, NULL, NULL, NULL, NULL, NULL, \
             'uk', $5, '', $6, 1)",
            vec![
                person.into(),
                family.into(),
                latin.into(),
                format!("person{place}@example.test").into(),
                format!("{:05}{}", place, sort_key(family)).into(),
                now.into(),
            ],
        )
        .await;
        self.run(
            "INSERT INTO enrollment (id, cohort_id, person_id, organization_id, territory, state, arrival, \
             applied_at, since, final_score, version) VALUES ($1, $2, $3, NULL, NULL, 'confirmed', $4, $5, $5, NULL, 1)",
            vec![
                enrollment.into(),
                self.cohort.into(),
                person.into(),
                i64::try_from(place + 1).expect("a small number").into(),
                now.into(),
            ],
        )
        .await;
        self.run("UPDATE cohort SET confirmed = confirmed + 1, arrivals = arrivals + 1", vec![]).await;
        let (kind, minutes) = if present { ("present", 90) } else { ("absent", 0) };
        self.run(
            "INSERT INTO mark (id, cohort_id, session_id, enrollment_id, kind, minutes, device_at, server_at, author, \
             source, reason) VALUES ($1, $2, $3, $4, $5, NULL, NULL, $6, NULL, 'web', NULL)",
            vec![
                mark.into(),
                self.cohort.into(),
                self.session.into(),
                enrollment.into(),
                kind.into(),
                now.into(),
            ],
        )
        .await;
        self.run(
            "INSERT INTO attendance (session_id, enrollment_id, status, minutes, mark_id, marked_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            vec![
                self.session.into(),
                enrollment.into(),
                kind.into(),
                minutes.into(),
                mark.into(),
                now.into(),
            ],
        )
        .await;
        self.people.push((person, enrollment));
    }

    /// The organization bears this name from a day on.
    pub async fn rename_organization(&self, uk: &str, en: &str, since: NaiveDate) {
        self.run(
            "INSERT INTO organization_name (organization_id, valid_from, name_uk, name_en) VALUES ($1, $2, $3, $4)",
            vec![self.organization.into(), since.into(), uk.into(), en.into()],
        )
        .await;
    }

    /// Everybody who has completed.
    pub fn graduates(&self) -> Vec<EnrollmentId> {
        let (_, all_but_last) = self.people.split_last().expect("somebody");
        all_but_last.iter().map(|(_, enrollment)| *enrollment).collect()
    }

    /// A manager of the program.
    pub fn manager(&self, house: &TestApp) -> Actor {
        let grant = Grant {
            id: GrantId::new(self.now, house.app.entropy()),
            person: self.people[0].0,
            role: Role::ProgramManager,
            scope: Scope::Program(self.program),
            valid_from: self.now,
            valid_to: None,
        };
        self.actor(house, self.people[0].0, vec![grant])
    }

    /// The bearer token of a manager of the program with an account of their own.
    pub async fn manager_token(&self, house: &TestApp) -> String {
        let email = "manager@example.test";
        create_account(house, email).await;
        // A new role ends the sign-ins there are.
        let plan = GrantPlan::lasting(Role::ProgramManager, Scope::Program(self.program));
        house.app.grant_by_email(email, &plan).await.expect("a grant");
        sign_in(house, email).await
    }

    /// The bearer token of one of the people.
    pub async fn official_token(&self, house: &TestApp, place: usize) -> String {
        let email = format!("person{place}@example.test");
        create_account(house, &email).await;
        sign_in(house, &email).await
    }

    /// Somebody signed in without a role.
    pub fn official(&self, house: &TestApp, place: usize) -> Actor {
        self.actor(house, self.people[place].0, vec![])
    }

    fn actor(&self, house: &TestApp, person: PersonId, grants: Vec<Grant>) -> Actor {
        let (now, entropy) = (house.clock.now(), house.app.entropy());
        Actor::signed_in(person, AccountId::new(now, entropy), LoginId::new(now, entropy), grants, now)
    }

    /// Runs a statement past all rules.
    pub async fn run(&self, sql: &str, values: Vec<Value>) {
        let statement = Statement::from_sql_and_values(self.db.get_database_backend(), sql, values);
        self.db.execute_raw(statement).await.expect(sql);
    }

    /// The number that `SELECT … AS answer` answers.
    pub async fn number(&self, sql: &str) -> i64 {
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        Answer::find_by_statement(statement).one(&self.db).await.expect(sql).map_or(0, |row| row.answer)
    }
}

const PASSWORD: &str = "correct horse battery staple";

async fn create_account(house: &TestApp, email: &str) {
    let profile = RawProfile {
        family_name: "Керівна".to_owned(),
        given_name: "Марта".to_owned(),
        language: "uk".to_owned(),
        ..RawProfile::default()
    };
    let account = NewAccount { email: email.to_owned(), password: PASSWORD.to_owned(), profile };
    house.app.create_account(&account).await.expect("an account");
}

async fn sign_in(house: &TestApp, email: &str) -> String {
    let opened = house.app.sign_in(email, PASSWORD, LoginKind::Bearer, &Actor::visitor()).await;
    opened.expect("a sign-in").token.reveal().to_owned()
}
