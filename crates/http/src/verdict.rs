//! What is wrong with a file that was sent, or with a row of it, in words.

use crate::reason;
use postup_app::import::FileFlaw;
use postup_domain::import::{Job, Judged, RowFault};
use postup_domain::rejection::{Refusal, Rejection};
use postup_i18n::{Locale, Value, Words};

/// Why the file as a whole is refused, as a sentence.
pub fn flaw(locale: Locale, job: &Job) -> Option<String> {
    let flaw: FileFlaw = serde_json::from_str(job.flaw.as_deref()?).ok()?;
    Some(file_flaw(locale, &flaw))
}

/// The same of a file that was read at once.
pub fn file_flaw(locale: Locale, flaw: &FileFlaw) -> String {
    let words = Words::embedded();
    let arguments: Vec<(&str, Value<'_>)> =
        flaw.arguments.iter().map(|(name, value)| (name.as_str(), value.as_str().into())).collect();
    let said = words.text_with(locale, &flaw.code, &arguments);
    match flaw.row {
        None => said,
        Some(row) => {
            let row = row.to_string();
            let at = [("row", row.as_str().into()), ("flaw", said.as_str().into())];
            words.text_with(locale, "import-flaw-at-row", &at)
        }
    }
}

/// What is wrong with a row and how to mend it, without a full stop; with the column where it is one.
pub fn fault(locale: Locale, fault: &RowFault) -> String {
    let words = Words::embedded();
    let said = match fault {
        RowFault::Cell { fault, .. } => reason::fault(locale, *fault),
        RowFault::Repeated { row } => {
            let row = row.to_string();
            words.text_with(locale, fault.code(), &[("row", row.as_str().into())])
        }
        RowFault::Ambiguous { .. } | RowFault::NotYours => words.text(locale, fault.code()),
        RowFault::Refused { code, instant, whom } => match Refusal::ALL.iter().find(|one| one.code() == code)
        {
            Some(refusal) => {
                let rejection =
                    Rejection { refusal: *refusal, instant: *instant, count: None, whom: whom.clone() };
                reason::rejection(locale, &rejection)
            }
            None => code.clone(),
        },
    };
    match fault.column() {
        None => said,
        Some(column) => {
            let at = [("column", column.into()), ("fault", said.as_str().into())];
            words.text_with(locale, "import-fault-in-column", &at)
        }
    }
}

/// Everything that is wrong with a row.
pub fn faults(locale: Locale, row: &Judged) -> String {
    row.faults.iter().map(|one| fault(locale, one)).collect::<Vec<_>>().join("; ")
}

/// The columns that stand before those of the file in the table of verdicts; an import passes over them.
pub const REPORT: [&str; 3] = ["row", "verdict", "reason"];

/// What stands in them. With the cells behind it, a row can be mended and sent again.
pub fn told(locale: Locale, row: &Judged) -> [String; 3] {
    [row.number.to_string(), row.verdict.to_string(), faults(locale, row)]
}
