//! Devices, a server, and everything that can happen between them.

use super::Class;
use postup_domain::attendance::{Attendance, Frame, MarkKind, credit};
use postup_domain::id::{EnrollmentId, MarkId, SessionId};
use postup_tests::{Client, Ground, TestApp};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

pub(super) const PEOPLE: usize = 3;

pub(super) const DEVICES: usize = 2;

/// What a device, or the server behind it, does wrong. Each is caught.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Nothing,
    /// A mark gets a new id for every attempt.
    IdIgnored,
    /// The log is emptied when it was sent, not when it was acknowledged.
    ClearedOnSend,
    /// The server answers, and loses what it answered for.
    AcknowledgedBeforeCommit,
    /// What stood is not said, so that a later mark overwrites an earlier correction without knowing.
    BasisForgotten,
}

/// Chance that a seed repeats.
pub(super) struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(sides).unwrap()).unwrap()
    }

    pub fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for place in (1..list.len()).rev() {
            list.swap(place, self.below(place + 1));
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Made {
    pub id: MarkId,
    pub person: usize,
    pub kind: MarkKind,
    pub minutes: Option<i32>,
    pub replaces: Option<MarkId>,
    pub made_at: chrono::DateTime<chrono::Utc>,
    pub device: Option<usize>,
}

#[derive(Default)]
pub(super) struct Device {
    pub token: String,
    /// By how many hours its clock is wrong.
    pub wrong: i64,
    /// What is on the disk: made, and not acknowledged.
    pub log: Vec<Made>,
    /// The mark that stands for each person, as it knows.
    pub known: HashMap<usize, MarkId>,
}

pub(super) struct Play<'a> {
    pub house: &'a TestApp,
    pub ground: &'a Ground,
    pub client: &'a Client,
    pub class: &'a Class,
    pub manager: &'a str,
    /// Closes the register and opens it again.
    pub keeper: &'a str,
    /// Decides, having made no mark.
    pub judge: &'a str,
    pub session: SessionId,
    pub frame: Frame<'static>,
    pub fault: Fault,
    pub dice: Dice,
    pub devices: Vec<Device>,
    pub closed: bool,
    /// Everything anybody marked, and what of it reached the server, in time or late.
    pub made: Vec<Made>,
    pub arrived: HashMap<MarkId, bool>,
}

impl Play<'_> {
    pub async fn call(&self, token: &str, method: &str, path: &str, body: Value) -> (u16, Value) {
        let path = format!("/api/v1/sessions/{}{path}", self.session);
        let request = match method {
            "GET" => self.client.get(path),
            _ => self.client.post(path),
        };
        let request = request.header("authorization", format!("Bearer {token}"));
        let answer =
            if method == "GET" { request.send().await } else { request.body_json(&body).send().await };
        let status = answer.0.status().as_u16();
        (status, serde_json::from_str(&answer.0.into_body().into_string().await.unwrap()).unwrap())
    }

    pub fn id(&self) -> MarkId {
        MarkId::new(self.house.app.now(), self.house.app.entropy())
    }

    pub fn choose(&mut self) -> (usize, MarkKind, Option<i32>) {
        let kinds =
            [MarkKind::Present, MarkKind::Late, MarkKind::Excused, MarkKind::Absent, MarkKind::Minutes];
        let (person, kind) = (self.dice.below(PEOPLE), kinds[self.dice.below(kinds.len())]);
        let minutes = kind.needs_minutes().then(|| i32::try_from(self.dice.below(90)).unwrap());
        (person, kind, minutes)
    }

    pub fn tap(&mut self, device: usize) {
        let (person, kind, minutes) = self.choose();
        let own = self.devices[device].log.iter().rev().find(|mark| mark.person == person);
        let replaces = own.map(|mark| mark.id).or_else(|| self.devices[device].known.get(&person).copied());
        let made_at = self.house.app.now();
        let made = Made { id: self.id(), person, kind, minutes, replaces, made_at, device: Some(device) };
        self.devices[device].log.push(made.clone());
        self.made.push(made);
    }

    pub fn body(&self, made: &Made, wrong: i64) -> Value {
        let id = if self.fault == Fault::IdIgnored { self.id() } else { made.id };
        let forgets = self.fault == Fault::BasisForgotten && made.replaces.is_none();
        let stands = self.made.iter().rev().find(|other| other.person == made.person && other.id != made.id);
        let replaces = if forgets { stands.map(|other| other.id) } else { made.replaces };
        json!({
            "id": id, "enrollment_id": self.class.people[made.person], "kind": made.kind.as_str(),
            "minutes": made.minutes, "replaces": replaces, "reason": "нотатка",
            "device_at": made.made_at + chrono::Duration::hours(wrong),
        })
    }

    /// Sends part of the log, in any order, some of it twice; the answer may be lost, or the device killed before it comes.
    pub async fn deliver(&mut self, device: usize, whole: bool) {
        let mut batch = self.devices[device].log.clone();
        if batch.is_empty() {
            return;
        }
        self.dice.shuffle(&mut batch);
        if !whole {
            batch.truncate(1 + self.dice.below(batch.len()));
            let twice = self.dice.below(batch.len());
            batch.push(batch[twice].clone());
        }
        let wrong = self.devices[device].wrong;
        let marks: Vec<Value> = batch.iter().map(|made| self.body(made, wrong)).collect();
        let cleared = self.fault == Fault::ClearedOnSend;
        if cleared {
            self.devices[device].log.clear();
        }
        let lost_on_the_way = !whole && self.dice.one_in(4);
        let dropped = self.fault == Fault::AcknowledgedBeforeCommit && self.dice.one_in(3);
        if lost_on_the_way {
            return;
        }
        let acknowledged: HashSet<MarkId> = if dropped {
            batch.iter().map(|made| made.id).collect()
        } else {
            let sent_at = self.house.app.now() + chrono::Duration::hours(wrong);
            let body = json!({ "sent_at": sent_at, "marks": marks });
            let (status, said) = self.call(&self.devices[device].token, "POST", "/marks", body).await;
            assert_eq!(status, 200, "{said}");
            for made in &batch {
                self.arrived.entry(made.id).or_insert(self.closed);
            }
            let results = said["marks"].as_array().unwrap();
            if self.fault == Fault::Nothing {
                assert!(results.iter().all(|result| result["outcome"] != "refused"), "{said}");
            }
            batch.iter().map(|made| made.id).collect()
        };
        let answer_lost = !whole && self.dice.one_in(3);
        if answer_lost && !cleared {
            return;
        }
        let device = &mut self.devices[device];
        for made in device.log.iter().filter(|made| acknowledged.contains(&made.id)) {
            device.known.insert(made.person, made.id);
        }
        device.log.retain(|made| !acknowledged.contains(&made.id));
    }

    /// Takes the register along anew.
    pub async fn refresh(&mut self, device: usize) {
        let (status, register) =
            self.call(&self.devices[device].token, "GET", "/register", Value::Null).await;
        assert_eq!(status, 200, "{register}");
        let known = self.standing(&register);
        self.devices[device].known = known
            .into_iter()
            .filter_map(|(person, line)| Some((person, line["mark_id"].as_str()?.parse().ok()?)))
            .collect();
    }

    pub fn standing(&self, register: &Value) -> HashMap<usize, Value> {
        let lines = register["people"].as_array().unwrap();
        let person = |line: &Value| {
            let id: EnrollmentId = line["enrollment_id"].as_str().unwrap().parse().unwrap();
            self.class.people.iter().position(|other| *other == id).unwrap()
        };
        lines.iter().map(|line| (person(line), line.clone())).collect()
    }

    /// Somebody at the server corrects, in knowledge of what stands there.
    pub async fn correct(&mut self) {
        let (person, kind, minutes) = self.choose();
        let (_, register) = self.call(self.manager, "GET", "/register", Value::Null).await;
        let stands = self.standing(&register)[&person]["mark_id"].as_str().map(|id| id.parse().unwrap());
        let made_at = self.house.app.now();
        let made = Made { id: self.id(), person, kind, minutes, replaces: stands, made_at, device: None };
        let mark = json!({
            "id": made.id, "enrollment_id": self.class.people[person], "kind": kind.as_str(), "minutes": minutes,
            "replaces": stands, "reason": "довідка",
        });
        let (status, said) = self.call(self.manager, "POST", "/marks", json!({ "marks": [mark] })).await;
        if self.closed {
            assert_eq!((status, &said["code"]), (422, &json!("rejection-register-closed")), "{said}");
        } else {
            assert_eq!((status, &said["marks"][0]["outcome"]), (200, &json!("recorded")), "{said}");
            self.arrived.insert(made.id, false);
            self.made.push(made);
        }
    }

    pub async fn turn(&mut self) {
        let (path, body) = if self.closed {
            ("/reopening", json!({ "reason": "запізнілі відмітки" }))
        } else {
            ("/closing", json!({}))
        };
        let (status, said) = self.call(self.keeper, "POST", path, body).await;
        assert_eq!(status, 200, "{said}");
        self.closed = !self.closed;
    }

    pub async fn live(&mut self) {
        for _ in 0..12 {
            self.house.clock.pass(chrono::Duration::seconds(7));
            let device = self.dice.below(DEVICES);
            match self.dice.below(12) {
                0..=4 => self.tap(device),
                5..=7 => self.deliver(device, false).await,
                8 => self.refresh(device).await,
                9 => self.correct().await,
                10 => self.turn().await,
                _ => {
                    let hours = i64::try_from(1 + self.dice.below(150)).unwrap();
                    self.house.clock.pass(chrono::Duration::hours(hours));
                    renew(self.ground, self.house.app.now()).await;
                }
            }
        }
        for device in 0..DEVICES {
            while !self.devices[device].log.is_empty() {
                self.deliver(device, true).await;
            }
        }
    }

    /// Statements that count and that no other counted one names; from what was made, not from what the server says.
    pub fn tips(&self, person: usize) -> Vec<&Made> {
        let counted: Vec<&Made> = self
            .made
            .iter()
            .filter(|made| made.person == person && self.arrived.get(&made.id) == Some(&false))
            .collect();
        let replaced: HashSet<MarkId> = counted.iter().filter_map(|made| made.replaces).collect();
        counted.into_iter().filter(|made| !replaced.contains(&made.id)).collect()
    }

    /// What is wrong in the end.
    pub async fn judge(&mut self) -> Result<(), String> {
        let history =
            postup_persistence::attendance::marks_of(&self.house.app.reader(), self.session).await.unwrap();
        let there: HashSet<MarkId> = history.iter().map(|mark| mark.id).collect();
        for made in &self.made {
            if !there.contains(&made.id) {
                return Err(format!("lost: {made:?}"));
            }
            let mark = history.iter().find(|mark| mark.id == made.id).unwrap();
            if made.device.is_some() && mark.made_at() != made.made_at {
                return Err(format!("made at {}, not {}", mark.made_at(), made.made_at));
            }
        }
        if history.len() != self.made.len() {
            return Err(format!("{} marks of {}", history.len(), self.made.len()));
        }
        let (_, register) = self.call(self.manager, "GET", "/register", Value::Null).await;
        let (_, disputes) = self.call(self.manager, "GET", "/disputes", Value::Null).await;
        let disputes = disputes.as_array().unwrap();
        let listed = |id: MarkId| {
            disputes
                .iter()
                .any(|one| one["marks"].as_array().unwrap().iter().any(|mark| mark["id"] == json!(id)))
        };
        for (person, line) in self.standing(&register) {
            let tips = self.tips(person);
            let worth: Vec<Attendance> =
                tips.iter().map(|made| credit(made.kind, made.minutes, self.frame)).collect();
            let differ = worth.windows(2).any(|pair| pair[0] != pair[1]);
            if line["disputed"] != json!(differ) {
                return Err(format!("disputed is {}, the marks are {tips:?}", line["disputed"]));
            }
            if differ && !tips.iter().all(|made| listed(made.id)) {
                return Err(format!("not shown: {tips:?}"));
            }
            let says = (line["status"].as_str(), line["credited_minutes"].as_i64());
            let expected = worth.first().map(|one| (one.status.as_str(), i64::from(one.minutes)));
            if !differ && says != (expected.map(|one| one.0), expected.map(|one| one.1)) {
                return Err(format!("{says:?} stands, not {expected:?}"));
            }
        }
        if let Some((late, _)) = self.arrived.iter().find(|(id, late)| **late && !listed(**id)) {
            return Err(format!("came late and is not shown: {late}"));
        }
        Ok(())
    }

    /// A human decides everything; afterwards nothing is open and what was chosen stands.
    pub async fn settle(&mut self) {
        let (_, disputes) = self.call(self.manager, "GET", "/disputes", Value::Null).await;
        for dispute in disputes.as_array().unwrap() {
            let marks = dispute["marks"].as_array().unwrap();
            let chosen = &marks[self.dice.below(marks.len())];
            let of = &dispute["enrollment_id"];
            let body = json!({ "enrollment_id": of, "stands": chosen["id"], "reason": "за списком" });
            let (status, said) = self.call(self.judge, "POST", "/settlements", body.clone()).await;
            assert_eq!(status, 200, "{said}");
            let (status, _) = self.call(self.judge, "POST", "/settlements", body).await;
            assert_eq!(status, 422, "a decision is made once");
            let (_, register) = self.call(self.manager, "GET", "/register", Value::Null).await;
            let line =
                self.standing(&register).into_values().find(|line| line["enrollment_id"] == *of).unwrap();
            assert_eq!(line["mark_id"], chosen["id"], "{dispute}");
        }
        let (_, disputes) = self.call(self.manager, "GET", "/disputes", Value::Null).await;
        assert_eq!(disputes, json!([]));
    }
}

/// Days pass in a history, and a sign-in does not last that long.
pub(super) async fn renew(ground: &Ground, now: chrono::DateTime<chrono::Utc>) {
    let until = now + chrono::Duration::days(9);
    let text = "UPDATE login SET created_at = $1, seen_at = $1, expires_at = $2";
    ground.run(text, vec![now.into(), until.into()]).await;
}
