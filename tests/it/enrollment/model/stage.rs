//! The product as it is played with.

use super::super::{counters_hold, enroll, leave};
use super::room::{DAYS, FITS, Model, PEOPLE, ROOMS, Start, Way};
use super::{Act, Deed, Flaw};
use chrono::Duration;
use postup_app::Error;
use postup_domain::access::{Actor, Role, Scope, Sight};
use postup_domain::cohort::{EnrollmentPolicy, Plan};
use postup_domain::enrollment::{Criterion, Pool, QuotaPlan};
use postup_domain::id::{CohortId, EnrollmentId};
use postup_domain::person::AppointmentKind;
use postup_domain::text::Line;
use postup_persistence::cohort;
use postup_tests::{Ground, TestApp};

pub struct Stage {
    house: TestApp,
    ground: Ground,
    manager: Actor,
    officer: Actor,
    actors: Vec<Actor>,
    flaw: Flaw,
}

/// Two cohorts being played.
struct Play {
    cohorts: [CohortId; ROOMS],
    ids: [[Option<EnrollmentId>; PEOPLE]; ROOMS],
    day: usize,
}

impl Stage {
    pub async fn new(flaw: Flaw) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let people = ground.people(PEOPLE).await;
        for (person, fits) in people.iter().zip(FITS) {
            let (category, elected) = (fits.contains(&1), fits.contains(&2));
            let text = "UPDATE person SET position_category = $1, appointment = $2 WHERE id = $3";
            let values =
                vec![category.then_some(5_i16).into(), elected.then_some("elected").into(), (*person).into()];
            ground.run(text, values).await;
        }
        let long = (ground.now + Duration::days(60)).date_naive();
        ground.run("UPDATE program SET ends_on = $1", vec![long.into()]).await;
        let actors = people.iter().map(|person| ground.actor(*person, &[])).collect();
        let manager = ground.manager().await;
        let officer = ground.person("Кадрова").await;
        let roles = [(Role::PersonnelOfficer, Scope::Organization(ground.council))];
        // Only whom the rows know as an officer is asked for approval.
        ground.sign_in(officer, &roles).await;
        let officer = ground.actor(officer, &roles);
        Self { house, ground, manager, officer, actors, flaw }
    }

    async fn open(&self, start: Start, silence: &str) -> CohortId {
        let (policy, route) = match start.way {
            Way::Open => (EnrollmentPolicy::Open, String::new()),
            Way::Approval => (EnrollmentPolicy::Approval, String::new()),
            Way::Office { silence, then_manager } => {
                let step = format!("employer:4:{silence}");
                (EnrollmentPolicy::Employer, if then_manager { step + " manager" } else { step })
            }
        };
        let capacity = start.general + start.kept.iter().sum::<i32>();
        let cohort = self.ground.cohort(capacity, policy).await;
        let waitlist = if start.offers { "offer" } else { "automatic" };
        // A week before the beginning, so four days before it is the third.
        let text = "UPDATE cohort SET form = 'online', waitlist_policy = $1, answer_hours = 4, reconfirm_days = 4, \
                    reconfirm_silence = $2, route = $3 WHERE id = $4";
        let values = vec![waitlist.into(), silence.into(), route.into(), cohort.into()];
        self.ground.run(text, values).await;
        let permit = self.house.app.may_manage_cohort(&self.manager, cohort).await.unwrap();
        let asked = [Criterion::PositionCategory(5), Criterion::Appointment(AppointmentKind::Elected)];
        for ((criterion, seats), days) in asked.into_iter().zip(start.kept).zip([2, 4]) {
            // Its number is that of the model, also when it keeps nothing: then it is let go at once.
            let release_on = (self.ground.now + Duration::days(days)).date_naive();
            let plan = QuotaPlan { criterion, seats: seats.max(1), release_on };
            if seats == 0 {
                let wider = "UPDATE cohort SET capacity = capacity + 1 WHERE id = $1";
                self.ground.run(wider, vec![cohort.into()]).await;
            }
            let quota = self.house.app.add_quota(&permit, plan).await.unwrap();
            if seats == 0 {
                self.house.app.release_quota(&permit, quota.number).await.unwrap();
                let back = "UPDATE cohort SET capacity = capacity - 1 WHERE id = $1";
                self.ground.run(back, vec![cohort.into()]).await;
            }
        }
        cohort
    }

    /// What the seat of a person counts against.
    async fn pool(&self, play: &Play, deed: Deed) -> Option<Pool> {
        let id = play.ids[deed.room][deed.person]?;
        Some(self.house.app.enrollment(&self.manager, id).await.unwrap().enrollment.pool)
    }

    async fn nominate(&self, play: &mut Play, room: usize, person: usize) -> Result<(), Error> {
        let (app, id) = (&self.house.app, self.actors[person].person().unwrap());
        let permit = app.may_nominate(&self.officer, play.cohorts[room], id).await?;
        play.ids[room][person] = Some(app.nominate(permit).await?.enrollment.id);
        Ok(())
    }

    async fn substitute(
        &self,
        play: &mut Play,
        room: usize,
        id: EnrollmentId,
        colleague: usize,
    ) -> Result<(), Error> {
        let app = &self.house.app;
        let newcomer = self.actors[colleague].person().unwrap();
        let permit = app.may_substitute(&self.officer, id, newcomer).await?;
        if self.flaw == Flaw::SubstitutedThroughQueue {
            leave(&self.house, &self.manager, id).await?;
            return self.nominate(play, room, colleague).await;
        }
        play.ids[room][colleague] = Some(app.substitute(permit, None).await?.enrollment.id);
        Ok(())
    }

    async fn attempt(&self, play: &mut Play, deed: Deed) -> Result<(), Error> {
        let (app, Deed { room, person, act, .. }) = (&self.house.app, deed);
        let own = &self.actors[person];
        let known = play.ids[room][person].ok_or(Error::Missing("enrollment"));
        match act {
            Act::Apply => {
                let done = enroll(&self.house, own, play.cohorts[room]).await?;
                play.ids[room][person] = Some(done.enrollment.id);
            }
            Act::Nominate => self.nominate(play, room, person).await?,
            Act::Leave => drop(leave(&self.house, own, known?).await?),
            Act::Approve => drop(app.approve(app.may_approve(&self.officer, known?).await?).await?),
            Act::Disapprove => {
                let permit = app.may_approve(&self.officer, known?).await?;
                app.disapprove(permit, Line::new("reason", "no")?).await?;
            }
            Act::Confirm => {
                let permit = app.may_decide(&self.manager, known?).await?;
                app.confirm_enrollment(permit).await?;
            }
            Act::Reject => {
                let permit = app.may_decide(&self.manager, known?).await?;
                app.reject_enrollment(permit, Line::new("reason", "no")?).await?;
            }
            Act::Accept => drop(app.accept(app.may_answer(own, known?).await?).await?),
            Act::Decline => drop(app.decline(app.may_answer(own, known?).await?).await?),
            Act::Substitute(colleague) => self.substitute(play, room, known?, colleague).await?,
            Act::Transfer => {
                let permit = app.may_transfer(own, known?, play.cohorts[1 - room]).await?;
                play.ids[1 - room][person] = Some(app.transfer(permit, None).await?.enrollment.id);
            }
            Act::Reconfirm(comes) => {
                app.reconfirm(app.may_answer(own, known?).await?, comes).await?;
            }
            Act::Day => {
                if play.day < DAYS {
                    let days = i64::try_from(play.day + 1).unwrap();
                    self.house.clock.set(self.ground.now + Duration::days(days));
                    self.go_round().await?;
                    play.day += 1;
                }
            }
            Act::Raise => self.resize(play.cohorts[room], 1).await?,
            Act::Lower => self.resize(play.cohorts[room], -1).await?,
            Act::Release(quota) => {
                let permit = app.may_manage_cohort(&self.manager, play.cohorts[room]).await?;
                app.release_quota(&permit, i32::try_from(quota + 1).unwrap()).await?;
            }
        }
        if self.flaw == Flaw::PromotedTwice {
            let next = "UPDATE enrollment SET state = 'confirmed' WHERE id = (SELECT id FROM enrollment \
                        WHERE cohort_id = $1 AND state = 'waitlisted' AND EXISTS (SELECT 1 FROM enrollment_step s \
                        JOIN enrollment o ON o.id = s.enrollment_id WHERE o.cohort_id = $1 \
                        AND s.cause = 'head_of_queue') ORDER BY arrival LIMIT 1)";
            self.ground.run(next, vec![play.cohorts[room].into()]).await;
        }
        Ok(())
    }

    /// The worker's round.
    async fn go_round(&self) -> Result<(), Error> {
        if self.flaw == Flaw::StepTimeOutIgnored {
            self.ground
                .run("UPDATE enrollment SET answer_by = NULL WHERE asked_id IS NOT NULL", vec![])
                .await;
        }
        if self.flaw != Flaw::ExpiryIgnored {
            self.house.app.expire_answers().await?;
        }
        if self.flaw != Flaw::ReleaseForgotten {
            self.house.app.release_due_quotas().await?;
        }
        self.house.app.settle_reconfirmations().await.map(|_| ())
    }

    async fn resize(&self, id: CohortId, by: i32) -> Result<(), Error> {
        let permit = self.house.app.may_manage_cohort(&self.manager, id).await?;
        let cohort = cohort::find(&self.house.app.reader(), &Sight::system(), id).await?.unwrap();
        let capacity = cohort.plan.capacity + by;
        if capacity == 0 {
            return Err(Error::Missing("seats"));
        }
        let plan = Plan { capacity, ..cohort.plan };
        self.house.app.edit_cohort(&permit, cohort.version, plan).await.map(|_| ())
    }

    /// The same, but the first time every change breaks in its middle, which must leave nothing behind.
    async fn attempt_killed(&self, play: &mut Play, deed: Deed, before: &Model) -> Result<(), Error> {
        self.ground.break_trail("%").await;
        let broken = self.attempt(play, deed).await;
        self.ground.mend_trail().await;
        match broken {
            Err(Error::Broken(_)) => {
                self.agree(before, play)
                    .await
                    .map_err(|why| Error::Broken(format!("something was left: {why}")))?;
                self.attempt(play, deed).await
            }
            other => other,
        }
    }

    /// Says what does not agree with the model first.
    async fn agree(&self, model: &Model, play: &Play) -> Result<(), String> {
        for (number, (room, ids)) in model.rooms.iter().zip(&play.ids).enumerate() {
            for (person, id) in ids.iter().enumerate() {
                let Some(id) = id else { continue };
                let of = self.house.app.enrollment(&self.manager, *id).await.unwrap();
                let (is, should) = (of.enrollment.state, room.states[person]);
                if Some(is) != should {
                    return Err(format!("person {person} in {number} is {is}, should be {should:?}"));
                }
                let asked = of.enrollment.turn.asked.is_some();
                if asked != room.at_office[person] {
                    return Err(format!("person {person} in {number}: an office is asked: {asked}"));
                }
                if of.queue != room.place(person) {
                    return Err(format!("person {person} in {number} has place {:?}", of.queue));
                }
            }
            counters_hold(&self.ground, play.cohorts[number]).await;
        }
        Ok(())
    }

    pub async fn play(&self, starts: [Start; ROOMS], deeds: &[Deed]) -> Result<(), String> {
        self.house.clock.set(self.ground.now);
        let cohorts = [self.open(starts[0], "free").await, self.open(starts[1], "keep").await];
        let (mut model, mut play) =
            (Model::new(starts), Play { cohorts, ids: [[None; PEOPLE]; ROOMS], day: 0 });
        for deed in deeds {
            let pool = self.pool(&play, *deed).await;
            let done = if deed.killed && self.flaw == Flaw::None {
                self.attempt_killed(&mut play, *deed, &model).await
            } else {
                self.attempt(&mut play, *deed).await
            };
            let allowed = model.allow(*deed, pool);
            if done.is_ok() != allowed {
                return Err(format!("{deed:?}: {done:?}"));
            }
            self.agree(&model, &play).await.map_err(|why| format!("after {deed:?} {why}"))?;
        }
        // The cohorts of this play are over: the worker has nothing to do with them in the next.
        self.ground.run("UPDATE cohort SET state = 'archived'", vec![]).await;
        let gaps = "SELECT COUNT(*) AS count FROM enrollment e WHERE e.cohort_id IN ($1, $2) AND e.state <> (SELECT \
                    t.to_state FROM enrollment_step t WHERE t.enrollment_id = e.id ORDER BY t.number DESC LIMIT 1)";
        match self.ground.count(gaps, play.cohorts.map(Into::into).to_vec()).await {
            0 => Ok(()),
            _ => Err("a step is missing".to_owned()),
        }
    }
}
