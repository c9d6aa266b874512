//! Filling in what somebody wrote: each placeholder becomes a value of the letter, on one line, and nothing but a link of
//! ours becomes a link.

use postup_domain::pattern::{Pattern, Piece, Placeholder};

use super::{Writer, flat};
use crate::message::{Meeting, Message, Training};

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
            Placeholder::Cohort => match message {
                Message::DecisionDue(decision) => Some(flat(decision.code.as_str())),
                _ => training(message).map(|training| flat(training.code.as_str())),
            },
            Placeholder::Dates => training(message).map(|training| self.dates(training)),
            Placeholder::Place => self.place_of(message),
            Placeholder::Link => Some(self.link_of(message)),
            Placeholder::Deadline => self.deadline_of(message),
            Placeholder::Reason => training(message).map(|training| flat(&training.explanation)),
            Placeholder::Position => match message {
                Message::Waitlisted(_, position) => position.map(|position| position.to_string()),
                _ => None,
            },
            Placeholder::Contact => {
                training(message).and_then(|training| training.contact.as_deref().map(flat))
            }
            Placeholder::Session => meeting(message).map(|meeting| self.title(&meeting.title)),
            Placeholder::Time => meeting(message).map(|meeting| self.span(meeting)),
            Placeholder::Number | Placeholder::Check => match (message, place) {
                (Message::CertificateIssued(award), Placeholder::Number) => Some(flat(&award.number)),
                (Message::CertificateIssued(award), _) => Some(self.link(&format!("/verify/{}", award.code))),
                _ => None,
            },
            Placeholder::People | Placeholder::Minimum => match (message, place) {
                (Message::DecisionDue(decision), Placeholder::People) => Some(decision.people.to_string()),
                (Message::DecisionDue(decision), _) => Some(decision.minimum.to_string()),
                _ => None,
            },
        };
        said.unwrap_or_default()
    }

    fn title_of(&self, message: &Message) -> Option<String> {
        let title = match message {
            Message::DecisionDue(decision) => &decision.title,
            Message::CertificateIssued(award) => &award.title,
            _ => &training(message)?.title,
        };
        Some(self.title(title))
    }

    /// The exact place is for those with a seat, as everywhere.
    fn place_of(&self, message: &Message) -> Option<String> {
        let of = training(message)?;
        Some(match message {
            Message::SeatConfirmed(_) | Message::Promoted(_) => self.place(of),
            Message::CohortMessage(_, written) | Message::CohortNews(_, written) if written.seated => {
                self.place(of)
            }
            Message::SessionTomorrow(_, meeting) | Message::SessionChanged(_, meeting) => {
                let told = [&meeting.venue, &meeting.link].into_iter().flatten().map(|place| flat(place));
                let told = told.collect::<Vec<_>>().join(", ");
                if told.is_empty() { self.place(of) } else { told }
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
            Message::SeatOffered(training, question) | Message::NominationAsked(training, question) => {
                Some(self.locale.occasion_with_year(question.until, training.time_zone))
            }
            Message::DecisionDue(decision) => Some(self.locale.date(decision.decide_on)),
            _ => None,
        }
    }
}

/// The training that a message speaks of.
fn training(message: &Message) -> Option<&Training> {
    match message {
        Message::ApplicationReceived(training)
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
        | Message::SessionChanged(training, _)
        | Message::SessionCancelled(training, _)
        | Message::CohortConfirmed(training)
        | Message::CohortCancelled(training)
        | Message::CohortMessage(training, _)
        | Message::CohortNews(training, _) => Some(training),
        _ => None,
    }
}

/// The session that a message speaks of.
fn meeting(message: &Message) -> Option<&Meeting> {
    match message {
        Message::SessionTomorrow(_, meeting)
        | Message::SessionChanged(_, meeting)
        | Message::SessionCancelled(_, meeting) => Some(meeting),
        _ => None,
    }
}

fn append(lines: &mut Paragraph, run: Run) {
    if let Some(line) = lines.last_mut() {
        line.push(run);
    }
}
