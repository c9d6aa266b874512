//! Texts with named places to fill in: `Вітаємо, {name}!`. Nothing in them is evaluated.

use crate::rejection::{Fault, Invalid};
use crate::words;

words! {
    /// What can be filled in. Which of them a text may use depends on what it is about.
    Placeholder {
        /// The reader's name.
        Name = "name",
        /// The title of the course.
        Course = "course",
        /// The short name of the cohort.
        Cohort = "cohort",
        Dates = "dates",
        /// Where it takes place; the exact place for those only who hold a seat.
        Place = "place",
        /// Where to act or read on.
        Link = "link",
        /// The last moment for what is asked.
        Deadline = "deadline",
        /// How it stands and why.
        Reason = "reason",
        /// The place in the queue.
        Position = "position",
        /// Whom to ask.
        Contact = "contact",
        /// What a session is about.
        Session = "session",
        /// When it takes place.
        Time = "time",
        /// When and where it was to take place before.
        Before = "before",
        /// The number of a certificate.
        Number = "number",
        /// Where everybody can check it.
        Check = "check",
        /// How many people there are.
        People = "people",
        /// How many it takes.
        Minimum = "minimum",
        /// Whom the letter is about, where that is not its reader.
        Person = "person",
        /// Who is asked to take somebody's seat.
        Colleague = "colleague",
        /// How much time counts, and of how much.
        Counted = "counted",
        /// The sessions that must not be missed.
        Sessions = "sessions",
        /// The organization that is written to.
        Organization = "organization",
        /// How many seats are free.
        Seats = "seats",
        /// The days in which applications are taken.
        Applying = "applying",
        /// What shows that somebody was trained elsewhere.
        Document = "document",
        /// How many people have a mark in the register.
        Marked = "marked",
    }
}

/// One stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Words(String),
    Fill(Placeholder),
}

/// A text that was read: words, and places to fill in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

impl Pattern {
    /// Reads a text. `{name}` is a place to fill in, `{{` and `}}` are braces.
    ///
    /// # Errors
    /// `UnknownPlaceholder` for a name that is not among `known`, `BrokenPlaceholder` for a brace without its other half;
    /// both name `field`.
    pub fn read(field: &str, text: &str, known: &[Placeholder]) -> Result<Self, Invalid> {
        let broken = || Invalid::new(field, Fault::BrokenPlaceholder);
        let (mut pieces, mut words, mut rest) = (Vec::new(), String::new(), text);
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            words.push_str(before);
            if let Some((brace, after)) =
                ["{{", "}}"].iter().find_map(|two| Some((two.chars().next()?, from.strip_prefix(two)?)))
            {
                words.push(brace);
                rest = after;
                continue;
            }
            let inner = from.strip_prefix('{').ok_or_else(broken)?;
            let (name, after) = inner.split_once('}').ok_or_else(broken)?;
            if name.contains(['{', '\n']) {
                return Err(broken());
            }
            let place = name.trim().to_lowercase().parse().ok().filter(|place| known.contains(place));
            let unknown = || Invalid::new(field, Fault::UnknownPlaceholder { name: name.trim().into() });
            let place = place.ok_or_else(unknown)?;
            if !words.is_empty() {
                pieces.push(Piece::Words(std::mem::take(&mut words)));
            }
            pieces.push(Piece::Fill(place));
            rest = after;
        }
        words.push_str(rest);
        if !words.is_empty() {
            pieces.push(Piece::Words(words));
        }
        Ok(Self(pieces))
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    pub fn uses(&self, place: Placeholder) -> bool {
        self.0.contains(&Piece::Fill(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Piece>, Fault> {
        let known = [Placeholder::Name, Placeholder::Link];
        Pattern::read("body_uk", text, &known).map(|pattern| pattern.0).map_err(|invalid| invalid.fault)
    }

    fn words(text: &str) -> Piece {
        Piece::Words(text.to_owned())
    }

    #[test]
    fn places_are_found_between_words() {
        use Piece::Fill;
        use Placeholder::{Link, Name};
        let cases = [
            ("", vec![]),
            ("без місць", vec![words("без місць")]),
            ("Вітаємо, {name}!", vec![words("Вітаємо, "), Fill(Name), words("!")]),
            ("{name}{ LINK }", vec![Fill(Name), Fill(Link)]),
            ("{{name}} і }}{{", vec![words("{name} і }{")]),
            ("{{{name}}}", vec![words("{"), Fill(Name), words("}")]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_place_is_named() {
        let unknown = |name: &str| Err(Fault::UnknownPlaceholder { name: name.into() });
        assert_eq!(read("{surname}"), unknown("surname"));
        assert_eq!(read("{імʼя}"), unknown("імʼя"));
        assert_eq!(read("{}"), unknown(""));
        // Known elsewhere, not here.
        assert_eq!(read("{course}"), unknown("course"));
        for broken in ["{name", "name}", "{na{me}", "{na\nme}", "a { b"] {
            assert_eq!(read(broken), Err(Fault::BrokenPlaceholder), "{broken}");
        }
    }
}
