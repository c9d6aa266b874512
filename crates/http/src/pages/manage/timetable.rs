//! What is to be known of sessions before they are planned or moved, in words.

use crate::pages::page::Page;
use postup_app::timetable::{Cramped, Told};
use postup_domain::interruption::Span;
use postup_domain::timetable::{Overlap, Shared};
use postup_domain::venue::Shortage;
use postup_i18n::Locale;

/// Overlaps as sentences; each session that was looked at is named by its time in `spans`.
pub fn overlaps(page: &Page, overlaps: &[Overlap], spans: &[Span]) -> Vec<String> {
    overlaps.iter().map(|overlap| sentence(page, overlap, spans)).collect()
}

fn sentence(page: &Page, overlap: &Overlap, spans: &[Span]) -> String {
    let with = &overlap.with;
    let slot = spans.get(overlap.slot).map(|span| page.locale.moment(span.from, with.time_zone));
    let until = page.locale.time(with.span.until.with_timezone(&with.time_zone).time());
    let mut arguments = vec![
        ("slot", slot.unwrap_or_default().into()),
        ("session", page.pick(&with.title).as_str().into()),
        ("code", with.code.as_str().into()),
        ("from", page.locale.moment(with.span.from, with.time_zone).into()),
        ("until", until.into()),
    ];
    let key = match &overlap.shared {
        Shared::Cohort => "session-overlap-cohort",
        Shared::Venue => "session-overlap-venue",
        Shared::Trainer(name) => {
            let name = match page.locale {
                Locale::Uk => name.in_register(),
                Locale::En => name.in_latin(),
            };
            arguments.push(("person", name.into()));
            "session-overlap-trainer"
        }
        Shared::People(people) => {
            arguments.push(("count", (*people).into()));
            "session-overlap-people"
        }
    };
    page.say(key, &arguments)
}

/// Places with too little for the cohort, as sentences.
pub fn shortages(page: &Page, cramped: &[Cramped]) -> Vec<String> {
    let said = cramped.iter().map(|one| {
        let key = match one.shortage {
            Shortage::Seats => "venue-too-few-seats",
            Shortage::Shelter => "venue-too-small-shelter",
        };
        let arguments = [
            ("venue", one.venue.plan.name.as_str().into()),
            ("has", one.has.into()),
            ("needs", one.needs.into()),
        ];
        page.say(key, &arguments)
    });
    said.collect()
}

/// Who gets a letter, as one sentence for each group that has somebody in it.
pub fn told(page: &Page, told: Told) -> Vec<String> {
    let (participants, trainers) = (told.participants(), told.trainers);
    let mut said = Vec::new();
    if participants > 0 {
        said.push(page.tn("session-told-participants", participants));
    }
    if trainers > 0 {
        said.push(page.tn("session-told-trainers", trainers));
    }
    if said.is_empty() {
        said.push(page.t("session-told-nobody"));
    }
    said
}
