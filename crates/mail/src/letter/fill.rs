//! Filling in what somebody wrote: each placeholder becomes a value of the letter, on one line, and nothing but a link of
//! ours becomes a link.

use postup_domain::pattern::{Pattern, Piece, Placeholder};
use postup_domain::text::{Both, Code, Title};

use super::phrase::{former_place, place_of_meeting};
use super::{Writer, flat};
use crate::message::{Meeting, Message, Moved, Training};

/// One stretch of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Run {
    Words(String),
    Link(String),
}

impl Run {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Words(text) | Self::Link(text) => text,
        }
    }
}

/// The lines of a paragraph.
pub(super) type Paragraph = Vec<Vec<Run>>;

impl Writer<'_> {
    /// A pattern on one line.
    pub(super) fn line(&self, message: &Message, pattern: &Pattern) -> String {
        let filled = pattern.pieces().iter().map(|piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Fill(place) => self.value(message, *place),
        });
        flat(&filled.collect::<String>()).trim().to_owned()
    }

    /// A pattern as paragraphs, which empty lines separate. What has nothing to say is left out.
    pub(super) fn paragraphs(&self, message: &Message, pattern: &Pattern) -> Vec<Paragraph> {
        let mut lines: Paragraph = vec![Vec::new()];
        for piece in pattern.pieces() {
            let run = match piece {
                Piece::Fill(place @ (Placeholder::Link | Placeholder::Check)) => {
                    Run::Link(self.value(message, *place))
                }
                Piece::Fill(place) => Run::Words(self.value(message, *place)),
                Piece::Words(words) => {
                    for (number, line) in words.split('\n').enumerate() {
                        if number > 0 {
                            lines.push(Vec::new());
                        }
                        append(&mut lines, Run::Words(flat(line)));
                    }
                    continue;
                }
            };
            append(&mut lines, run);
        }
        let is_empty = |line: &Vec<Run>| line.iter().all(|run| run.text().trim().is_empty());
        lines.split(is_empty).filter(|lines| !lines.is_empty()).map(<[_]>::to_vec).collect()
    }

    /// What stands in the place of a placeholder; empty when the letter has nothing to say there.
    pub(super) fn value(&self, message: &Message, place: Placeholder) -> String {
        let said = match place {
            Placeholder::Name => Some(flat(self.reader)),
            Placeholder::Course => self.title_of(message),
            Placeholder::Cohort => cohort(message).map(|(_, code)| flat(code.as_str())),
            Placeholder::Dates => match message {
                Message::CourseOpened(of) => Some(self.locale.period(of.starts_on, of.ends_on)),
                Message::CohortInvitation(of) => Some(self.locale.period(of.starts_on, of.ends_on)),
                Message::StandInNamed(of) | Message::StandInEnded(of) => {
                    Some(self.locale.period(of.first_day, of.last_day))
                }
                _ => training(message).map(|training| self.dates(training)),
            },
            Placeholder::Place => self.place_of(message),
            Placeholder::Link => Some(self.link_of(message)),
            Placeholder::Deadline => self.deadline_of(message),
            Placeholder::Reason => match message {
                Message::SeatPassedOn(handover) => Some(flat(&handover.explanation)),
                Message::EquivalentStated(claim) | Message::EquivalentDecided(claim) => {
                    Some(flat(&claim.explanation))
                }
                // Whether it counts.
                Message::SessionInterrupted(..) => Some(self.parts(message).what),
                Message::PleaMade(_, asked) => Some(flat(&asked.text)),
                Message::PleaDecided(_, asked) => {
                    let why = asked.reason.as_deref().map(|reason| format!(" {}", flat(reason)));
                    Some(self.parts(message).what + &why.unwrap_or_default())
                }
                _ => training(message).map(|training| flat(&training.explanation)),
            },
            Placeholder::Position => match message {
                Message::Waitlisted(_, position) => position.map(|position| position.to_string()),
                _ => None,
            },
            Placeholder::Contact => match message {
                Message::CohortInvitation(invitation) => invitation.contact.as_deref().map(flat),
                _ => training(message).and_then(|training| training.contact.as_deref().map(flat)),
            },
            Placeholder::Session => meeting(message).map(|meeting| self.title(&meeting.title)),
            Placeholder::Time => meeting(message).map(|meeting| {
                let rest = moved(message).map_or::<&[Moved], _>(&[], |(_, rest)| rest);
                let all =
                    std::iter::once(self.span(meeting)).chain(rest.iter().map(|one| self.moved_too(one)));
                all.collect::<Vec<_>>().join("; ")
            }),
            Placeholder::Before => self.before(message),
            Placeholder::Number | Placeholder::Check => match (message, place) {
                (Message::CertificateIssued(award), Placeholder::Number) => Some(flat(&award.number)),
                (Message::CertificateIssued(award), _) => Some(self.link(&format!("/verify/{}", award.code))),
                _ => None,
            },
            Placeholder::People | Placeholder::Minimum => match (message, place) {
                (Message::DecisionDue(decision), Placeholder::People) => Some(decision.people.to_string()),
                (Message::DecisionDue(decision), _) => Some(decision.minimum.to_string()),
                (Message::RegisterUnfilled(unfilled), Placeholder::People) => {
                    Some(unfilled.people.to_string())
                }
                _ => None,
            },
            Placeholder::Marked => match message {
                Message::RegisterUnfilled(unfilled) => Some(unfilled.marked.to_string()),
                _ => None,
            },
            Placeholder::Person => self.person_of(message),
            Placeholder::Colleague => match message {
                Message::SeatPassedOn(handover) => Some(flat(&handover.to)),
                Message::StandInNamed(of) | Message::StandInEnded(of) => Some(flat(&of.deputy)),
                _ => None,
            },
            Placeholder::Counted => match message {
                Message::SessionInterrupted(_, _, rest) => Some(self.minutes_left(*rest)),
                Message::AttendanceAtRisk(_, share) => Some(self.minutes_credited(share)),
                _ => None,
            },
            Placeholder::Sessions => match message {
                Message::AttendanceAtRisk(_, share) => {
                    let needed = share.needed.iter().map(|meeting| self.needed(meeting));
                    Some(needed.collect::<Vec<_>>().join("; "))
                }
                _ => None,
            },
            Placeholder::Organization | Placeholder::Seats => match (message, place) {
                (Message::CohortInvitation(of), Placeholder::Seats) => Some(of.seats.to_string()),
                (Message::CohortInvitation(of), _) => Some(self.title(&of.organization)),
                (Message::StandInNamed(of) | Message::StandInEnded(of), Placeholder::Organization) => {
                    Some(self.title(&of.organization))
                }
                _ => None,
            },
            Placeholder::Document => match message {
                Message::EquivalentStated(claim) => claim.document.as_deref().map(flat),
                Message::PleaMade(_, asked) => asked.document.as_deref().map(flat),
                _ => None,
            },
            Placeholder::Applying => match message {
                Message::CourseOpened(of) => Some(self.locale.period(of.opens_on, of.closes_on)),
                _ => None,
            },
        };
        said.unwrap_or_default()
    }

    /// When and where a session was to take place before.
    fn before(&self, message: &Message) -> Option<String> {
        let Moved { meeting, former } = moved(message)?.0;
        let former = former.as_ref()?;
        let told = [self.former_time(meeting, former), former_place(meeting, former)];
        Some(told.into_iter().flatten().collect::<Vec<_>>().join("; "))
    }

    fn title_of(&self, message: &Message) -> Option<String> {
        let title = match message {
            Message::CertificateIssued(award) => &award.title,
            Message::EquivalentStated(claim) | Message::EquivalentDecided(claim) => {
                return Some(self.claimed(claim));
            }
            _ => cohort(message)?.0,
        };
        Some(self.title(title))
    }

    fn person_of(&self, message: &Message) -> Option<String> {
        match message {
            Message::ApprovalAsked(_, approval) => Some(flat(&approval.applicant)),
            Message::SeatPassedOn(handover) => Some(flat(&handover.from)),
            Message::StandInNamed(of) | Message::StandInEnded(of) => Some(flat(&of.absent)),
            Message::EquivalentStated(claim) => claim.person.as_deref().map(flat),
            Message::PleaMade(_, asked) => Some(flat(&asked.person)),
            // The same words serve the person and their personnel officers.
            Message::AttendanceAtRisk(_, share) => {
                Some(share.person.as_deref().map_or_else(|| flat(self.reader), flat))
            }
            _ => None,
        }
    }

    /// The exact place is for those with a seat, as everywhere.
    fn place_of(&self, message: &Message) -> Option<String> {
        let of = match message {
            Message::CourseOpened(opening) => return Some(self.no_place(opening.form)),
            Message::CohortInvitation(invitation) => return Some(self.no_place(invitation.form)),
            Message::TaughtSessionChanged(of) => {
                let told = place_of_meeting(&of.moved.meeting);
                return Some(told.map_or_else(|| self.no_place(of.form), |told| told.join(", ")));
            }
            _ => training(message)?,
        };
        Some(match message {
            Message::SeatConfirmed(_) | Message::Promoted(_) | Message::ReconfirmationAsked(..) => {
                self.place(of)
            }
            Message::CohortMessage(_, written) | Message::CohortNews(_, written) if written.seated => {
                self.place(of)
            }
            Message::SessionTomorrow(_, meeting)
            | Message::SessionChanged(_, Moved { meeting, .. }, _)
            | Message::MakeUpPlanned(_, meeting)
            | Message::GuestPlaceGiven(_, meeting) => {
                place_of_meeting(meeting).map_or_else(|| self.place(of), |told| told.join(", "))
            }
            _ => self.no_place(of.form),
        })
    }

    fn link_of(&self, message: &Message) -> String {
        match message {
            // Their frame asks for values itself.
            Message::CohortMessage(training, _) | Message::CohortNews(training, _) => {
                self.link(&format!("/me/enrollments/{}", training.enrollment))
            }
            _ => self.parts(message).link,
        }
    }

    fn deadline_of(&self, message: &Message) -> Option<String> {
        let kyiv = chrono_tz::Tz::Europe__Kyiv;
        match message {
            Message::ConfirmAddress { until, .. } | Message::ResetPassword { until, .. } => {
                until.map(|at| self.locale.occasion_with_year(at, kyiv))
            }
            Message::SeatOffered(training, question)
            | Message::NominationAsked(training, question)
            | Message::ReconfirmationAsked(training, question) => {
                Some(self.locale.occasion_with_year(question.until, training.time_zone))
            }
            Message::ApprovalAsked(training, approval) => {
                approval.until.map(|until| self.locale.occasion_with_year(until, training.time_zone))
            }
            Message::RegisterUnfilled(of) => {
                of.closes_at.map(|at| self.locale.occasion_with_year(at, of.meeting.time_zone))
            }
            Message::CohortInvitation(invitation) => Some(self.locale.date(invitation.closes_on)),
            Message::DecisionDue(decision) => Some(self.locale.date(decision.decide_on)),
            _ => None,
        }
    }
}

/// Title and code of the cohort that a message speaks of.
fn cohort(message: &Message) -> Option<(&Both<Title>, &Code)> {
    Some(match message {
        Message::DecisionDue(of) => (&of.title, &of.code),
        Message::SeatPassedOn(of) => (&of.title, &of.code),
        Message::CourseOpened(of) => (&of.title, &of.code),
        Message::CohortInvitation(of) => (&of.title, &of.code),
        Message::RegisterUnfilled(of) => (&of.title, &of.code),
        Message::TaughtSessionChanged(of) | Message::TaughtSessionCancelled(of) => (&of.title, &of.code),
        _ => {
            let of = training(message)?;
            (&of.title, &of.code)
        }
    })
}

/// The training that a message speaks of.
fn training(message: &Message) -> Option<&Training> {
    match message {
        Message::ApplicationReceived(training)
        | Message::ApplicationMovedOn(training)
        | Message::ApprovalAsked(training, _)
        | Message::ReconfirmationAsked(training, _)
        | Message::SessionInterrupted(training, ..)
        | Message::MakeUpPlanned(training, _)
        | Message::GuestPlaceGiven(training, _)
        | Message::GuestPlaceEnded(training, _)
        | Message::AttendanceAtRisk(training, _)
        | Message::PleaMade(training, _)
        | Message::PleaDecided(training, _)
        | Message::SeatConfirmed(training)
        | Message::Waitlisted(training, _)
        | Message::Promoted(training)
        | Message::SeatOffered(training, _)
        | Message::NominationAsked(training, _)
        | Message::AnswerDeclined(training)
        | Message::AnswerOverdue(training)
        | Message::Transferred(training)
        | Message::Rejected(training)
        | Message::Withdrawn(training)
        | Message::SessionTomorrow(training, _)
        | Message::SessionChanged(training, ..)
        | Message::SessionCancelled(training, _)
        | Message::CohortConfirmed(training)
        | Message::CohortCancelled(training)
        | Message::CohortMessage(training, _)
        | Message::CohortNews(training, _) => Some(training),
        _ => None,
    }
}

/// The session that was moved, and the others that were with it.
fn moved(message: &Message) -> Option<(&Moved, &[Moved])> {
    match message {
        Message::SessionChanged(_, moved, rest) => Some((moved, rest)),
        Message::TaughtSessionChanged(of) => Some((&of.moved, &of.rest)),
        _ => None,
    }
}

/// The session that a message speaks of.
fn meeting(message: &Message) -> Option<&Meeting> {
    match message {
        Message::SessionTomorrow(_, meeting)
        | Message::SessionChanged(_, Moved { meeting, .. }, _)
        | Message::SessionInterrupted(_, meeting, _)
        | Message::MakeUpPlanned(_, meeting)
        | Message::GuestPlaceGiven(_, meeting)
        | Message::GuestPlaceEnded(_, meeting)
        | Message::SessionCancelled(_, meeting) => Some(meeting),
        Message::RegisterUnfilled(unfilled) => Some(&unfilled.meeting),
        Message::TaughtSessionChanged(of) | Message::TaughtSessionCancelled(of) => Some(&of.moved.meeting),
        Message::PleaMade(_, asked) | Message::PleaDecided(_, asked) => Some(&asked.meeting),
        _ => None,
    }
}

fn append(lines: &mut Paragraph, run: Run) {
    if let Some(line) = lines.last_mut() {
        line.push(run);
    }
}
