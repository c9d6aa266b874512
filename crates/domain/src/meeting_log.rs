//! The report of an online meeting: who was there from when until when, and whom of a cohort that means. Programs know
//! people by an address or by whatever they called themselves, so that some have to be told by a human.

use crate::id::EnrollmentId;
use crate::interruption::Span;
use crate::person::FullName;
use crate::search::{search_key, sound_key};
use crate::words;
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The most participants of one report.
pub const MOST_PARTICIPANTS: usize = 3_000;

/// What lies further from a session than this is not of its meeting.
const AROUND: TimeDelta = TimeDelta::days(2);

/// Whether a time can be of the meeting of a session that was planned for `planned`.
pub fn is_around(time: Span, planned: Span) -> bool {
    planned.from - AROUND <= time.from && time.from <= time.until && time.until <= planned.until + AROUND
}

/// Somebody in a meeting, with every device and every time they came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// As the program showed it.
    pub name: String,
    /// Empty where the program does not know it.
    pub email: String,
    pub there: Vec<Span>,
}

impl Participant {
    /// What the same participant goes by in the next meeting: the address, or else the name.
    pub fn key(&self) -> String {
        if self.email.is_empty() {
            format!("name:{}", search_key(&self.name))
        } else {
            format!("email:{}", self.email.to_lowercase())
        }
    }

    /// From the first coming to the last leaving.
    pub fn whole(&self) -> Option<Span> {
        Some(Span { from: self.there.first()?.from, until: self.there.iter().map(|span| span.until).max()? })
    }

    /// Whole minutes in the meeting.
    pub fn minutes(&self) -> i64 {
        self.there.iter().map(|span| span.length()).sum::<TimeDelta>().num_minutes()
    }
}

/// Puts rows of one participant together: times that overlap, of two devices or of one that is late to notice, count once.
pub fn gathered(rows: impl IntoIterator<Item = Participant>) -> Vec<Participant> {
    let mut order: Vec<Participant> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let place = *places.entry(row.key()).or_insert(order.len());
        match order.get_mut(place) {
            Some(known) => known.there.extend(row.there),
            None => order.push(row),
        }
    }
    for participant in &mut order {
        participant.there = Span::joined(std::mem::take(&mut participant.there));
    }
    order
}

words! {
    /// How a participant was found to be somebody.
    MatchedBy {
        Email = "email",
        Name = "name",
        /// Somebody said so before, of this meeting or of another one of the cohort.
        Choice = "choice",
    }
}

/// Who a participant is, as a human says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Person(EnrollmentId),
    /// Somebody who is not on the list.
    WalkIn,
    /// A host, a bot, a second screen.
    Nobody,
}

/// The people of a cohort as reports may call them.
#[derive(Clone, Debug, Default)]
pub struct Roll {
    by_email: HashMap<String, EnrollmentId>,
    /// Spellings of names, each under the first of its words.
    by_word: HashMap<String, Vec<(EnrollmentId, BTreeSet<String>)>>,
}

impl Roll {
    pub fn new<'p>(people: impl IntoIterator<Item = (EnrollmentId, &'p FullName, &'p str)>) -> Self {
        let mut roll = Self::default();
        for (enrollment, name, email) in people {
            roll.by_email.insert(email.to_lowercase(), enrollment);
            let own = format!("{} {}", name.family, name.given);
            let latin = format!("{} {}", name.latin_family, name.latin_given);
            for spelling in BTreeSet::from([name_words(&own), name_words(&latin)]) {
                if let Some(first) = spelling.first() {
                    roll.by_word.entry(first.clone()).or_default().push((enrollment, spelling));
                }
            }
        }
        roll
    }

    /// Who a participant is, if only one person can be meant.
    pub fn find(&self, participant: &Participant) -> Option<(EnrollmentId, MatchedBy)> {
        if let Some(person) = self.by_email.get(&participant.email.to_lowercase()) {
            return Some((*person, MatchedBy::Email));
        }
        let (outer, inner) = parts(&participant.name);
        let found: HashSet<EnrollmentId> =
            [outer, inner].iter().flat_map(|part| self.named(&name_words(part))).collect();
        let mut found = found.into_iter();
        found.next().filter(|_| found.next().is_none()).map(|person| (person, MatchedBy::Name))
    }

    /// Everybody whose surname and given name are among some words.
    fn named(&self, words: &BTreeSet<String>) -> Vec<EnrollmentId> {
        let under = words.iter().filter_map(|word| self.by_word.get(word)).flatten();
        under.filter(|(_, spelling)| spelling.is_subset(words)).map(|(person, _)| *person).collect()
    }
}

/// A name and what stands in brackets behind it: there programs keep the one that was replaced.
fn parts(name: &str) -> (String, String) {
    match name.split_once('(') {
        Some((outer, rest)) => (outer.to_owned(), rest.split(')').next().unwrap_or_default().to_owned()),
        None => (name.to_owned(), String::new()),
    }
}

/// The words of a name as they sound, in whatever order.
fn name_words(name: &str) -> BTreeSet<String> {
    let key = search_key(name);
    key.split(|sign: char| !sign.is_alphanumeric()).map(sound_key).filter(|word| !word.is_empty()).collect()
}

/// When each person was there, by all participants that they are.
pub fn of_people<'p>(
    found: impl IntoIterator<Item = (EnrollmentId, &'p Participant)>,
) -> BTreeMap<EnrollmentId, Vec<Span>> {
    let mut people: BTreeMap<EnrollmentId, Vec<Span>> = BTreeMap::new();
    for (person, participant) in found {
        people.entry(person).or_default().extend(&participant.there);
    }
    for spans in people.values_mut() {
        *spans = Span::joined(std::mem::take(spans));
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Name;
    use chrono::{DateTime, TimeDelta, Utc};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap() + TimeDelta::minutes(minute)
    }

    fn span(from: i64, until: i64) -> Span {
        Span { from: at(from), until: at(until) }
    }

    fn there(name: &str, email: &str, spans: &[(i64, i64)]) -> Participant {
        let there = spans.iter().map(|(from, until)| span(*from, *until)).collect();
        Participant { name: name.to_owned(), email: email.to_owned(), there }
    }

    fn full(family: &str, given: &str, latin: (&str, &str)) -> FullName {
        let name = |text: &str| Name::new("name", text).unwrap();
        FullName {
            family: name(family),
            given: name(given),
            patronymic: None,
            latin_family: name(latin.0),
            latin_given: name(latin.1),
        }
    }

    fn seat(number: u128) -> EnrollmentId {
        EnrollmentId(Uuid::from_u128(number))
    }

    #[test]
    fn rows_of_one_participant_are_one() {
        let rows = [
            there("Олена", "a@rada.test", &[(0, 30)]),
            there("Гість", "", &[(5, 10)]),
            there("Олена (телефон)", "A@rada.test", &[(20, 50), (60, 70)]),
            there("гість", "", &[(10, 12)]),
        ];
        let people = gathered(rows);
        assert_eq!(people.len(), 2);
        assert_eq!(people[0].there, [span(0, 50), span(60, 70)]);
        assert_eq!((people[0].minutes(), people[0].whole()), (60, Some(span(0, 70))));
        assert_eq!((people[1].minutes(), people[1].there.len()), (7, 1));
    }

    #[test]
    fn a_participant_is_found_by_address_or_by_a_name_that_only_one_person_has() {
        let (one, two) = (
            full("Дем’янчук", "Олексій", ("Demianchuk", "Oleksii")),
            full("Коваль", "Юлія", ("Koval", "Julia")),
        );
        let (three, four) = (full("Гай", "Ганна", ("Hai", "Hanna")), full("Гай", "Ганна", ("Hai", "Hanna")));
        let people =
            [(&one, "o@rada.test"), (&two, "y@rada.test"), (&three, "h@rada.test"), (&four, "g@rada.test")];
        let people = (1..).zip(people).map(|(number, (name, email))| (seat(number), name, email));
        let roll = Roll::new(people);
        let found = |name: &str, email: &str| roll.find(&there(name, email, &[]));
        let by_name = |number| Some((seat(number), MatchedBy::Name));
        assert_eq!(found("iPhone", "O@RADA.test"), Some((seat(1), MatchedBy::Email)));
        for name in [
            "Олексій Дем'янчук",
            "ДЕМ`ЯНЧУК ОЛЕКСІЙ ІВАНОВИЧ",
            "Oleksiy Demyanchuk",
            "Demianchuk, Oleksii",
            "Олексій Демянчук | Сумська МР",
            "iPad (Дем’янчук Олексій)",
            "Дем’янчук Олексій (Сумська міська рада)",
        ] {
            assert_eq!(found(name, "other@mail.test"), by_name(1), "{name}");
        }
        for name in ["Koval Yuliia", "Julia Koval", "Юлія Коваль"] {
            assert_eq!(found(name, ""), by_name(2), "{name}");
        }
        for name in ["Ганна Гай", "Олексій", "Коваль О.", "Ковальчук Юлія", "", "()"]
        {
            assert_eq!(found(name, ""), None, "{name}");
        }
    }

    proptest! {
        /// Whatever overlaps, a minute counts once.
        #[test]
        fn times_join(spans in proptest::collection::vec((0_i64..100, 1_i64..40), 0..8)) {
            let spans: Vec<Span> = spans.into_iter().map(|(from, length)| span(from, from + length)).collect();
            let minutes = (0..200).filter(|minute| spans.iter().any(|span| span.from <= at(*minute) && at(*minute) < span.until));
            let expected = i64::try_from(minutes.count()).unwrap();
            let joined = Span::joined(spans);
            prop_assert!(joined.windows(2).all(|two| two[0].until < two[1].from));
            prop_assert_eq!(joined.iter().map(|span| span.length().num_minutes()).sum::<i64>(), expected);
        }
    }
}
