//! Results for those who read figures: funnel, map, months, and a table down to the organization.

use super::file;
use crate::caller::Caller;
use crate::chart::{self, Bar, Map, Region, Series};
use crate::pages::error::PageError;
use crate::pages::form::{Choice, Form};
use crate::pages::page::{Page, query};
use crate::reckoning::{self, Head, Line, Sort, Told};
use crate::site::Site;
use askama::Template;
use chrono::{DateTime, Utc};
use poem::web::{Data, Query};
use poem::{Response, handler};
use postup_app::figures::Named;
use postup_app::territory::wording;
use postup_domain::figures::{Dimension, Figure, Month, Reach, Slice};
use postup_domain::territory::{Category, Located, TerritoryCode};
use postup_i18n::{Locale, Words};
use postup_persistence::figures::Label;
use serde::Deserialize;
use std::str::FromStr;

/// Along what, of what, and in which order.
#[derive(Clone, Deserialize, Default)]
struct Question {
    #[serde(default)]
    by: String,
    #[serde(default)]
    within: String,
    #[serde(default)]
    program: String,
    #[serde(default)]
    course: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    sort: String,
}

/// What stands in the address, or nothing; whatever else stands there leads nowhere.
fn given<T: FromStr>(text: &str) -> Result<Option<T>, PageError> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| PageError::Missing) }
}

impl Question {
    fn dimension(&self) -> Dimension {
        match self.by.parse() {
            Ok(Dimension::All) | Err(_) => Dimension::Oblast,
            Ok(by) => by,
        }
    }

    fn slice(&self) -> Result<Slice, PageError> {
        Ok(Slice {
            territory: given(&self.within)?,
            course: given(&self.course)?,
            program: given(&self.program)?,
            from: Month::optional("from", &self.from).map_err(|_| PageError::Missing)?,
            until: Month::optional("until", &self.until).map_err(|_| PageError::Missing)?,
        })
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = [
            ("by", &self.by),
            ("within", &self.within),
            ("program", &self.program),
            ("course", &self.course),
            ("from", &self.from),
            ("until", &self.until),
            ("sort", &self.sort),
        ];
        pairs.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.as_str()))
    }

    fn at(&self, path: &str) -> String {
        query(path, self.pairs())
    }

    /// The same question about one unit, told apart by what lies below it.
    fn about(&self, unit: &TerritoryCode, category: Category) -> Self {
        let by = match category {
            Category::Oblast => Dimension::Raion,
            Category::Raion => Dimension::Hromada,
            _ => Dimension::Organization,
        };
        Self { by: by.to_string(), within: unit.to_string(), ..self.clone() }
    }

    /// The address that shows what a row is made of; empty where nothing lies below it.
    fn deeper(&self, by: Dimension, line: &Line, labels: &[Label]) -> String {
        let key = line.figure.key.clone();
        if key.is_empty() || line.figure.participations.applied == 0 {
            return String::new();
        }
        let oblasts = || Self { by: Dimension::Oblast.to_string(), ..self.clone() };
        let question = match by {
            Dimension::Oblast | Dimension::Raion | Dimension::Hromada => {
                let label = labels.iter().find(|label| label.key == key);
                let category = label.and_then(|label| Category::read(&label.category));
                match (key.parse(), category) {
                    (Ok(code), Some(category)) => self.about(&code, category),
                    _ => return String::new(),
                }
            }
            Dimension::Course => Self { course: key, ..oblasts() },
            Dimension::Program => Self { program: key, ..oblasts() },
            Dimension::Month => Self { from: key.clone(), until: key, ..oblasts() },
            _ => return String::new(),
        };
        question.at("/insight")
    }
}

#[derive(Template)]
#[template(path = "figures/insight.html")]
struct Insight<'a> {
    page: &'a Page,
    title: String,
    trail: Vec<(String, String)>,
    form: Form,
    choices: Vec<Choice>,
    programs: Vec<Choice>,
    courses: Vec<Choice>,
    months: Vec<Choice>,
    narrowed: bool,
    by: Dimension,
    heads: Vec<Head>,
    /// Each with the address that shows what it is made of.
    lines: Vec<(Line, String)>,
    total: Line,
    bars: Vec<Bar>,
    map: Option<Map>,
    series: Option<Series>,
    coverage: Option<Coverage>,
    csv: String,
    as_of: DateTime<Utc>,
}

impl Insight<'_> {
    /// Whether one of the conditions that are folded away is set.
    fn is_narrowed(&self) -> bool {
        ["program", "course", "from", "until"].iter().any(|name| !self.form.value(name).is_empty())
    }
}

/// Of how many hromadas of each oblast somebody completed.
struct Coverage {
    map: Map,
    rows: Vec<(String, Reach)>,
    csv: String,
}

impl Coverage {
    fn reached(&self) -> impl Iterator<Item = (&str, &Reach)> {
        self.rows.iter().map(|(name, one)| (name.as_str(), one))
    }
}

#[handler]
pub async fn show(
    page: Page,
    Data(site): Data<&Site>,
    Caller(actor): Caller,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    let permit = actor.may_read_figures()?;
    let (by, slice) = (question.dimension(), question.slice()?);
    let named = site.app.completion_figures(&permit, by, &slice).await?;
    let (title, trail) = match &slice.territory {
        Some(code) => place(&page, &question, &site.app.territory(code).await?),
        None => (page.t("figures-insight-title"), Vec::new()),
    };
    let known = site.app.figure_choices(&permit).await?;
    let lines = sorted(&named, page.locale, &question);
    let is_whole_country = by == Dimension::Oblast && slice.territory.is_none();
    let coverage = if is_whole_country {
        let reach = site.app.hromada_reach(&permit, &slice).await?;
        let rows = reached(&reach, &lines);
        Some(Coverage { map: Map::reach(&page, &reach), rows, csv: question.at("/insight/coverage.csv") })
    } else {
        None
    };
    let sorted_by = |sort: &str| Question { sort: sort.to_owned(), ..question.clone() }.at("/insight");
    // Without a key, since the line of totals leads nowhere.
    let total = Figure { key: String::new(), ..named.figures.total.clone() };
    page.show(&Insight {
        page: &page,
        title,
        trail,
        form: form(&page, &question, by),
        choices: Dimension::ALL
            .iter()
            .filter(|dimension| **dimension != Dimension::All)
            .map(|dimension| Choice::new(dimension, page.word("figures-by", dimension)))
            .collect(),
        programs: choices(&page, &known.programs),
        courses: choices(&page, &known.courses),
        months: known
            .months
            .iter()
            .map(|key| Choice::new(key, reckoning::name(Dimension::Month, key, &[], page.locale)))
            .collect(),
        narrowed: !slice.is_whole(),
        by,
        heads: reckoning::heads(page.locale, by, &question.sort, sorted_by),
        map: is_whole_country
            .then(|| chart::regions(&page, &lines.iter().filter_map(region).collect::<Vec<_>>())),
        series: (by == Dimension::Month).then(|| series(&page, &lines)).flatten(),
        lines: lines
            .into_iter()
            .map(|line| {
                let path = question.deeper(by, &line, &named.labels);
                (line, path)
            })
            .collect(),
        bars: chart::funnel(
            &page,
            named.figures.total.participations.list().map(Some),
            named.figures.total.people.list().map(Some),
        ),
        total: Line { name: page.t("figures-total"), figure: total },
        coverage,
        csv: question.at("/insight/figures.csv"),
        as_of: named.figures.as_of,
    })
}

/// The name of a unit, and the way back up from it.
fn place(page: &Page, question: &Question, located: &Located) -> (String, Vec<(String, String)>) {
    let whole = Question { by: Dimension::Oblast.to_string(), within: String::new(), ..question.clone() };
    let name = |unit| wording::name(Words::embedded(), page.locale, unit);
    let above = located.above.iter().rev();
    let trail = std::iter::once((whole.at("/insight"), page.t("figures-insight-title")))
        .chain(above.map(|unit| (question.about(&unit.code, unit.category).at("/insight"), name(unit))));
    (name(&located.territory), trail.collect())
}

fn form(page: &Page, question: &Question, by: Dimension) -> Form {
    let form = question.pairs().fold(Form::blank(page.locale), |form, (name, value)| form.with(name, value));
    form.with("by", by)
}

fn choices(page: &Page, labels: &[Label]) -> Vec<Choice> {
    let name = |label: &Label| match page.locale {
        Locale::Uk => label.uk.clone(),
        Locale::En => label.en.clone(),
    };
    let mut choices: Vec<Choice> = labels.iter().map(|label| Choice::new(&label.key, name(label))).collect();
    choices.sort_by_key(|choice| postup_domain::collation::sort_key(&choice.label));
    choices
}

fn sorted(named: &Named, locale: Locale, question: &Question) -> Vec<Line> {
    let mut lines = reckoning::lines(named, locale);
    Sort::read(&question.sort).apply(&mut lines);
    lines
}

fn region(line: &Line) -> Option<Region> {
    let figure = &line.figure;
    let region =
        || Region { code: figure.key.clone(), name: line.name.clone(), count: Some(figure.people.completed) };
    (!figure.key.is_empty()).then(region)
}

fn series(page: &Page, lines: &[Line]) -> Option<Series> {
    let months: Vec<(Month, Option<(i64, i64)>)> = lines
        .iter()
        .filter_map(|line| {
            let month = Month::new("month", &line.figure.key).ok()?;
            Some((month, Some((line.figure.participations.confirmed, line.figure.participations.completed))))
        })
        .collect();
    Series::new(page, &months)
}

/// The oblasts that have hromadas, in the order of the lines.
fn reached(reach: &[Reach], lines: &[Line]) -> Vec<(String, Reach)> {
    lines
        .iter()
        .filter_map(|line| {
            let one = reach.iter().find(|one| one.oblast == line.figure.key)?;
            Some((line.name.clone(), one.clone()))
        })
        .collect()
}

#[handler]
pub async fn download(
    page: Page,
    Data(site): Data<&Site>,
    Caller(actor): Caller,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    let permit = actor.may_read_figures()?;
    let by = question.dimension();
    let named = site.app.completion_figures(&permit, by, &question.slice()?).await?;
    let lines = sorted(&named, page.locale, &question);
    let asked = question.at("");
    let told = Told { as_of: named.figures.as_of, question: asked.trim_start_matches('?') };
    site.app.trace_figures(&permit, by, told.question).await?;
    file(&format!("completion-by-{by}"), reckoning::csv(&lines, &told))
}

#[handler]
pub async fn reach_table(
    page: Page,
    Data(site): Data<&Site>,
    Caller(actor): Caller,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    let permit = actor.may_read_figures()?;
    let slice = question.slice()?;
    let named = site.app.completion_figures(&permit, Dimension::Oblast, &slice).await?;
    let reach = site.app.hromada_reach(&permit, &slice).await?;
    let asked = question.at("");
    site.app.trace_figures(&permit, Dimension::Hromada, asked.trim_start_matches('?')).await?;
    let as_of = named.figures.as_of.to_rfc3339();
    let rows = reached(&reach, &sorted(&named, page.locale, &question)).into_iter().map(|(name, one)| {
        vec![one.oblast, name, one.reached.to_string(), one.hromadas.to_string(), as_of.clone()]
    });
    let head = ["oblast", "name", "hromadas_reached", "hromadas", "as_of"];
    file("hromadas-reached", reckoning::comma_separated(&head, rows))
}
