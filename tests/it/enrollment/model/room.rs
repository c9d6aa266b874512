//! The plain model: who stands where in two cohorts of one course.

use super::super::seating::possible;
use super::{Act, Deed};
use postup_domain::enrollment::EnrollmentState::{
    self, Applied, Confirmed, Declined, EmployerApproved, Nominated, Offered, Rejected, Transferred,
    Waitlisted, Withdrawn,
};
use postup_domain::enrollment::{Lapse, Matches, Pool};

pub const PEOPLE: usize = 6;
pub const ROOMS: usize = 2;
/// Who fits which quota: nothing, the first, the second, both.
pub const FITS: [&[i32]; PEOPLE] = [&[], &[1], &[2], &[1, 2], &[], &[1]];
/// The last day on which the window of the cohorts is open, counted from the first.
pub const DAYS: usize = 5;
/// On this day people are asked whether they still come, and on the next they were silent.
const ASKED: usize = 3;

/// How people come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Open,
    /// The manager decides.
    Approval,
    /// The employer's office approves within a day, or what is stated follows; then the manager decides, or nobody else.
    Office {
        silence: Lapse,
        then_manager: bool,
    },
}

/// How a cohort begins: general seats, those of two quotas, and its policies.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    pub general: i32,
    pub kept: [i32; 2],
    pub way: Way,
    pub offers: bool,
}

/// What should be so in one cohort: the state of each person, and the order in which they came last.
pub struct Room {
    capacity: i32,
    /// Seats of each quota that is still active.
    kept: [Option<i32>; 2],
    way: Way,
    offers: bool,
    /// Whether silence frees the seat of those who were asked whether they come.
    frees: bool,
    pub states: [Option<EnrollmentState>; PEOPLE],
    /// Waits for the employer's office.
    pub at_office: [bool; PEOPLE],
    /// A nomination for which a seat is kept.
    held: [bool; PEOPLE],
    /// Asked whether they still come, and have not answered.
    asked: [bool; PEOPLE],
    arrivals: [usize; PEOPLE],
    came: usize,
}

impl Room {
    fn new(start: Start, frees: bool) -> Self {
        let kept = start.kept.map(|seats| Some(seats).filter(|seats| *seats > 0));
        Self {
            capacity: start.general + start.kept.iter().sum::<i32>(),
            kept,
            way: start.way,
            offers: start.offers,
            frees,
            states: [None; PEOPLE],
            at_office: [false; PEOPLE],
            held: [false; PEOPLE],
            asked: [false; PEOPLE],
            arrivals: [0; PEOPLE],
            came: 0,
        }
    }

    fn matches(person: usize) -> Matches {
        Matches::of(FITS[person].iter().copied())
    }

    fn holds(&self, person: usize) -> bool {
        match self.states[person] {
            Some(Confirmed | Offered) => true,
            Some(Nominated) => self.held[person],
            _ => false,
        }
    }

    /// Whether everybody with a seat, and these too, can be seated in so many seats.
    fn fits(&self, capacity: i32, more: Option<usize>) -> bool {
        let kept = self.kept.map(Option::unwrap_or_default);
        let general = capacity - kept.iter().sum::<i32>();
        let holders = (0..PEOPLE).filter(|person| self.holds(*person));
        let people: Vec<Matches> = holders.chain(more).map(Self::matches).collect();
        general >= 0 && possible(&[general, kept[0], kept[1]], &people)
    }

    fn is_out(&self, person: usize) -> bool {
        self.states[person].is_none_or(EnrollmentState::is_over)
    }

    fn go(&mut self, person: usize, to: EnrollmentState) {
        self.states[person] = Some(to);
        (self.at_office[person], self.held[person], self.asked[person]) = (false, false, false);
    }

    fn arrive(&mut self, person: usize, to: EnrollmentState) {
        self.came += 1;
        self.arrivals[person] = self.came;
        self.go(person, to);
        self.at_office[person] = to == Applied && matches!(self.way, Way::Office { .. });
    }

    fn seat_or_queue(&self, person: usize) -> EnrollmentState {
        if self.fits(self.capacity, Some(person)) { Confirmed } else { Waitlisted }
    }

    fn applied(&self, person: usize) -> EnrollmentState {
        if self.way == Way::Open { self.seat_or_queue(person) } else { Applied }
    }

    /// Where the office's "yes" leads.
    fn approved(&self, person: usize) -> EnrollmentState {
        match self.way {
            Way::Office { then_manager: true, .. } => EmployerApproved,
            _ => self.seat_or_queue(person),
        }
    }

    /// The office has let its time run out.
    fn lapse(&mut self, person: usize) {
        match self.way {
            Way::Office { silence: Lapse::Reject, .. } => self.go(person, Rejected),
            Way::Office { silence: Lapse::Approve, .. } => {
                // Whoever waits for a seat that has just become free comes first.
                self.fill();
                self.go(person, self.approved(person));
            }
            _ => self.at_office[person] = false,
        }
    }

    /// Nobody who was asked has answered; who came first is silent first.
    fn fall_silent(&mut self) {
        let awaited = |person: &usize| {
            self.at_office[*person] || matches!(self.states[*person], Some(Offered | Nominated))
        };
        let mut silent: Vec<usize> = (0..PEOPLE).filter(awaited).collect();
        silent.sort_by_key(|person| self.arrivals[*person]);
        for person in silent {
            if self.at_office[person] { self.lapse(person) } else { self.go(person, Declined) }
        }
    }

    /// Those who wait, the first in line first.
    fn queue(&self) -> Vec<usize> {
        let mut waiting: Vec<usize> =
            (0..PEOPLE).filter(|person| self.states[*person] == Some(Waitlisted)).collect();
        waiting.sort_by_key(|person| self.arrivals[*person]);
        waiting
    }

    /// The place in the queue, 1 for the next in line.
    pub fn place(&self, person: usize) -> Option<i64> {
        let place = self.queue().iter().position(|one| *one == person)?;
        i64::try_from(place + 1).ok()
    }

    fn fill(&mut self) {
        let promoted = if self.offers { Offered } else { Confirmed };
        for person in self.queue() {
            if self.fits(self.capacity, Some(person)) {
                self.go(person, promoted);
            }
        }
    }

    /// A day passes and the worker goes round.
    fn wake(&mut self, day: usize) {
        self.fall_silent();
        self.fill();
        for (quota, on) in [(0, 2), (1, 4)] {
            if day >= on {
                self.kept[quota] = None;
            }
        }
        self.fill();
        for person in 0..PEOPLE {
            if day == ASKED {
                self.asked[person] = self.states[person] == Some(Confirmed);
            } else if std::mem::take(&mut self.asked[person]) && self.frees {
                self.go(person, Declined);
            }
        }
    }

    /// Does what happens in this cohort alone; `false` when it must be refused. `pool` is what the seat of the person counts
    /// against, as the product says.
    fn allow(&mut self, person: usize, act: Act, pool: Option<Pool>) -> bool {
        let state = self.states[person];
        match act {
            Act::Apply if self.is_out(person) => self.arrive(person, self.applied(person)),
            Act::Nominate if self.is_out(person) => {
                let held = self.way == Way::Open && self.fits(self.capacity, Some(person));
                self.arrive(person, Nominated);
                self.held[person] = held;
            }
            Act::Leave if !self.is_out(person) => self.go(person, Withdrawn),
            Act::Approve if self.at_office[person] => self.go(person, self.approved(person)),
            Act::Disapprove if self.at_office[person] => self.go(person, Rejected),
            Act::Confirm if matches!(state, Some(Applied | EmployerApproved)) && !self.at_office[person] => {
                self.go(person, self.seat_or_queue(person));
            }
            Act::Reject
                if matches!(state, Some(Nominated | Applied | EmployerApproved | Waitlisted | Offered)) =>
            {
                self.go(person, Rejected);
            }
            Act::Accept if state == Some(Offered) => self.go(person, Confirmed),
            Act::Accept if state == Some(Nominated) => {
                let to = match self.way {
                    _ if self.held[person] => Confirmed,
                    // The employer's word was given with the nomination.
                    Way::Office { .. } => self.approved(person),
                    _ => self.applied(person),
                };
                self.go(person, to);
            }
            Act::Decline if matches!(state, Some(Nominated | Offered)) => self.go(person, Declined),
            Act::Substitute(colleague) if self.holds(person) && state != Some(Offered) => {
                let fits = pool.is_some_and(|pool| Self::matches(colleague).allows(pool));
                if !fits || !self.is_out(colleague) {
                    return false;
                }
                self.go(person, Withdrawn);
                self.arrive(colleague, Nominated);
                self.held[colleague] = true;
            }
            Act::Reconfirm(comes) if self.asked[person] => {
                self.asked[person] = false;
                if !comes {
                    self.go(person, Declined);
                }
            }
            Act::Raise => self.capacity += 1,
            Act::Lower if self.capacity > 1 && self.fits(self.capacity - 1, None) => self.capacity -= 1,
            Act::Release(quota) if self.kept[quota].is_some() => self.kept[quota] = None,
            _ => return false,
        }
        true
    }
}

/// Both cohorts, and the day.
pub struct Model {
    pub rooms: [Room; ROOMS],
    day: usize,
}

impl Model {
    pub fn new(starts: [Start; ROOMS]) -> Self {
        let [one, other] = starts;
        Self { rooms: [Room::new(one, true), Room::new(other, false)], day: 0 }
    }

    /// Does it; `false` when it must be refused.
    pub fn allow(&mut self, Deed { room, person, act, .. }: Deed, pool: Option<Pool>) -> bool {
        let other = 1 - room;
        let allowed = match act {
            Act::Day => {
                if self.day < DAYS {
                    self.day += 1;
                    self.rooms.iter_mut().for_each(|room| room.wake(self.day));
                }
                true
            }
            Act::Transfer => {
                let may_go = matches!(
                    self.rooms[room].states[person],
                    Some(Applied | EmployerApproved | Waitlisted | Offered | Confirmed)
                );
                let allowed = may_go && self.rooms[other].is_out(person);
                if allowed {
                    let there = self.rooms[other].applied(person);
                    self.rooms[other].arrive(person, there);
                    self.rooms[room].go(person, Transferred);
                }
                allowed
            }
            _ => self.rooms[room].allow(person, act, pool),
        };
        if allowed {
            self.rooms.iter_mut().for_each(Room::fill);
        }
        allowed
    }
}
