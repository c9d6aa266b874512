//! Filling in what somebody wrote: each placeholder becomes a value of the letter, on one line, and nothing but a link of
//! ours becomes a link.

use postup_domain::pattern::{Pattern, Piece, Placeholder};

use super::{Writer, flat};
use crate::message::Message;

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
                Piece::Fill(Placeholder::Link) => Run::Link(self.value(message, Placeholder::Link)),
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
    fn value(&self, message: &Message, place: Placeholder) -> String {
        let (Message::CohortMessage(training, written) | Message::CohortNews(training, written)) = message
        else {
            return String::new();
        };
        match place {
            Placeholder::Name => flat(self.reader),
            Placeholder::Course => self.title(&training.title),
            Placeholder::Cohort => flat(training.code.as_str()),
            Placeholder::Dates => self.dates(training),
            Placeholder::Place if written.seated => self.place(training),
            Placeholder::Place => self.no_place(training.form),
            Placeholder::Link => self.link(&format!("/me/enrollments/{}", training.enrollment)),
        }
    }
}

fn append(lines: &mut Paragraph, run: Run) {
    if let Some(line) = lines.last_mut() {
        line.push(run);
    }
}
