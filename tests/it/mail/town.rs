//! A small installation to write letters about, put into the tables directly, so that these tests depend on no
//! use-case but their own.

use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use postup_app::outbox::{Delivered, Postman};
use postup_domain::access::Actor;
use postup_domain::correspondence::{Correspondence, MailRhythm};
use postup_domain::email::{Email, MailKind};
use postup_domain::id::{CertificateId, CohortId, EnrollmentId, NotificationId, PersonId, SessionId};
use postup_domain::notification::{NewNotification, Notification};
use postup_mail::{Mailer, Smtp, Transport};
use postup_persistence::outbox::{self, Filter};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use uuid::Uuid;

use postup_tests::TestApp;
use postup_tests::smtp::SmtpServer;

use super::conversation::{mailer_settings, settings};

/// One cohort with one session, a mail server, and a postman between.
pub(super) struct Town {
    pub(super) house: TestApp,
    pub(super) db: DatabaseConnection,
    pub(super) server: SmtpServer,
    pub(super) postman: Arc<Postman>,
    pub(super) cohort: CohortId,
    pub(super) session: SessionId,
    number: std::cell::Cell<u128>,
}

pub(super) type Row<'a> = &'a [(&'static str, SimpleExpr)];

fn text(value: &str) -> SimpleExpr {
    Expr::value(value)
}

impl Town {
    pub(super) async fn new() -> Self {
        Self::with_deadline(Duration::seconds(20)).await
    }

    pub(super) async fn with_deadline(deadline: Duration) -> Self {
        let house = TestApp::new().await;
        let db = Database::connect(&house.database.url).await.unwrap();
        let server = SmtpServer::start().await;
        let postman = postman(&house, &server, deadline);
        let (cohort, session) = (CohortId(Uuid::from_u128(5)), SessionId(Uuid::from_u128(6)));
        let town = Self { house, db, server, postman, cohort, session, number: 1_000.into() };
        town.build().await;
        town
    }

    /// Another worker process on the same outbox.
    pub(super) fn another_postman(&self) -> Arc<Postman> {
        postman(&self.house, &self.server, Duration::seconds(20))
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.house.app.now()
    }

    pub(super) async fn insert(&self, table: &'static str, row: Row<'_>) {
        let (columns, values): (Vec<_>, Vec<_>) = row.iter().cloned().unzip();
        let insert = Query::insert().into_table(table).columns(columns).values_panic(values).take();
        self.db.execute(&insert).await.unwrap();
    }

    pub(super) async fn update(&self, table: &'static str, id: Uuid, row: Row<'_>) {
        let update =
            Query::update().table(table).values(row.to_vec()).and_where(Expr::col("id").eq(id)).take();
        assert_eq!(self.db.execute(&update).await.unwrap().rows_affected(), 1);
    }

    fn fresh(&self) -> Uuid {
        self.number.set(self.number.get() + 1);
        Uuid::from_u128(self.number.get())
    }

    pub(super) async fn person(&self, address: &str) -> PersonId {
        self.person_called("Коваль", address, "uk").await
    }

    pub(super) async fn person_called(&self, family: &str, address: &str, language: &str) -> PersonId {
        let id = self.fresh();
        let row = [
            ("id", Expr::value(id)),
            ("family_name", text(family)),
            ("given_name", text("Олена")),
            ("latin_family_name", text("Koval")),
            ("latin_given_name", text("Olena")),
            ("email", text(address)),
            ("language", text(language)),
            ("sort_key", text("")),
            ("search", text("")),
            ("created_at", Expr::value(self.now())),
            ("version", Expr::value(1_i64)),
        ];
        self.insert("person", &row).await;
        let account = [
            ("id", Expr::value(id)),
            ("person_id", Expr::value(id)),
            ("password_hash", text("")),
            ("created_at", Expr::value(self.now())),
        ];
        self.insert("account", &account).await;
        PersonId(id)
    }

    pub(super) async fn enrollment(&self, person: PersonId, state: &str) -> EnrollmentId {
        let id = self.fresh();
        let arrival = i64::try_from(self.number.get()).unwrap();
        let row = [
            ("id", Expr::value(id)),
            ("cohort_id", Expr::value(self.cohort.0)),
            ("person_id", Expr::value(person.0)),
            ("state", text(state)),
            ("arrival", Expr::value(arrival)),
            ("applied_at", Expr::value(self.now())),
            ("since", Expr::value(self.now())),
            ("version", Expr::value(1_i64)),
        ];
        self.insert("enrollment", &row).await;
        let cause = match state {
            "confirmed" => "seat_free",
            "waitlisted" => "no_seat_free",
            "applied" => "needs_decision",
            "rejected" => "manager_rejected",
            "withdrawn" => "duty",
            _ => "head_of_queue",
        };
        let step = [
            ("id", Expr::value(self.fresh())),
            ("enrollment_id", Expr::value(id)),
            ("number", Expr::value(1_i64)),
            ("to_state", text(state)),
            ("at", Expr::value(self.now())),
            ("cause", text(cause)),
        ];
        self.insert("enrollment_step", &step).await;
        EnrollmentId(id)
    }

    pub(super) async fn certificate_of(
        &self,
        person: PersonId,
        enrollment: EnrollmentId,
        number: i64,
    ) -> CertificateId {
        let id = self.fresh();
        let row = [
            ("id", Expr::value(id)),
            ("organization_id", Expr::value(Uuid::from_u128(1))),
            ("year", Expr::value(2026)),
            ("number", Expr::value(number)),
            ("registration_number", text(&format!("ПК 2026/{number}"))),
            ("code", text(&format!("7hx2-kd9{number}"))),
            ("enrollment_id", Expr::value(enrollment.0)),
            ("cohort_id", Expr::value(self.cohort.0)),
            ("person_id", Expr::value(person.0)),
            ("facts", text("{}")),
            ("digest", text("")),
            ("state", text("valid")),
            ("issued_at", Expr::value(self.now())),
        ];
        self.insert("certificate", &row).await;
        CertificateId(id)
    }

    /// Writes a message down as a use-case would, in a transaction of its own.
    pub(super) async fn tell(&self, person: PersonId, email: Email) -> NotificationId {
        self.tell_until(person, email, None).await
    }

    pub(super) async fn tell_until(
        &self,
        person: PersonId,
        email: Email,
        not_after: Option<DateTime<Utc>>,
    ) -> NotificationId {
        let id = NotificationId::new(self.now(), self.house.app.entropy());
        let new = NewNotification::now(id, person, email, id, self.now()).about(self.cohort);
        let tx = self.house.store.begin().await.unwrap();
        assert!(outbox::push(&tx, &NewNotification { not_after, ..new }).await.unwrap());
        tx.commit().await.unwrap();
        id
    }

    pub(super) async fn deliver(&self) -> Delivered {
        self.postman.deliver_due(1_000).await.unwrap()
    }

    /// Delivers until nothing is due at this moment.
    pub(super) async fn deliver_all(&self) -> Delivered {
        let mut all = Delivered::default();
        loop {
            let some = self.deliver().await;
            if some == Delivered::default() {
                return all;
            }
            all.sent += some.sent;
            all.again += some.again;
            all.failed += some.failed;
            all.dropped += some.dropped;
            all.postponed += some.postponed;
            all.held += some.held;
        }
    }

    pub(super) async fn fate(&self, id: NotificationId) -> Notification {
        self.house.app.notification(&postup_domain::access::Sight::system(), id).await.unwrap()
    }

    pub(super) async fn all(&self) -> Vec<Notification> {
        let sight = postup_domain::access::Sight::system();
        self.house.app.notifications(&sight, &Filter::default(), None, 100_000).await.unwrap().items
    }

    /// What a person wants of optional mail.
    pub(super) async fn wishes(&self, person: PersonId, rhythm: MailRhythm, unwanted: &[MailKind]) {
        let wish = Correspondence::new(rhythm, unwanted.iter().copied()).unwrap();
        let permit = Actor::system().may_edit_person(person, None).unwrap();
        self.house.app.choose_correspondence(&permit, &wish).await.unwrap();
    }

    /// A reminder of the session, for somebody with a seat of theirs.
    pub(super) async fn remind(&self, person: PersonId, enrollment: EnrollmentId) -> NotificationId {
        self.tell(person, Email::SessionTomorrow { enrollment, session: self.session }).await
    }

    pub(super) fn pass(&self, time: Duration) {
        self.house.clock.pass(time);
    }

    async fn build(&self) {
        let (organization, program) = (Expr::value(Uuid::from_u128(1)), Expr::value(Uuid::from_u128(2)));
        let (course, version) = (Expr::value(Uuid::from_u128(3)), Expr::value(Uuid::from_u128(4)));
        let (now, one) = (Expr::value(self.now()), Expr::value(1_i64));
        let day = |day| Expr::value(NaiveDate::from_ymd_opt(2026, 5, day).unwrap());
        let row = [
            ("id", organization.clone()),
            ("kind", text("ngo")),
            ("sort_key", text("")),
            ("search", text("")),
            ("version", one.clone()),
        ];
        self.insert("organization", &row).await;
        let words = |names: &[&'static str]| names.iter().map(|name| (*name, text(""))).collect::<Vec<_>>();
        let mut row = words(&[
            "title_uk",
            "title_en",
            "description_uk",
            "description_en",
            "signatory_name_uk",
            "signatory_name_en",
            "signatory_position_uk",
            "signatory_position_en",
        ]);
        row.extend([
            ("id", program.clone()),
            ("code", text("P")),
            ("organization_id", organization.clone()),
            ("starts_on", day(1)),
            ("ends_on", day(31)),
            ("state", text("published")),
            ("version", one.clone()),
            ("created_at", now.clone()),
        ]);
        self.insert("program", &row).await;
        let row = [
            ("id", course.clone()),
            ("program_id", program.clone()),
            ("code", text("WATER")),
            ("state", text("published")),
            ("latest", Expr::value(1)),
            ("version", one.clone()),
            ("created_at", now.clone()),
        ];
        self.insert("course", &row).await;
        let mut row = words(&["summary_uk", "summary_en", "outcomes_uk", "outcomes_en", "search"]);
        row.extend([
            ("id", version.clone()),
            ("course_id", course.clone()),
            ("number", Expr::value(1)),
            ("title_uk", text("Водопостачання в громаді")),
            ("title_en", text("Water supply in a hromada")),
            ("subject", text("water_supply")),
            ("content_type", text("general")),
            ("length_type", text("short_term")),
            ("hours", Expr::value(1_000_i64)),
            ("attendance_percent", Expr::value(80_i16)),
            ("created_at", now.clone()),
        ]);
        self.insert("course_version", &row).await;
        let row = [
            ("id", Expr::value(self.cohort.0)),
            ("course_id", course),
            ("course_version_id", version),
            ("program_id", program),
            ("organization_id", organization),
            ("code", text("WATER-01")),
            ("form", text("in_person")),
            ("language", text("uk")),
            ("starts_on", day(12)),
            ("ends_on", day(30)),
            ("venue", text("Київ, вул. Зразкова, 1")),
            ("time_zone", text("Europe/Kyiv")),
            ("capacity", Expr::value(30)),
            ("policy", text("open")),
            ("enrollment_opens", now.clone()),
            ("enrollment_closes", now.clone()),
            ("state", text("published")),
            ("version", one.clone()),
            ("created_at", now),
        ];
        self.insert("cohort", &row).await;
        let start = NaiveDate::from_ymd_opt(2026, 5, 12).unwrap().and_hms_opt(10, 0, 0).unwrap();
        let row = [
            ("id", Expr::value(self.session.0)),
            ("cohort_id", Expr::value(self.cohort.0)),
            ("title_uk", text("Облік води")),
            ("title_en", text("Metering water")),
            ("local_start", Expr::value(start)),
            ("local_end", Expr::value(start + Duration::hours(3))),
            ("time_zone", text("Europe/Kyiv")),
            ("starts_at", Expr::value(start.and_utc() - Duration::hours(3))),
            ("ends_at", Expr::value(start.and_utc())),
            ("minutes", Expr::value(180)),
            ("state", text("planned")),
            ("register", text("open")),
            ("version", one),
        ];
        self.insert("session", &row).await;
    }
}

fn postman(house: &TestApp, server: &SmtpServer, deadline: Duration) -> Arc<Postman> {
    let transport = Transport::Smtp(Arc::new(Smtp::new(settings(server.port())).unwrap()));
    let mailer = Mailer::new(transport, mailer_settings(deadline.to_std().unwrap())).unwrap();
    Arc::new(Postman::new(house.app.clone(), Arc::new(mailer)))
}
