//! What happened before somebody opens the demonstration: one cohort is over, one is under way, one begins today, others
//! wait for people.

use super::{PASSWORD, StoryClock, catalogue, names};
use crate::login::suggest_latin;
use crate::{App, Error};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Timelike, Utc};
use chrono_tz::Europe::Kyiv;
use postup_domain::access::{Actor, GrantPlan, Role, Scope};
use postup_domain::attendance::{MarkKind, MarkSource, NewMark};
use postup_domain::cohort::{self, Cohort};
use postup_domain::completion::CompletionState;
use postup_domain::course::Course;
use postup_domain::enrollment::WithdrawalReason;
use postup_domain::id::{EnrollmentId, MarkId, OrganizationId, PersonId, ProgramId};
use postup_domain::organization;
use postup_domain::person::{Profile, RawProfile};
use postup_domain::program;
use postup_domain::session::{self, Session};
use postup_domain::territory::{Category, Territory, TerritoryCode};
use postup_domain::text::EmailAddress;
use postup_persistence::territory::Filter;

/// Who plays.
struct Cast {
    officials: Vec<PersonId>,
    official: PersonId,
    trainer: PersonId,
}

/// Tells the story up to `now`.
pub(super) async fn tell(app: &App, clock: &StoryClock, now: DateTime<Utc>) -> Result<(), Error> {
    let stage = Stage { app, clock, now, system: Actor::system() };
    stage.at_day(-60, 9);
    app.import_compact_territories().await.map_err(|error| Error::Broken(error.to_string()))?;
    let councils = stage.councils().await?;
    let ngo = stage.organization("ngo", "ГО «Поступ громад»", "NGO Progress of Hromadas", "").await?;
    stage.organization("ministry", "Міністерство (демонстрація)", "Ministry (demonstration)", "").await?;
    let donor = stage.organization("donor", "Фонд сталих міст", "Sustainable Cities Fund", "").await?;
    let program = stage.program(ngo, donor).await?;
    let courses = stage.courses(program).await?;
    let cast = stage.cast(&councils).await?;
    let [water, access, shelter, city] = courses.as_slice() else {
        return Err(Error::Broken("the demonstration has four courses".to_owned()));
    };
    stage.past(program, water, &cast).await?;
    stage.under_way(program, city, &cast).await?;
    stage.today(program, access, &cast).await?;
    stage.to_come(program, shelter, &cast).await?;
    stage.full(program, water, &cast).await?;
    clock.turn_to(now);
    Ok(())
}

struct Stage<'a> {
    app: &'a App,
    clock: &'a StoryClock,
    now: DateTime<Utc>,
    system: Actor,
}

/// One session of a cohort: days from today, from when to when, the title in both languages.
type Meeting<'a> = (i64, NaiveTime, NaiveTime, &'a str, &'a str);

impl Stage<'_> {
    fn day(&self, days: i64) -> NaiveDate {
        self.now.with_timezone(&Kyiv).date_naive() + Duration::days(days)
    }

    /// Turns the clock to an hour (UTC) of a day counted from today.
    fn at_day(&self, days: i64, hour: u32) {
        let midnight = self.day(days).and_time(NaiveTime::MIN).and_utc();
        self.clock.turn_to(midnight + Duration::hours(hour.into()));
    }

    async fn organization(
        &self,
        kind: &str,
        uk: &str,
        en: &str,
        territory: &str,
    ) -> Result<OrganizationId, Error> {
        let raw = organization::RawProfile {
            kind: kind.to_owned(),
            name_uk: uk.to_owned(),
            name_en: en.to_owned(),
            edrpou: String::new(),
            territory: territory.to_owned(),
        };
        let permit = self.system.may_manage_organizations()?;
        Ok(self.app.add_organization(&permit, &raw, Some(self.day(-400)), false).await?.id)
    }

    /// The councils of the main city's hromada in each of a dozen oblasts, with their hromadas.
    async fn councils(&self) -> Result<Vec<(OrganizationId, Territory)>, Error> {
        let mut councils = Vec::new();
        for (name, oblast) in [
            ("Сумська", "Сумська"),
            ("Полтавська", "Полтавська"),
            ("Харківська", "Харківська"),
            ("Чернігівська", "Чернігівська"),
            ("Житомирська", "Житомирська"),
            ("Вінницька", "Вінницька"),
            ("Львівська", "Львівська"),
            ("Луцька", "Волинська"),
            ("Одеська", "Одеська"),
            ("Миколаївська", "Миколаївська"),
            ("Запорізька", "Запорізька"),
            ("Черкаська", "Черкаська"),
        ] {
            let oblast = self.territory(Category::Oblast, oblast, None).await?.code;
            let hromada = self.territory(Category::Hromada, name, Some(oblast)).await?;
            let uk = format!("{name} міська рада");
            let en = format!("{} City Council", hromada.name_en);
            let council = self.organization("local_authority", &uk, &en, hromada.code.as_str()).await?;
            councils.push((council, hromada));
        }
        Ok(councils)
    }

    /// The one unit of this very name; hromadas of one name lie in several oblasts.
    async fn territory(
        &self,
        category: Category,
        name: &str,
        within: Option<TerritoryCode>,
    ) -> Result<Territory, Error> {
        let filter = Filter { category: Some(category), text: name.to_owned(), within, ..Filter::default() };
        let found = self.app.territories(&filter, None, 20).await?;
        let mut units = found.items.into_iter().map(|located| located.territory);
        units.find(|unit| unit.name.as_str() == name).ok_or(Error::Missing("territory"))
    }

    async fn program(&self, ngo: OrganizationId, donor: OrganizationId) -> Result<ProgramId, Error> {
        let raw = program::RawPlan {
            code: "HROMADA".to_owned(),
            title_uk: "Спроможні громади".to_owned(),
            title_en: "Capable hromadas".to_owned(),
            description_uk: "Навчання посадових осіб місцевого самоврядування за меморандумом міністерства та громадської організації.".to_owned(),
            description_en: "Training of officials of local self-government under a memorandum of a ministry and an NGO.".to_owned(),
            organization_id: ngo.to_string(),
            funder_ids: vec![donor.to_string()],
            memorandum: "Меморандум № 1 (демонстрація)".to_owned(),
            starts_on: self.day(-90).to_string(),
            ends_on: self.day(640).to_string(),
            signatory_name_uk: "Марія Вишневецька".to_owned(),
            signatory_name_en: "Mariia Vyshnevetska".to_owned(),
            signatory_position_uk: "голова правління".to_owned(),
            signatory_position_en: "Chair of the Board".to_owned(),
            ..program::RawPlan::default()
        };
        let plan = program::Plan::try_from(&raw)?;
        let permit = self.app.may_create_program(&self.system, &plan)?;
        let program = self.app.create_program(&permit, plan).await?;
        let permit = self.app.may_manage_program(&self.system, program.id).await?;
        self.app.publish_program(&permit).await?;
        Ok(program.id)
    }

    async fn courses(&self, program: ProgramId) -> Result<Vec<Course>, Error> {
        let permit = self.app.may_manage_program(&self.system, program).await?;
        let mut courses = Vec::new();
        for raw in catalogue::courses() {
            let course = self.app.create_course(&permit, (&raw).try_into()?).await?;
            courses.push(self.app.publish_course(&permit, course.id).await?);
        }
        Ok(courses)
    }

    /// The log-ins with their roles, and officials of every council.
    async fn cast(&self, councils: &[(OrganizationId, Territory)]) -> Result<Cast, Error> {
        let (council, hromada) = councils.first().ok_or(Error::Missing("territory"))?;
        let home = Some((*council, hromada.code.as_str()));
        let hash = self.app.hash_password(PASSWORD).await?;
        let login = async |email: &str,
                           family: &str,
                           given: &str,
                           home,
                           position: &str,
                           role: Option<(Role, Scope)>| {
            let profile = profile(family, given, "", home, position)?;
            let person =
                self.app.admit(&EmailAddress::new("email", email)?, &profile, Some(hash.clone())).await?;
            if let Some((role, scope)) = role {
                self.app.grant_by_email(email, &GrantPlan::lasting(role, scope)).await?;
            }
            Ok::<_, Error>(person)
        };
        let all = Scope::Everything;
        let official =
            login("official@demo.test", "Дем’яненко", "Олена", home, "головний спеціаліст", None).await?;
        let trainer = login("trainer@demo.test", "Рибальський", "Тарас", None, "", None).await?;
        let officer = Some((Role::PersonnelOfficer, Scope::Organization(*council)));
        login("officer@demo.test", "Мельник", "Людмила", home, "начальниця відділу кадрів", officer).await?;
        for (email, family, given, role) in [
            ("manager@demo.test", "Левицька", "Ірина", Role::ProgramManager),
            ("analyst@demo.test", "Шевчук", "Юрій", Role::Analyst),
            ("donor@demo.test", "Соловйова", "Наталія", Role::Donor),
            ("admin@demo.test", "Гнатюк", "Андрій", Role::Administrator),
        ] {
            login(email, family, given, None, "", Some((role, all.clone()))).await?;
        }
        let mut officials = Vec::new();
        for (number, (family, given)) in (0..90).zip(people()) {
            let (Some((council, hromada)), Some(position)) =
                (councils.iter().cycle().nth(number), names::POSITIONS.iter().cycle().nth(number / 7))
            else {
                break;
            };
            let profile = profile(
                if given.feminine { family.1 } else { family.0 },
                given.name,
                given.patronymic,
                Some((*council, hromada.code.as_str())),
                position,
            )?;
            let email = EmailAddress::new("email", &format!("person{number}@demo.test"))?;
            officials.push(self.app.admit(&email, &profile, None).await?);
        }
        Ok(Cast { officials, official, trainer })
    }

    /// Writes a cohort with its sessions down, publishes it and names the trainer.
    async fn cohort(
        &self,
        program: ProgramId,
        course: &Course,
        raw: cohort::RawPlan,
        meetings: &[Meeting<'_>],
        trainer: PersonId,
    ) -> Result<(Cohort, Vec<Session>), Error> {
        let permit = self.app.may_manage_program(&self.system, program).await?;
        let cohort = self.app.create_cohort(&permit, course.id, (&raw).try_into()?).await?;
        let permit = self.app.may_manage_cohort(&self.system, cohort.id).await?;
        let mut sessions = Vec::new();
        for ((days, from, to, uk, en), unit) in meetings.iter().zip(course.content.units.iter().cycle()) {
            let raw = session::RawPlan {
                title_uk: (*uk).to_owned(),
                title_en: (*en).to_owned(),
                unit_id: unit.id.to_string(),
                on: self.day(*days).to_string(),
                from: from.format("%H:%M").to_string(),
                to: to.format("%H:%M").to_string(),
                venue: raw.venue.clone(),
                link: String::new(),
            };
            sessions.extend(self.app.plan_sessions(&permit, &raw, 1).await?);
        }
        let cohort = self.app.publish_cohort(&permit).await?;
        self.app.assign_trainer(&permit, trainer).await?;
        Ok((cohort, sessions))
    }

    async fn enroll(&self, cohort: &Cohort, people: &[PersonId]) -> Result<Vec<EnrollmentId>, Error> {
        let mut enrollments = Vec::new();
        for person in people {
            self.clock.turn_to(self.app.now() + Duration::seconds(97));
            let permit = self.app.may_enroll(&self.system, cohort.id, *person).await?;
            enrollments.push(self.app.enroll(permit).await?.enrollment.id);
        }
        Ok(enrollments)
    }

    /// Marks everybody, some of them late or absent, and closes the register.
    async fn teach(&self, session: &Session, present: &[EnrollmentId], odd: usize) -> Result<(), Error> {
        self.clock.turn_to(session.plan.ends_at);
        let permit = self.app.may_take_attendance(&self.system, session.id).await?;
        let marks = present.iter().enumerate().map(|(number, enrollment)| NewMark {
            id: MarkId::new(self.app.now(), self.app.entropy()),
            enrollment: *enrollment,
            kind: match (number + odd) % 9 {
                0 => MarkKind::Late,
                4 if odd > 0 => MarkKind::Absent,
                7 if odd > 1 => MarkKind::Excused,
                _ => MarkKind::Present,
            },
            minutes: None,
            device_at: None,
            reason: None,
            basis: postup_domain::attendance::Basis::Unstated,
        });
        self.app.record_marks(&permit, marks.collect(), MarkSource::Web).await?;
        let permit = self.app.may_close_register(&self.system, session.id).await?;
        self.app.close_register(&permit).await
    }

    /// A cohort that ended two weeks ago; whoever completed has a certificate, the official among them.
    async fn past(&self, program: ProgramId, course: &Course, cast: &Cast) -> Result<(), Error> {
        self.at_day(-50, 8);
        let raw = self.plan("WATER-1", "in_person", [-28, -14], [-49, -29], 25, "open");
        let (at, till) = (hour(10), hour(12));
        let meetings = [
            (-28, at, till, "Резервні джерела", "Reserve sources"),
            (-21, at, till, "Підвезення і пункти видачі", "Delivery and distribution points"),
            (-14, at, till, "План громади", "The plan of a hromada"),
        ];
        let (cohort, sessions) = self.cohort(program, course, raw, &meetings, cast.trainer).await?;
        self.at_day(-48, 7);
        let people: Vec<PersonId> =
            std::iter::once(cast.official).chain(cast.officials.iter().copied().take(23)).collect();
        let enrollments = self.enroll(&cohort, &people).await?;
        for (odd, session) in sessions.iter().enumerate() {
            self.teach(session, &enrollments, odd).await?;
        }
        self.at_day(-13, 9);
        let permit = self.app.may_issue_certificates(&self.system, cohort.id).await?;
        let completed: Vec<EnrollmentId> = self
            .app
            .verdicts(&enrollments)
            .await?
            .into_iter()
            .filter(|(_, _, verdict)| verdict.state == CompletionState::Completed)
            .map(|(enrollment, ..)| enrollment)
            .collect();
        self.app.issue_certificates(permit, completed).await?;
        Ok(())
    }

    /// A cohort in the middle: a register is closed, one was left open yesterday, one is for tomorrow.
    async fn under_way(&self, program: ProgramId, course: &Course, cast: &Cast) -> Result<(), Error> {
        self.at_day(-30, 8);
        let raw = self.plan("CITY-1", "blended", [-6, 8], [-29, -8], 30, "open");
        let (at, till) = (hour(14), hour(17));
        let meetings = [
            (-6, at, till, "Дані громади", "Data of a hromada"),
            (-1, at, till, "Бюджет", "The budget"),
            (1, at, till, "Участь мешканців", "Participation of residents"),
            (8, at, till, "Підсумкове заняття", "Final session"),
        ];
        let (cohort, sessions) = self.cohort(program, course, raw, &meetings, cast.trainer).await?;
        self.at_day(-28, 7);
        let people: Vec<PersonId> =
            std::iter::once(cast.official).chain(cast.officials.iter().copied().skip(15).take(27)).collect();
        let enrollments = self.enroll(&cohort, &people).await?;
        match sessions.first() {
            Some(first) => self.teach(first, &enrollments, 1).await,
            None => Ok(()),
        }
    }

    /// A workshop that has begun and still takes people: the whole way can be walked at once.
    async fn today(&self, program: ProgramId, course: &Course, cast: &Cast) -> Result<(), Error> {
        self.at_day(-10, 8);
        let raw = self.plan("ACCESS-1", "in_person", [0, 1], [-9, 0], 30, "open");
        let begun = self.now.with_timezone(&Kyiv) - Duration::minutes(45);
        // Not before midnight: the workshop is of today.
        let from = if begun.date_naive() == self.day(0) { begun.time() } else { NaiveTime::MIN };
        let from = from.with_second(0).and_then(|time| time.with_nanosecond(0)).unwrap_or(from);
        let to = from + Duration::minutes(90);
        let meetings = [(0, from, to, "Обстеження на місці", "Survey on site")];
        let (cohort, _) = self.cohort(program, course, raw, &meetings, cast.trainer).await?;
        self.at_day(-8, 7);
        self.enroll(&cohort, cast.officials.get(30..47).unwrap_or_default()).await?;
        Ok(())
    }

    /// A cohort whose applications wait for the manager.
    async fn to_come(&self, program: ProgramId, course: &Course, cast: &Cast) -> Result<(), Error> {
        self.at_day(-5, 8);
        let raw = self.plan("SHELTER-1", "blended", [25, 60], [-4, 18], 20, "approval");
        let (at, till) = (hour(9), hour(17));
        let meetings = [
            (25, at, till, "Мережа укриттів", "A network of shelters"),
            (26, at, till, "Оповіщення й евакуація", "Warning and evacuation"),
            (60, at, till, "Утримання та кошти", "Maintenance and money"),
        ];
        let (cohort, _) = self.cohort(program, course, raw, &meetings, cast.trainer).await?;
        self.at_day(-3, 7);
        let applied = self.enroll(&cohort, cast.officials.get(48..60).unwrap_or_default()).await?;
        for enrollment in applied.into_iter().take(5) {
            let permit = self.app.may_decide(&self.system, enrollment).await?;
            self.app.confirm_enrollment(permit).await?;
        }
        Ok(())
    }

    /// A cohort with more people than seats; one withdrew, and the head of the queue moved up.
    async fn full(&self, program: ProgramId, course: &Course, cast: &Cast) -> Result<(), Error> {
        self.at_day(-5, 9);
        let raw = self.plan("WATER-2", "online", [12, 26], [-4, 10], 12, "open");
        let (at, till) = (hour(10), hour(12));
        let meetings = [
            (12, at, till, "Резервні джерела", "Reserve sources"),
            (19, at, till, "Підвезення і пункти видачі", "Delivery and distribution points"),
            (26, at, till, "План громади", "The plan of a hromada"),
        ];
        let (cohort, _) = self.cohort(program, course, raw, &meetings, cast.trainer).await?;
        self.at_day(-2, 7);
        let enrollments = self.enroll(&cohort, cast.officials.get(60..78).unwrap_or_default()).await?;
        let Some(first) = enrollments.first() else { return Ok(()) };
        let permit = self.app.may_withdraw(&self.system, *first).await?;
        self.app.withdraw(permit, WithdrawalReason::Duty, None).await?;
        Ok(())
    }

    fn plan(
        &self,
        code: &str,
        form: &str,
        [starts, ends]: [i64; 2],
        [opens, closes]: [i64; 2],
        capacity: i32,
        policy: &str,
    ) -> cohort::RawPlan {
        let online = form == "online";
        cohort::RawPlan {
            code: code.to_owned(),
            form: form.to_owned(),
            language: "uk".to_owned(),
            starts_on: self.day(starts).to_string(),
            ends_on: self.day(ends).to_string(),
            territory: if online { String::new() } else { "UA80000000000093317".to_owned() },
            venue: if online {
                String::new()
            } else {
                "навчальний центр, зала 2, укриття в будівлі".to_owned()
            },
            time_zone: String::new(),
            capacity: capacity.to_string(),
            policy: policy.to_owned(),
            waitlist_policy: String::new(),
            answer_hours: String::new(),
            enrollment_opens_on: self.day(opens).to_string(),
            enrollment_closes_on: self.day(closes).to_string(),
            contact: "Ірина Левицька, manager@demo.test".to_owned(),
        }
    }
}

fn hour(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN)
}

/// Every family name with every given name, so that neighbors in a list differ in both.
fn people() -> impl Iterator<Item = (&'static (&'static str, &'static str), &'static names::Given)> {
    names::FAMILY.iter().cycle().zip(names::GIVEN.iter().cycle())
}

fn profile(
    family: &str,
    given: &str,
    patronymic: &str,
    home: Option<(OrganizationId, &str)>,
    position: &str,
) -> Result<Profile, Error> {
    let (organization_id, territory) =
        home.map(|(id, code)| (id.to_string(), code.to_owned())).unwrap_or_default();
    let raw = RawProfile {
        family_name: family.to_owned(),
        given_name: given.to_owned(),
        patronymic: patronymic.to_owned(),
        organization_id,
        position: position.to_owned(),
        position_category: if home.is_some() { "5".to_owned() } else { String::new() },
        appointment: if home.is_some() { "appointed".to_owned() } else { String::new() },
        territory,
        language: "uk".to_owned(),
        ..RawProfile::default()
    };
    Ok(Profile::try_from(&suggest_latin(&raw))?)
}
