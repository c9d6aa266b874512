//! The data sets, as a table: what the page, the files and the catalogue say of them.

/// One data set. Its words are `open-data-set-…`.
pub struct DataSet {
    pub id: &'static str,
    /// How often it changes, by the code list of the European Union.
    pub frequency: &'static str,
    /// As CSV.
    pub files: &'static [&'static str],
    /// As JSON.
    pub interface: &'static str,
    /// The columns of the files; their words are `open-data-column-…`.
    pub columns: &'static [&'static str],
}

impl DataSet {
    /// The key of words about it.
    pub fn key(&self, what: &str) -> String {
        format!("open-data-set-{}-{what}", self.id)
    }
}

/// The key of the words about a column.
pub fn column_key(column: &str) -> String {
    format!("open-data-column-{}", column.replace('_', "-"))
}

pub const SETS: &[DataSet] = &[
    DataSet {
        id: "statistics",
        frequency: "UPDATE_CONT",
        files: &[
            "/statistics/oblast.csv",
            "/statistics/program.csv",
            "/statistics/course.csv",
            "/statistics/month.csv",
        ],
        interface: "/api/v1/public/statistics",
        columns: &[
            "oblast",
            "program",
            "course",
            "month",
            "name",
            "status",
            "participations",
            "people",
            "participations_completed",
            "people_completed",
            "rounded_to",
            "threshold",
            "as_of",
        ],
    },
    DataSet {
        id: "progress",
        frequency: "UPDATE_CONT",
        files: &["/progress/indicators.csv"],
        interface: "/api/v1/public/progress",
        columns: &[
            "program",
            "indicator",
            "name",
            "unit",
            "measure",
            "baseline",
            "baseline_on",
            "target",
            "due_on",
            "kind",
            "value",
            "value_on",
            "source",
            "standing",
            "as_of",
        ],
    },
    DataSet {
        id: "courses",
        frequency: "IRREG",
        files: &["/open-data/courses.csv"],
        interface: "/api/v1/courses",
        columns: &[
            "code",
            "program",
            "title_uk",
            "title_en",
            "subject",
            "content_type",
            "length_type",
            "hours",
            "version",
        ],
    },
    DataSet {
        id: "cohorts",
        frequency: "IRREG",
        files: &["/open-data/cohorts.csv"],
        interface: "/api/v1/cohorts",
        columns: &[
            "code",
            "course",
            "program",
            "form",
            "language",
            "starts_on",
            "ends_on",
            "capacity",
            "enrollment_opens",
            "enrollment_closes",
        ],
    },
    DataSet {
        id: "territories",
        frequency: "IRREG",
        files: &["/open-data/territories.csv"],
        interface: "/api/v1/territories",
        columns: &["code", "category", "name", "name_en", "parent", "oblast", "hromada", "valid_from"],
    },
];

/// The names of the columns of a set.
pub fn names(id: &str) -> Vec<&'static str> {
    SETS.iter().find(|set| set.id == id).map(|set| set.columns.to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use postup_i18n::Words;

    #[test]
    fn every_set_and_every_column_is_explained() {
        let words = Words::embedded();
        for set in SETS {
            for key in ["title", "text"].map(|what| set.key(what)) {
                assert!(words.has(&key), "{key}");
            }
            assert!(
                words.has(&format!("open-data-frequency-{}", set.frequency.to_lowercase().replace('_', "-")))
            );
            for column in set.columns {
                assert!(words.has(&column_key(column)), "{column}");
            }
        }
    }
}
