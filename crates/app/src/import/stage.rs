//! Making a file ready to be written without keeping the writer from others: its rows are judged and decided on in pieces,
//! outside of any lock, and put into tables beside the real ones.

use super::commit::raw;
use super::{Change, Finding, Judge, LEASE};
use crate::enrollment::Moved;
use crate::enrollment::door::{Door, Party, moved};
use crate::enrollment::nominee::Naming;
use crate::login::with_profile;
use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, MayName, Sight};
use postup_domain::attendance::Said;
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{Newcomer, Nominee, answer_by};
use postup_domain::id::{AuditId, CohortId, EnrollmentId, ImportId, NomineeId, PersonId, SessionId};
use postup_domain::import::{Job, Tally};
use postup_domain::interruption::Pause;
use postup_domain::person::{Person, Profile};
use postup_domain::rejection::Refusal;
use postup_domain::text::EmailAddress;
use postup_persistence::enrollment::Post;
use postup_persistence::import::{Arriving, ByWhom, Guest, Staged, StagedNominee};
use postup_persistence::{Read, Tx, cohort, import, person};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// How many rows are made ready at a time.
const CHUNK: u64 = 1_000;

/// A file that is ready to be written, as far as it is kept in memory.
pub struct ReadyImport {
    pub(super) job: Job,
    /// With whose rights it was judged.
    pub(super) actor: Actor,
    pub(super) at: DateTime<Utc>,
    pub(super) tally: Tally,
    /// Records that are corrected, with the version that was read.
    pub(super) corrected: HashMap<PersonId, i64>,
    /// Records that are made for people who are named.
    made: HashMap<EmailAddress, PersonId>,
    /// Whose record is among those that are ready, and by which row.
    pub(super) staged: HashMap<PersonId, u32>,
    pub(super) doors: BTreeMap<CohortId, Door>,
    /// What is said of people in sessions.
    pub(super) told: BTreeMap<SessionId, Vec<Said>>,
    /// What stopped sessions.
    pub(super) pauses: BTreeMap<SessionId, Vec<Pause>>,
}

impl ReadyImport {
    fn new(job: Job, actor: Actor, at: DateTime<Utc>) -> Self {
        Self {
            job,
            actor,
            at,
            tally: Tally::default(),
            corrected: HashMap::new(),
            made: HashMap::new(),
            staged: HashMap::new(),
            doors: BTreeMap::new(),
            told: BTreeMap::new(),
            pauses: BTreeMap::new(),
        }
    }
}

/// Somebody who comes to a cohort.
pub(super) struct Comer {
    pub guest: Guest,
    pub named: Option<Named>,
}

/// Of somebody who is named by an address: what was said, and whether their record says the same employer.
pub(super) struct Named {
    permit: MayName,
    naming: Box<Naming>,
    works_there: bool,
}

/// What the rows at hand change.
#[derive(Default)]
struct Changes {
    records: Vec<Staged>,
    /// Records that were ready before and give way to others.
    replaced: Vec<u32>,
    coming: BTreeMap<CohortId, Vec<Comer>>,
    naming: Vec<(u32, MayName, Box<Naming>)>,
}

/// Rows on their way into the tables of what is ready.
#[derive(Default)]
pub(super) struct Rows {
    pub arrivals: Vec<Arriving>,
    post: Post,
    nominees: Vec<StagedNominee>,
}

impl App {
    /// Makes a file that somebody committed ready to be written; `None` when a row cannot be taken any more.
    pub async fn make_import_ready(&self, job: Job) -> Result<Option<ReadyImport>, Error> {
        self.clear_stage(job.id).await?;
        let reader = self.reader();
        let (actor, at) = (self.sender(&reader, job.author).await?, self.now());
        let mut judge = Judge::new(&job, actor.clone(), at);
        let mut ready = ReadyImport::new(job, actor, at);
        let mut last = 0;
        loop {
            let rows = import::rows(&reader, ready.job.id, None, last, CHUNK).await?;
            let Some(end) = rows.last() else { return Ok(Some(ready)) };
            last = end.number;
            let found = judge.judge(self, &reader, raw(rows)).await?;
            found.iter().for_each(|(judged, _)| ready.tally.count(judged.verdict));
            if ready.tally.faulty > 0 {
                return Ok(None);
            }
            self.stage_some(&mut ready, found).await?;
        }
    }

    async fn stage_some(&self, file: &mut ReadyImport, found: Vec<Finding>) -> Result<(), Error> {
        let mut changes = Changes::default();
        for finding in found {
            self.sort(file, &mut changes, finding);
        }
        self.find_the_named(file, &mut changes).await?;
        let id = file.job.id;
        let tx = self.store.begin().await?;
        import::unstage_records(&tx, id, &changes.replaced).await?;
        import::stage(&tx, id, &changes.records).await?;
        import::progress(&tx, id, file.tally.rows(), self.now() + LEASE).await?;
        tx.commit().await?;
        let mut ready = Rows::default();
        for (cohort, comers) in changes.coming {
            self.decide_on_comers(&self.reader(), file, cohort, comers, &mut ready).await?;
        }
        if ready.arrivals.is_empty() && ready.nominees.is_empty() {
            return Ok(());
        }
        let tx = self.store.begin().await?;
        self.put(&tx, id, &ready).await?;
        Ok(tx.commit().await?)
    }

    fn sort(&self, file: &mut ReadyImport, changes: &mut Changes, (judged, change): Finding) {
        let number = judged.number;
        match change {
            None => {}
            Some(Change::Add(person)) => changes.records.push(self.to_record(number, true, *person)),
            Some(Change::Correct(person)) => self.correct(file, changes, number, *person),
            Some(Change::Enroll { cohort, person, version }) => {
                let comer = self.comer(file, number, person, version, None);
                changes.coming.entry(cohort).or_default().push(comer);
            }
            Some(Change::Nominate { cohort, person, version, by_employer, correction }) => {
                let by = ByWhom { employer: None, by_employer, sees_record: true };
                let comer = self.comer(file, number, person, version, Some(by));
                changes.coming.entry(cohort).or_default().push(comer);
                if let Some(correction) = correction {
                    self.correct(file, changes, number, *correction);
                }
            }
            Some(Change::Tell { session, said }) => file.told.entry(session).or_default().push(*said),
            Some(Change::Interrupt(news)) => {
                for (session, pause) in news {
                    file.pauses.entry(session).or_default().push(pause);
                }
            }
            Some(Change::Name { permit, naming }) => changes.naming.push((number, permit, naming)),
        }
    }

    /// Earlier rows may have corrected the record; what counts is the version that stands in the register.
    fn comer(
        &self,
        file: &ReadyImport,
        number: u32,
        person: PersonId,
        version: i64,
        nomination: Option<ByWhom>,
    ) -> Comer {
        let enrollment = EnrollmentId::new(file.at, self.entropy());
        let person_version = file.corrected.get(&person).copied().unwrap_or(version);
        Comer { guest: Guest { number, enrollment, person, person_version, nomination }, named: None }
    }

    fn to_record(&self, number: u32, is_new: bool, person: Person) -> Staged {
        Staged { number, is_new, person, audit: AuditId::new(self.now(), self.entropy()) }
    }

    /// A second correction of the same record goes on from the first: what is written is the last, over what was read.
    fn correct(&self, file: &mut ReadyImport, changes: &mut Changes, number: u32, mut person: Person) {
        person.version = *file.corrected.entry(person.id).or_insert(person.version);
        if let Some(before) = file.staged.insert(person.id, number) {
            changes.records.retain(|record| record.number != before);
            changes.replaced.push(before);
        }
        changes.records.push(self.to_record(number, false, person));
    }

    /// Whoever has the addresses that are named; records are made for addresses that nobody has. They have no employer
    /// yet: the owner of the address has not said yes, and so the record shows nowhere.
    async fn find_the_named(&self, file: &mut ReadyImport, changes: &mut Changes) -> Result<(), Error> {
        let addresses: Vec<EmailAddress> =
            changes.naming.iter().map(|(_, _, naming)| naming.email.clone()).collect();
        let known = person::find_by_emails(&self.reader(), &addresses).await?;
        let known: HashMap<EmailAddress, Person> =
            known.into_iter().map(|person| (person.email.clone(), person)).collect();
        for (number, permit, naming) in std::mem::take(&mut changes.naming) {
            let employer = permit.employer();
            let (person, person_version, works_there) = match known.get(&naming.email) {
                Some(known) => (known.id, known.version, known.employer == Some(employer)),
                None => {
                    let made = file.made.entry(naming.email.clone()).or_insert_with(|| {
                        let id = PersonId::new(file.at, self.entropy());
                        let profile = Profile { employer: None, ..naming.profile.clone() };
                        let new = with_profile(id, &naming.email, &profile, 1);
                        changes.records.push(self.to_record(number, true, new));
                        file.staged.insert(id, number);
                        id
                    });
                    (*made, 1, false)
                }
            };
            let enrollment = EnrollmentId::new(file.at, self.entropy());
            let by = ByWhom {
                employer: Some(employer),
                by_employer: permit.by_employer(),
                sees_record: works_there,
            };
            let guest = Guest { number, enrollment, person, person_version, nomination: Some(by) };
            let cohort = permit.cohort();
            let named = Some(Named { permit, naming, works_there });
            changes.coming.entry(cohort).or_default().push(Comer { guest, named });
        }
        Ok(())
    }

    /// Decides on everybody who comes to one cohort.
    pub(super) async fn decide_on_comers(
        &self,
        db: &impl Read,
        file: &mut ReadyImport,
        id: CohortId,
        comers: Vec<Comer>,
        ready: &mut Rows,
    ) -> Result<(), Error> {
        let parties = parties(file.job.id, &comers, &file.staged);
        let door = match file.doors.entry(id) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(place) => {
                let cohort = cohort::find(db, &Sight::system(), id).await?;
                place.insert(Door::open(db, cohort.ok_or(Error::Missing("cohort"))?, file.at).await?)
            }
        };
        let mut newcomers = HashMap::new();
        for party in &parties {
            newcomers.extend(door.newcomers(db, party, file.at).await?);
        }
        let (mut guests, mut arrived) = (Vec::new(), Vec::new());
        for Comer { guest, named } in comers {
            let newcomer = newcomers.get(&guest.person).ok_or(Error::Missing("person"))?;
            let is_in = is_in(newcomer);
            if let Some(named) = named {
                if is_in && named.works_there {
                    return Err(Refusal::AlreadyEnrolled.into());
                }
                // Nothing to ask. To say so would tell that the address is known, and in what its owner takes part.
                let enrollment =
                    (!is_in).then(|| newcomer.standing.map_or(guest.enrollment, |before| before.id));
                ready.nominees.push(self.to_nominee(door.cohort(), guest.number, named, enrollment, file.at));
                if is_in {
                    continue;
                }
            }
            arrived.push(moved(door.decide(newcomer, &guest, file.at)?, file.job.author));
            guests.push(guest);
        }
        self.gather(db, guests, arrived, file.at, ready).await
    }

    fn to_nominee(
        &self,
        cohort: &Cohort,
        number: u32,
        Named { permit, naming, .. }: Named,
        enrollment: Option<EnrollmentId>,
        at: DateTime<Utc>,
    ) -> StagedNominee {
        let name = &naming.profile.name;
        let nominee = Nominee {
            id: NomineeId::new(at, self.entropy()),
            cohort: cohort.id,
            organization: permit.employer(),
            author: permit.author(),
            email: naming.email.clone(),
            family_name: name.family.clone(),
            given_name: name.given.clone(),
            patronymic: name.patronymic.clone(),
            enrollment,
            answer_by: answer_by(at, cohort.plan.waitlist.answer_hours, cohort.plan.time_zone),
            asked_at: at,
            created_at: at,
        };
        StagedNominee { number, nominee, audit: AuditId::new(at, self.entropy()) }
    }

    /// Everything that goes with these arrivals.
    async fn gather(
        &self,
        db: &impl Read,
        guests: Vec<Guest>,
        arrived: Vec<Moved>,
        at: DateTime<Utc>,
        ready: &mut Rows,
    ) -> Result<(), Error> {
        let trail = self.trail_of(&arrived)?;
        let questions = self.questions_to_offices(db, &arrived, at).await?;
        let rows = guests.into_iter().zip(arrived).zip(trail.steps.into_iter().zip(trail.entries));
        ready.arrivals.extend(rows.map(|((guest, moved), (step, entry))| Arriving {
            guest,
            enrollment: moved.enrollment,
            step,
            entry,
            record: moved.look.map(|look| look.record),
        }));
        for post in [trail.post, questions] {
            ready.post.letters.extend(post.letters);
            ready.post.links.extend(post.links);
        }
        Ok(())
    }

    pub(super) async fn put(&self, tx: &Tx, id: ImportId, ready: &Rows) -> Result<(), Error> {
        import::stage_arrivals(tx, id, &ready.arrivals, &ready.post).await?;
        Ok(import::stage_nominees(tx, id, &ready.nominees).await?)
    }

    /// In pieces, so that nobody waits for it.
    pub(super) async fn clear_stage(&self, id: ImportId) -> Result<(), Error> {
        loop {
            let tx = self.store.begin().await?;
            let there_is_more = import::unstage(&tx, id).await?;
            tx.commit().await?;
            if !there_is_more {
                return Ok(());
            }
        }
    }
}

/// Those who are looked up together.
fn parties(import: ImportId, comers: &[Comer], staged: &HashMap<PersonId, u32>) -> Vec<Party> {
    let mut parties: Vec<Party> = Vec::new();
    for guest in comers.iter().map(|comer| &comer.guest) {
        let number = staged.get(&guest.person).copied();
        let employer = guest.nomination.and_then(|by| by.employer);
        let same = |one: &&mut Party| (one.staged.is_some(), one.employer) == (number.is_some(), employer);
        match parties.iter_mut().find(same) {
            Some(party) => {
                party.people.push(guest.person);
                if let (Some((_, numbers)), Some(number)) = (&mut party.staged, number) {
                    numbers.push(number);
                }
            }
            None => {
                let staged = number.map(|number| (import, vec![number]));
                parties.push(Party { staged, employer, people: vec![guest.person] });
            }
        }
    }
    parties
}

fn is_in(newcomer: &Newcomer) -> bool {
    newcomer.standing.is_some_and(|before| !before.state.is_over())
}
