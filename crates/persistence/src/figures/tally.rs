//! The counters: participations by addition, people by counting how often each stands under a key.

use super::fact::Fact;
use crate::StoreError;
use crate::sql;
use crate::store::Tx;
use postup_domain::figures::{Dimension, Stages};
use postup_domain::id::PersonId;
use sea_orm::{FromQueryResult, Value};
use std::collections::{BTreeMap, HashMap};

type Key = (Dimension, String);

/// What is added to one row of figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Delta {
    participations: Stages,
    people: Stages,
    minutes: i64,
}

fn plus(a: Stages, b: Stages, sign: i64) -> Stages {
    Stages {
        applied: a.applied + sign * b.applied,
        confirmed: a.confirmed + sign * b.confirmed,
        present: a.present + sign * b.present,
        completed: a.completed + sign * b.completed,
        certified: a.certified + sign * b.certified,
    }
}

/// How the number of people changes when somebody's count goes from `before` to `after`.
fn people(before: Stages, after: Stages) -> Stages {
    let change = |before: i64, after: i64| i64::from(after > 0) - i64::from(before > 0);
    Stages {
        applied: change(before.applied, after.applied),
        confirmed: change(before.confirmed, after.confirmed),
        present: change(before.present, after.present),
        completed: change(before.completed, after.completed),
        certified: change(before.certified, after.certified),
    }
}

/// Moves the counters from the facts before to the facts after.
pub(super) async fn apply(tx: &Tx, before: &[Fact], after: &[Fact]) -> Result<(), StoreError> {
    let mut figures: BTreeMap<Key, Delta> = BTreeMap::new();
    let mut changes: BTreeMap<(Key, PersonId), Stages> = BTreeMap::new();
    for (facts, sign) in [(before, -1), (after, 1)] {
        for fact in facts {
            for key in &fact.keys {
                let stages = fact.reached.stages();
                let delta = figures.entry(key.clone()).or_default();
                delta.participations = plus(delta.participations, stages, sign);
                delta.minutes += sign * fact.reached.minutes;
                let change = changes.entry((key.clone(), fact.person)).or_default();
                *change = plus(*change, stages, sign);
            }
        }
    }
    changes.retain(|_, change| *change != Stages::default());
    let known = tallies(tx, &changes).await?;
    let mut now = Vec::with_capacity(changes.len());
    for ((key, person), change) in changes {
        let old = known.get(&(key.clone(), person)).copied().unwrap_or_default();
        let new = plus(old, change, 1);
        let delta = figures.entry(key.clone()).or_default();
        delta.people = plus(delta.people, people(old, new), 1);
        now.push((key, person, new));
    }
    write_tallies(tx, &now).await?;
    figures.retain(|_, delta| *delta != Delta::default());
    add(tx, &figures.into_iter().collect::<Vec<_>>()).await
}

#[derive(FromQueryResult)]
struct Tally {
    dimension: Dimension,
    key: String,
    person_id: PersonId,
    applied: i64,
    confirmed: i64,
    present: i64,
    completed: i64,
    certified: i64,
}

async fn tallies(
    tx: &Tx,
    wanted: &BTreeMap<(Key, PersonId), Stages>,
) -> Result<HashMap<(Key, PersonId), Stages>, StoreError> {
    let wanted: Vec<&(Key, PersonId)> = wanted.keys().collect();
    let mut known = HashMap::with_capacity(wanted.len());
    for chunk in wanted.chunks(2_000) {
        let rows = sql::rows(chunk.len(), 3);
        let text = format!(
            "SELECT dimension, key, person_id, applied, confirmed, present, completed, certified FROM tally \
             WHERE (dimension, key, person_id) IN (VALUES {rows})"
        );
        let values = chunk
            .iter()
            .flat_map(|((dimension, key), person)| {
                [Value::from(dimension.to_string()), key.clone().into(), (*person).into()]
            })
            .collect();
        for tally in sql::all::<Tally>(tx, &text, values).await? {
            let Tally { applied, confirmed, present, completed, certified, .. } = tally;
            let stages = Stages { applied, confirmed, present, completed, certified };
            known.insert(((tally.dimension, tally.key), tally.person_id), stages);
        }
    }
    Ok(known)
}

async fn write_tallies(tx: &Tx, tallies: &[(Key, PersonId, Stages)]) -> Result<(), StoreError> {
    const COLUMNS: usize = 8;
    for chunk in tallies.chunks(2_000) {
        let rows = sql::rows(chunk.len(), COLUMNS);
        let text = format!(
            "INSERT INTO tally (dimension, key, person_id, applied, confirmed, present, completed, certified) \
             VALUES {rows} ON CONFLICT (dimension, key, person_id) DO UPDATE SET applied = excluded.applied, \
             confirmed = excluded.confirmed, present = excluded.present, completed = excluded.completed, \
             certified = excluded.certified"
        );
        let values = chunk
            .iter()
            .flat_map(|((dimension, key), person, stages)| {
                let head = [Value::from(dimension.to_string()), key.clone().into(), (*person).into()];
                head.into_iter().chain(stages.list().map(Value::from))
            })
            .collect();
        sql::execute(tx, &text, values).await?;
    }
    Ok(())
}

async fn add(tx: &Tx, figures: &[(Key, Delta)]) -> Result<(), StoreError> {
    const COLUMNS: [&str; 11] = [
        "minutes",
        "applied",
        "confirmed",
        "present",
        "completed",
        "certified",
        "people_applied",
        "people_confirmed",
        "people_present",
        "people_completed",
        "people_certified",
    ];
    const WIDTH: usize = 13;
    let sums = COLUMNS.map(|column| format!("{column} = figure.{column} + excluded.{column}")).join(", ");
    for chunk in figures.chunks(1_000) {
        let rows = sql::rows(chunk.len(), WIDTH);
        let text = format!(
            "INSERT INTO figure (dimension, key, {}) VALUES {} ON CONFLICT (dimension, key) DO UPDATE SET {sums}",
            COLUMNS.join(", "),
            rows
        );
        let values = chunk
            .iter()
            .flat_map(|((dimension, key), delta)| {
                let head = [Value::from(dimension.to_string()), key.clone().into(), delta.minutes.into()];
                head.into_iter()
                    .chain(delta.participations.list().map(Value::from))
                    .chain(delta.people.list().map(Value::from))
            })
            .collect();
        sql::execute(tx, &text, values).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_change_only_at_the_first_and_the_last() {
        let stages = |applied| Stages { applied, ..Stages::default() };
        assert_eq!(people(stages(0), stages(1)).applied, 1);
        assert_eq!(people(stages(1), stages(2)).applied, 0);
        assert_eq!(people(stages(2), stages(0)).applied, -1);
    }
}
