//! What each kind of letter says.

use super::phrase::{flat, former_place, hyphenated, place_of_meeting};
use super::{Parts, Writer};
use crate::message::{
    Approval, Asked, Award, Claim, Decision, Deputy, Handover, Invitation, Meeting, Message, Moved, Opening,
    Question, Rest, Share, Taught, Training, Unfilled, Written,
};
use postup_domain::plea::PleaState;
use postup_i18n::Value;

impl Writer<'_> {
    pub(super) fn account(
        &self,
        message: &Message,
        path: &str,
        until: Option<chrono::DateTime<chrono::Utc>>,
    ) -> Parts {
        // Nobody's cohort decides the zone here; the country's does.
        let until = until.map(|at| {
            let zone = chrono_tz::Tz::Europe__Kyiv;
            let said = format!("{} {}", self.locale.moment(at, zone), self.locale.clock_of(at, zone));
            (self.word("mail-valid-until"), said)
        });
        let subject = self.of(message, "subject", &[]);
        let what = self.of(message, "what", &[]);
        let more = self.of(message, "more", &[]);
        Parts {
            facts: until.into_iter().collect(),
            more: vec![more],
            ..self.frame(message, subject, what, path)
        }
    }

    pub(super) fn training(&self, message: &Message, training: &Training, place: Option<String>) -> Parts {
        let subject = self.of(message, "subject", &[("title", self.title(&training.title).into())]);
        let what = self.of(message, "what", &[("course", self.course(training).into())]);
        let path = format!("/me/enrollments/{}", training.enrollment);
        let place = place.map_or_else(
            || {
                (
                    self.word("mail-form"),
                    self.word(&format!("mail-form-{}", hyphenated(training.form.as_str()))),
                )
            },
            |place| (self.word("mail-where"), place),
        );
        let facts = vec![(self.word("mail-when"), self.dates(training)), place];
        let key = format!("mail-{}-more", hyphenated(message.key()));
        let more = if self.words.has(&key) { vec![self.word(&key)] } else { Vec::new() };
        let why = Some(flat(&training.explanation)).filter(|why| !why.is_empty());
        let more = why.into_iter().chain(more).chain(self.contact(training)).collect();
        Parts { facts, more, ..self.frame(message, subject, what, &path) }
    }

    pub(super) fn waitlisted(&self, message: &Message, training: &Training, position: Option<u32>) -> Parts {
        let parts = self.training(message, training, None);
        let Some(position) = position else { return parts };
        let arguments = [("position", position.to_string().into()), ("course", self.course(training).into())];
        Parts { what: self.of(message, "what-at", &arguments), ..parts }
    }

    /// A question that waits for an answer; until when stands before everything else.
    /// `page` is where the link leads that needs no sign-in; `place` is told to those who hold a seat.
    pub(super) fn question(
        &self,
        message: &Message,
        training: &Training,
        question: &Question,
        page: &str,
        place: Option<String>,
    ) -> Parts {
        let mut parts = self.training(message, training, place);
        if let Some(token) = &question.token {
            parts.link = self.link(&format!("/{page}/{token}"));
        }
        let deadline = self.locale.occasion_with_year(question.until, training.time_zone);
        parts.facts.insert(0, (self.word("mail-answer-by"), deadline));
        parts
    }

    /// Somebody else's application, for whoever approves it.
    pub(super) fn approval(&self, message: &Message, training: &Training, approval: &Approval) -> Parts {
        let mut parts = self.training(message, training, None);
        parts.link = match &approval.token {
            Some(token) => self.link(&format!("/answer/{token}")),
            None => self.link("/employer/approvals"),
        };
        let until = approval.until.map(|until| {
            (self.word("mail-answer-by"), self.locale.occasion_with_year(until, training.time_zone))
        });
        let applicant = (self.word("mail-applicant"), flat(&approval.applicant));
        parts.facts.splice(0..0, std::iter::once(applicant).chain(until));
        parts
    }

    pub(super) fn meeting(&self, message: &Message, training: &Training, meeting: &Meeting) -> Parts {
        let arguments =
            [("session", self.title(&meeting.title).into()), ("course", self.course(training).into())];
        let subject = self.of(message, "subject", &[("title", self.title(&training.title).into())]);
        let what = self.of(message, "what", &arguments);
        let path = format!("/me/enrollments/{}", training.enrollment);
        let mut facts = vec![(self.word("mail-when"), self.span(meeting))];
        if !matches!(message, Message::SessionCancelled(..) | Message::GuestPlaceEnded(..)) {
            let place = place_of_meeting(meeting);
            let places = place.unwrap_or_else(|| vec![self.place(training)]);
            facts.extend(places.into_iter().map(|place| (self.word("mail-where"), place)));
        }
        let more = self.contact(training).into_iter().collect();
        Parts { facts, more, ..self.frame(message, subject, what, &path) }
    }

    /// The same with how it stood before, as far as that was different, and with the others.
    pub(super) fn moved(&self, mut parts: Parts, moved: &Moved, rest: &[Moved]) -> Parts {
        if let Some(former) = &moved.former {
            let time = self.former_time(&moved.meeting, former);
            let place = former_place(&moved.meeting, former);
            parts.facts.extend(time.map(|time| (self.word("mail-was"), time)));
            parts.facts.extend(place.map(|place| (self.word("mail-was-where"), place)));
        }
        parts.facts.extend(rest.iter().map(|moved| (self.word("mail-moved-too"), self.moved_too(moved))));
        parts
    }

    pub(super) fn taught(&self, message: &Message, taught: &Taught) -> Parts {
        let subject = self.of(message, "subject", &[("title", self.title(&taught.title).into())]);
        let course = self.named(&taught.title, &taught.code);
        let session = self.title(&taught.moved.meeting.title);
        let what = self.of(message, "what", &[("session", session.into()), ("course", course.into())]);
        let mut facts = vec![(self.word("mail-when"), self.span(&taught.moved.meeting))];
        if matches!(message, Message::TaughtSessionChanged(_)) {
            let places = place_of_meeting(&taught.moved.meeting);
            let places = places.unwrap_or_else(|| vec![self.no_place(taught.form)]);
            facts.extend(places.into_iter().map(|place| (self.word("mail-where"), place)));
        }
        let path = format!("/teach/sessions/{}", taught.session);
        Parts { facts, ..self.frame(message, subject, what, &path) }
    }

    pub(super) fn interrupted(
        &self,
        message: &Message,
        training: &Training,
        meeting: &Meeting,
        rest: Rest,
    ) -> Parts {
        let arguments =
            [("session", self.title(&meeting.title).into()), ("course", self.course(training).into())];
        let subject = self.of(message, "subject", &[("title", self.title(&training.title).into())]);
        let what = self.of(message, &format!("what-{}", hyphenated(rest.state.as_str())), &arguments);
        let path = format!("/me/enrollments/{}", training.enrollment);
        Parts {
            facts: vec![
                (self.word("mail-when"), self.span(meeting)),
                (self.word("mail-counted"), self.minutes_left(rest)),
            ],
            more: self.contact(training).into_iter().collect(),
            ..self.frame(message, subject, what, &path)
        }
    }

    pub(super) fn decision(&self, message: &Message, decision: &Decision) -> Parts {
        let (subject, what) = self.about(message, &decision.title, &decision.code);
        let people = [
            ("people", Value::from(decision.people.to_string())),
            ("minimum", Value::from(decision.minimum.to_string())),
        ];
        let facts = vec![
            (self.word("mail-decide-by"), self.locale.date(decision.decide_on)),
            (self.word("mail-people"), self.words.text_with(self.locale, "mail-people-of", &people)),
        ];
        let path = format!("/manage/cohorts/{}", decision.cohort);
        let more = vec![self.of(message, "more", &[])];
        Parts { facts, more, ..self.frame(message, subject, what, &path) }
    }

    pub(super) fn plea(&self, message: &Message, training: &Training, asked: &Asked) -> Parts {
        let (kind, state) = (asked.kind.as_str(), asked.state);
        let waits = state == PleaState::Waiting;
        let part = if waits { kind.to_owned() } else { format!("{kind}-{state}") };
        let session = ("session", self.title(&asked.meeting.title).into());
        let course = ("course", self.course(training).into());
        let subject =
            self.of(message, &format!("subject-{kind}"), &[("title", self.title(&training.title).into())]);
        let what = self.of(message, &format!("what-{part}"), &[session, course]);
        let mut facts = vec![(self.word("mail-when"), self.span(&asked.meeting))];
        if waits {
            facts.push((self.word("mail-asked-by"), flat(&asked.person)));
        }
        facts.push((self.word("mail-asked"), flat(&asked.text)));
        let more = [("mail-document", &asked.document), ("mail-reason", &asked.reason)];
        facts.extend(more.into_iter().filter_map(|(key, text)| Some((self.word(key), flat(text.as_ref()?)))));
        let path = if waits {
            format!("/teach/sessions/{}/pleas/{}", asked.session, asked.plea)
        } else {
            format!("/me/enrollments/{}", training.enrollment)
        };
        let more = self.contact(training).into_iter().filter(|_| !waits).collect();
        Parts { facts, more, ..self.frame(message, subject, what, &path) }
    }

    pub(super) fn share(&self, message: &Message, training: &Training, share: &Share) -> Parts {
        let subject = self.of(message, "subject", &[("title", self.title(&training.title).into())]);
        let course = ("course", self.course(training).into());
        let what = match &share.person {
            None => self.of(message, "what", &[course]),
            Some(person) => self.of(message, "what-officer", &[course, ("person", flat(person).into())]),
        };
        let counted = self.minutes_credited(share);
        let needed = share.needed.iter().map(|meeting| (self.word("mail-not-to-miss"), self.needed(meeting)));
        let path = format!("/me/enrollments/{}", training.enrollment);
        Parts {
            facts: std::iter::once((self.word("mail-counted"), counted)).chain(needed).collect(),
            more: self.contact(training).into_iter().collect(),
            ..self.frame(message, subject, what, &path)
        }
    }

    pub(super) fn unfilled(&self, message: &Message, unfilled: &Unfilled) -> Parts {
        let subject = self.of(message, "subject", &[("title", self.title(&unfilled.title).into())]);
        let course = self.named(&unfilled.title, &unfilled.code);
        let session = self.title(&unfilled.meeting.title);
        let what = self.of(message, "what", &[("session", session.into()), ("course", course.into())]);
        let marked = [
            ("marked", Value::from(unfilled.marked.to_string())),
            ("people", Value::from(unfilled.people.to_string())),
        ];
        let marked = self.words.text_with(self.locale, "mail-marked-of", &marked);
        let mut facts =
            vec![(self.word("mail-when"), self.span(&unfilled.meeting)), (self.word("mail-marked"), marked)];
        facts.extend(unfilled.closes_at.map(|at| {
            (self.word("mail-closes-at"), self.locale.occasion_with_year(at, unfilled.meeting.time_zone))
        }));
        let more = vec![self.of(message, "more", &[])];
        let path = format!("/teach/sessions/{}", unfilled.session);
        Parts { facts, more, ..self.frame(message, subject, what, &path) }
    }

    pub(super) fn claim(&self, message: &Message, claim: &Claim) -> Parts {
        let course = self.claimed(claim);
        let subject = self.of(message, "subject", &[("title", course.clone().into())]);
        let what = self.of(message, "what", &[("title", course.into())]);
        let person = claim.person.as_ref().map(|person| (self.word("mail-person"), flat(person)));
        let document = claim.document.as_ref().map(|document| (self.word("mail-document"), flat(document)));
        let facts = person.into_iter().chain(document).collect();
        let frame = self.frame(message, subject, what, &claim.path);
        Parts { facts, more: vec![flat(&claim.explanation)], ..frame }
    }

    pub(super) fn deputy(&self, message: &Message, of: &Deputy) -> Parts {
        let (absent, deputy) = (flat(&of.absent), flat(&of.deputy));
        let subject = self.of(message, "subject", &[("absent", absent.clone().into())]);
        let what = self.of(message, "what", &[("absent", absent.into()), ("deputy", deputy.into())]);
        let facts = vec![
            (self.word("mail-when"), self.locale.period(of.first_day, of.last_day)),
            (self.word("mail-organization"), self.title(&of.organization)),
        ];
        let more = vec![self.of(message, "more", &[])];
        Parts { facts, more, ..self.frame(message, subject, what, of.path) }
    }

    pub(super) fn handover(&self, message: &Message, handover: &Handover) -> Parts {
        let (subject, what) = self.about(message, &handover.title, &handover.code);
        let facts = vec![
            (self.word("mail-leaves"), flat(&handover.from)),
            (self.word("mail-comes"), flat(&handover.to)),
        ];
        let path = format!("/manage/enrollments/{}", handover.enrollment);
        Parts { facts, more: vec![flat(&handover.explanation)], ..self.frame(message, subject, what, &path) }
    }

    pub(super) fn written(&self, message: &Message, training: &Training, written: &Written) -> Parts {
        let subject = self.line(message, &written.subject);
        let mut facts = vec![
            (self.word("mail-about"), self.course(training)),
            (self.word("mail-when"), self.dates(training)),
        ];
        if !written.author.is_empty() {
            facts.push((self.word("mail-from"), flat(&written.author)));
        }
        let path = format!("/me/enrollments/{}", training.enrollment);
        let (body, more) = (self.paragraphs(message, &written.body), self.contact(training));
        let frame = self.frame(message, subject.clone(), subject, &path);
        Parts { body, facts, more: more.into_iter().collect(), ..frame }
    }

    pub(super) fn opening(&self, message: &Message, opening: &Opening) -> Parts {
        let (subject, what) = self.about(message, &opening.title, &opening.code);
        let form = format!("mail-form-{}", hyphenated(opening.form.as_str()));
        let facts = vec![
            (self.word("mail-when"), self.locale.period(opening.starts_on, opening.ends_on)),
            (self.word("mail-form"), self.word(&form)),
            (self.word("mail-apply"), self.locale.period(opening.opens_on, opening.closes_on)),
        ];
        let more = vec![self.of(message, "more", &[])];
        Parts { facts, more, ..self.frame(message, subject, what, &format!("/cohorts/{}", opening.cohort)) }
    }

    pub(super) fn invitation(&self, message: &Message, invitation: &Invitation) -> Parts {
        let title = self.title(&invitation.title);
        let course = [("title", title.clone().into()), ("code", flat(invitation.code.as_str()).into())];
        let course = self.words.text_with(self.locale, "mail-course", &course);
        let organization = self.title(&invitation.organization);
        let subject = self.of(message, "subject", &[("title", title.into())]);
        let what =
            self.of(message, "what", &[("course", course.into()), ("organization", organization.into())]);
        let form = self.word(&format!("mail-form-{}", hyphenated(invitation.form.as_str())));
        let facts = vec![
            (self.word("mail-when"), self.locale.period(invitation.starts_on, invitation.ends_on)),
            (self.word("mail-form"), form),
            (self.word("mail-seats"), invitation.seats.to_string()),
            (self.word("mail-apply-by"), self.locale.date(invitation.closes_on)),
        ];
        let contact = invitation.contact.as_ref();
        let contact = contact.map(|contact| format!("{}: {}", self.word("mail-ask"), flat(contact)));
        let path = format!("/employer/cohorts/{}/nominations/new", invitation.cohort);
        let more = contact.into_iter().collect();
        Parts { facts, more, ..self.frame(message, subject, what, &path) }
    }

    pub(super) fn award(&self, message: &Message, award: &Award) -> Parts {
        let title = [("title", self.title(&award.title).into())];
        let (subject, what) = (self.of(message, "subject", &title), self.of(message, "what", &title));
        let check = self.link(&format!("/verify/{}", award.code));
        let more = vec![self.of(message, "check", &[("link", check.into())])];
        let facts = vec![(self.word("mail-number"), flat(&award.number))];
        Parts { facts, more, ..self.frame(message, subject, what, "/me/certificates") }
    }
}
