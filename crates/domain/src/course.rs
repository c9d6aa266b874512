//! Courses: catalogue entries with hours, credits and a completion rule. Versioned, since certificates outlive them.

mod hours;

pub use hours::{Credits, Hours};

use crate::id::{CourseId, CourseVersionId, ProgramId, UnitId};
use crate::program::{Publication, archived, both};
use crate::rejection::{Checks, Fault, Invalid, Refusal, Rejection};
use crate::text::{Both, Code, Prose, Title};
use crate::words;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

words! {
    /// What a course is about.
    Subject {
        UrbanDevelopment = "urban_development",
        CivilSecurity = "civil_security",
        Accessibility = "accessibility",
        BasicServices = "basic_services",
        WaterSupply = "water_supply",
        Architecture = "architecture",
        Environment = "environment",
        Agglomerations = "agglomerations",
        CityManagement = "city_management",
    }
}

words! {
    /// General or special program (UA-02).
    ContentType {
        General = "general",
        Special = "special",
    }
}

words! {
    /// Professional (certificate) or short-term program (UA-02).
    LengthType {
        Professional = "professional",
        ShortTerm = "short_term",
    }
}

/// A volume outside the band of its length type: a warning that names the rule, not a block (UA-02).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandWarning {
    /// A professional program has at least 2 credits.
    ProfessionalBelowTwo,
    /// A short-term program has at most 1 credit.
    ShortTermAboveOne,
}

impl BandWarning {
    /// The key of its words.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ProfessionalBelowTwo => "course-band-professional-below-two",
            Self::ShortTermAboveOne => "course-band-short-term-above-one",
        }
    }
}

/// Compares the volume with the band of the length type (UA-02).
pub const fn band_warning(length: LengthType, hours: Hours) -> Option<BandWarning> {
    match length {
        LengthType::Professional if !hours.credits().at_least(2) => Some(BandWarning::ProfessionalBelowTwo),
        LengthType::ShortTerm if !hours.credits().at_most(1) => Some(BandWarning::ShortTermAboveOne),
        _ => None,
    }
}

/// When a course counts as completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletionRule {
    /// The least share of the planned minutes, in percent, 1–100.
    pub attendance_percent: i16,
    /// The least final score, 1–100; `None` where there is no final assessment.
    pub final_score: Option<i16>,
}

/// A part of a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    pub title: Both<Title>,
    pub hours: Hours,
}

impl Unit {
    /// A unit of another version is the same when title and hours are.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.id == other.id || (self.title.uk == other.title.uk && self.hours == other.hours)
    }
}

/// What one version of a course says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub code: Code,
    pub title: Both<Title>,
    pub summary: Both<Prose>,
    /// One outcome a line.
    pub outcomes: Both<Prose>,
    pub subject: Subject,
    pub content_type: ContentType,
    pub length_type: LengthType,
    pub rule: CompletionRule,
    pub units: Vec<UnitPlan>,
}

impl Plan {
    pub fn hours(&self) -> Hours {
        Hours::sum(self.units.iter().map(|unit| unit.hours))
    }
}

/// What one version says of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitPlan {
    pub title: Both<Title>,
    pub hours: Hours,
}

/// A catalogue entry with its newest version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    pub id: CourseId,
    pub program: ProgramId,
    pub code: Code,
    pub state: Publication,
    pub version: i64,
    pub content: CourseVersion,
}

impl Course {
    /// Whether it may be shown to everyone: it has units, and says in both languages what people will learn.
    pub fn on_publication(&self) -> Result<Publication, Rejection> {
        if self.state != Publication::Draft {
            return Err(Refusal::NotADraft.into());
        }
        if self.content.is_complete() { Ok(Publication::Published) } else { Err(Refusal::Incomplete.into()) }
    }

    /// Whether it may be put away, with so many of its cohorts still to end.
    pub fn on_archiving(&self, running_cohorts: u64) -> Result<Publication, Rejection> {
        archived(self.state, running_cohorts)
    }
}

impl CourseVersion {
    /// Says all that a certificate and the catalogue need: units with hours, summary and outcomes in both languages.
    pub fn is_complete(&self) -> bool {
        let texts = [&self.summary.uk, &self.summary.en, &self.outcomes.uk, &self.outcomes.en];
        !self.units.is_empty() && texts.into_iter().all(|text| !text.is_empty())
    }

    /// Whether a plan says the same; the code is not part of a version.
    pub fn says(&self, plan: &Plan) -> bool {
        self.title == plan.title
            && self.summary == plan.summary
            && self.outcomes == plan.outcomes
            && self.subject == plan.subject
            && self.content_type == plan.content_type
            && self.length_type == plan.length_type
            && self.rule == plan.rule
            && self.units.len() == plan.units.len()
            && self
                .units
                .iter()
                .zip(&plan.units)
                .all(|(unit, planned)| unit.title == planned.title && unit.hours == planned.hours)
    }

    /// The warning of its volume, if it lies outside the band (UA-02).
    pub fn band_warning(&self) -> Option<BandWarning> {
        band_warning(self.length_type, self.hours)
    }
}

/// One version of a catalogue entry. Cohorts and certificates point here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseVersion {
    pub id: CourseVersionId,
    pub course: CourseId,
    /// 1 for the first.
    pub number: i32,
    pub title: Both<Title>,
    pub summary: Both<Prose>,
    pub outcomes: Both<Prose>,
    pub subject: Subject,
    pub content_type: ContentType,
    pub length_type: LengthType,
    pub hours: Hours,
    pub rule: CompletionRule,
    pub units: Vec<Unit>,
}

/// What can be applied for just now in a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Openings {
    /// Cohorts that take applications.
    pub cohorts: i64,
    /// Free seats in them, as everybody may know them.
    pub seats_left: i64,
    /// There may be more.
    pub is_least: bool,
    /// The first day of the one that starts next.
    pub next_start: NaiveDate,
}

/// The same as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RawPlan {
    pub code: String,
    pub title_uk: String,
    pub title_en: String,
    pub summary_uk: String,
    pub summary_en: String,
    pub outcomes_uk: String,
    pub outcomes_en: String,
    pub subject: String,
    pub content_type: String,
    pub length_type: String,
    pub attendance_percent: String,
    pub final_score: String,
    pub units: Vec<RawUnit>,
}

/// A part as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RawUnit {
    pub title_uk: String,
    pub title_en: String,
    pub hours: String,
}

impl RawUnit {
    fn is_blank(&self) -> bool {
        [&self.title_uk, &self.title_en, &self.hours].iter().all(|text| text.trim().is_empty())
    }
}

/// Reads a whole number within bounds.
pub fn number(field: impl Into<String>, raw: &str, least: i64, most: i64) -> Result<i64, Invalid> {
    let field = field.into();
    let text = raw.trim();
    if text.is_empty() {
        return Err(Invalid::new(field, Fault::Missing));
    }
    match text.parse::<i64>() {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        Ok(_) => Err(Invalid::new(field, Fault::OutOfRange { least, most })),
        Err(_) => Err(Invalid::new(field, Fault::NotANumber)),
    }
}

/// Reads one word of a closed enumeration.
pub fn word<T: std::str::FromStr>(field: impl Into<String>, raw: &str) -> Result<T, Invalid> {
    let field = field.into();
    match raw.trim() {
        "" => Err(Invalid::new(field, Fault::Missing)),
        text => text.parse().map_err(|_| Invalid::new(field, Fault::NotAWord)),
    }
}

fn percent(field: &'static str, raw: &str) -> Result<i16, Invalid> {
    number(field, raw, 1, 100).map(|value| i16::try_from(value).unwrap_or(100))
}

fn units(checks: &mut Checks, raw: &[RawUnit]) -> Vec<UnitPlan> {
    let mut units = Vec::new();
    for (index, unit) in raw.iter().enumerate().filter(|(_, unit)| !unit.is_blank()) {
        let named = |part: &str, result: Result<Title, Invalid>| {
            result.map_err(|invalid| Invalid::new(format!("units.{index}.{part}"), invalid.fault))
        };
        let uk = checks.take(named("title_uk", Title::new("title_uk", &unit.title_uk)));
        let en = checks.take(named("title_en", Title::new("title_en", &unit.title_en)));
        let hours = checks.take(Hours::new(format!("units.{index}.hours"), &unit.hours));
        if let (Some(uk), Some(en), Some(hours)) = (uk, en, hours) {
            units.push(UnitPlan { title: Both::new(uk, en), hours });
        }
    }
    units
}

impl TryFrom<&RawPlan> for Plan {
    type Error = Vec<Invalid>;

    fn try_from(raw: &RawPlan) -> Result<Self, Vec<Invalid>> {
        let mut checks = Checks::default();
        let code = checks.take(Code::new("code", &raw.code));
        let title = both(&mut checks, ["title_uk", "title_en"], [&raw.title_uk, &raw.title_en], Title::new);
        let summary =
            both(&mut checks, ["summary_uk", "summary_en"], [&raw.summary_uk, &raw.summary_en], Prose::new);
        let outcomes = both(
            &mut checks,
            ["outcomes_uk", "outcomes_en"],
            [&raw.outcomes_uk, &raw.outcomes_en],
            Prose::new,
        );
        let subject = checks.take(word("subject", &raw.subject));
        let content_type = checks.take(word("content_type", &raw.content_type));
        let length_type = checks.take(word("length_type", &raw.length_type));
        let attendance_percent = checks.take(percent("attendance_percent", &raw.attendance_percent));
        let final_score = match raw.final_score.trim() {
            "" => None,
            text => checks.take(percent("final_score", text)),
        };
        let units = units(&mut checks, &raw.units);
        match (code, title, summary, outcomes, subject, content_type, length_type, attendance_percent) {
            (
                Some(code),
                Some(title),
                Some(summary),
                Some(outcomes),
                Some(subject),
                Some(content_type),
                Some(length_type),
                Some(attendance_percent),
            ) => {
                checks.finish()?;
                let rule = CompletionRule { attendance_percent, final_score };
                Ok(Self { code, title, summary, outcomes, subject, content_type, length_type, rule, units })
            }
            _ => Err(checks.into_faults()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_warn_and_name_the_rule() {
        let hours = |n: i64| Hours::from_hundredths(n * 100);
        assert_eq!(band_warning(LengthType::Professional, hours(60)), None);
        assert_eq!(
            band_warning(LengthType::Professional, hours(45)),
            Some(BandWarning::ProfessionalBelowTwo)
        );
        assert_eq!(band_warning(LengthType::ShortTerm, hours(30)), None);
        assert_eq!(band_warning(LengthType::ShortTerm, hours(45)), Some(BandWarning::ShortTermAboveOne));
    }
}
