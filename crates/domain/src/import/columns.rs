//! The columns of the tables, by the names that machines use and the titles that people write.

use crate::search::search_key;

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name in exports, answers and messages.
    pub name: &'static str,
    /// Other titles it goes by, in both languages.
    pub titles: &'static [&'static str],
    /// A file without it is not taken.
    pub required: bool,
    /// Exports write it for those who read; imports pass over it.
    pub told: bool,
}

impl Column {
    const fn wanted(name: &'static str, titles: &'static [&'static str]) -> Self {
        Self { name, titles, required: true, told: false }
    }

    const fn optional(name: &'static str, titles: &'static [&'static str]) -> Self {
        Self { name, titles, required: false, told: false }
    }

    const fn told(name: &'static str, titles: &'static [&'static str]) -> Self {
        Self { name, titles, required: false, told: true }
    }

    const fn not_wanted(self) -> Self {
        Self { required: false, ..self }
    }

    const fn only_told(self) -> Self {
        Self { required: false, told: true, ..self }
    }

    /// Whether a heading means this column, whatever its case, apostrophes, hyphens and blanks.
    pub fn is_called(&self, heading: &str) -> bool {
        let heading = key(heading);
        std::iter::once(&self.name).chain(self.titles).any(|title| key(title) == heading)
    }
}

fn key(title: &str) -> String {
    search_key(&title.replace(['_', '*', ':', '.'], " "))
}

const COHORT: Column =
    Column::wanted("cohort", &["cohort code", "код групи", "група", "набір", "код набору"]);
const EMAIL: Column = Column::wanted(
    "email",
    &["e-mail", "mail", "пошта", "електронна пошта", "електронна адреса", "адреса електронної пошти"],
);
const FAMILY_NAME: Column = Column::wanted("family_name", &["surname", "last name", "прізвище"]);
const GIVEN_NAME: Column = Column::wanted("given_name", &["first name", "name", "ім’я"]);
const PATRONYMIC: Column = Column::optional("patronymic", &["по батькові"]);
const LATIN_FAMILY_NAME: Column =
    Column::optional("latin_family_name", &["прізвище латиницею", "surname in latin letters"]);
const LATIN_GIVEN_NAME: Column =
    Column::optional("latin_given_name", &["ім’я латиницею", "given name in latin letters"]);
const ORGANIZATION: Column = Column::optional(
    "organization",
    &["employer", "edrpou", "єдрпоу", "код єдрпоу", "організація", "місце роботи", "установа"],
);
const POSITION: Column = Column::optional("position", &["посада", "post"]);
const POSITION_CATEGORY: Column = Column::optional("position_category", &["категорія посади", "category"]);
const APPOINTMENT: Column =
    Column::optional("appointment", &["спосіб зайняття посади", "обрано чи призначено"]);
const TERRITORY: Column = Column::optional("territory", &["katottg", "катоттг", "код катоттг", "громада"]);
const LANGUAGE: Column = Column::optional("language", &["мова", "мова листування"]);
const STATE: Column = Column::told("state", &["стан", "статус"]);

/// People: whoever has the address is the person.
pub const PEOPLE: &[Column] = &[
    EMAIL,
    FAMILY_NAME,
    GIVEN_NAME,
    PATRONYMIC,
    LATIN_FAMILY_NAME,
    LATIN_GIVEN_NAME,
    ORGANIZATION,
    POSITION,
    POSITION_CATEGORY,
    APPOINTMENT,
    TERRITORY,
    LANGUAGE,
];

/// Enrollments: a person, by the address, in a cohort, by its code.
pub const ENROLLMENTS: &[Column] = &[
    COHORT,
    EMAIL,
    FAMILY_NAME.only_told(),
    GIVEN_NAME.only_told(),
    STATE,
    Column::told("applied_at", &["подано", "дата заявки"]),
];

/// Nominations: a cohort and a person. Of people who are known the address is enough.
pub const NOMINATIONS: &[Column] = &[
    COHORT,
    EMAIL,
    FAMILY_NAME.not_wanted(),
    GIVEN_NAME.not_wanted(),
    PATRONYMIC,
    LATIN_FAMILY_NAME,
    LATIN_GIVEN_NAME,
    ORGANIZATION,
    POSITION,
    POSITION_CATEGORY,
    APPOINTMENT,
    TERRITORY,
    LANGUAGE,
    STATE,
];

const SESSION: Column = Column::optional(
    "session",
    &["session start", "start of the session", "date", "заняття", "початок заняття", "дата заняття", "дата"],
);
const CHANGE_REASON: Column =
    Column::optional("change_reason", &["підстава", "підстава зміни", "reason for the change"]);

/// Marks: a session, by its cohort and start or by its id, and a person, by the address or the code of the line on the
/// signature sheet.
pub const MARKS: &[Column] = &[
    COHORT.not_wanted(),
    SESSION,
    EMAIL.not_wanted(),
    Column::optional("line_code", &["code", "line", "код", "код рядка"]),
    FAMILY_NAME.only_told(),
    GIVEN_NAME.only_told(),
    Column::optional("status", &["mark", "attendance", "відмітка", "присутність", "відвідування", "стан"]),
    Column::optional("minutes", &["хвилини", "хв", "min"]),
    Column::optional("came_at", &["came", "came at", "прихід", "час приходу", "прийшов", "прийшла"]),
    Column::optional("left_at", &["left", "left at", "вихід", "час виходу", "пішов", "пішла"]),
    CHANGE_REASON,
];

/// Interruptions: a time and what stopped the sessions that it meets, of a cohort, of an organization, or one session.
pub const INTERRUPTIONS: &[Column] = &[
    COHORT.not_wanted(),
    SESSION,
    Column {
        titles: &["edrpou", "єдрпоу", "код єдрпоу", "організація", "provider"], ..ORGANIZATION
    },
    Column::wanted(
        "began_at",
        &["start", "began", "from", "started at", "початок", "з", "початок тривоги", "оголошено"],
    ),
    Column::wanted(
        "ended_at",
        &["end", "ended", "to", "until", "finished at", "кінець", "до", "кінець тривоги", "відбій"],
    ),
    Column::optional("cause", &["type", "причина", "тип"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_every_spelling() {
        let of =
            |kind: &[Column], heading| kind.iter().find(|one| one.is_called(heading)).map(|one| one.name);
        for (heading, name) in [
            ("Електронна  пошта", "email"),
            ("E-MAIL*", "email"),
            ("Ім'я", "given_name"),
            ("Given name", "given_name"),
            ("Код ЄДРПОУ", "organization"),
            ("По батькові:", "patronymic"),
        ] {
            assert_eq!(of(PEOPLE, heading), Some(name), "{heading}");
        }
        assert_eq!(of(PEOPLE, "№ з/п"), None);
        assert_eq!(of(ENROLLMENTS, "Код групи"), Some("cohort"));
    }

    #[test]
    fn no_title_means_two_columns() {
        for kind in [PEOPLE, ENROLLMENTS, NOMINATIONS, MARKS, INTERRUPTIONS] {
            for title in kind.iter().flat_map(|one| std::iter::once(&one.name).chain(one.titles)) {
                assert_eq!(kind.iter().filter(|one| one.is_called(title)).count(), 1, "{title}");
            }
        }
    }

    #[test]
    fn behind_its_cohort_a_nomination_has_the_columns_of_a_person() {
        let names = |columns: &[Column]| columns.iter().map(|one| one.name).collect::<Vec<_>>();
        let told = NOMINATIONS.iter().filter(|one| !one.told).copied().collect::<Vec<_>>();
        assert_eq!(names(&told)[1..], names(PEOPLE));
    }
}
