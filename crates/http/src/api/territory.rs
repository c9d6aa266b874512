//! Territories: the units of the official codifier.

use super::Tag;
use super::paging::{limit, next_link, open};
use super::problem::Failure;
use crate::caller;
use crate::policy::{Line, Policy};
use crate::site::Site;
use chrono::NaiveDate;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_app::Error;
use postup_app::territory::{Filter, Period, wording};
use postup_domain::rejection::Fault;
use postup_domain::territory::{Category, Located, Territory, TerritoryCode};
use postup_i18n::{Locale, Words};

/// Who may call which operation. The codifier is public.
pub const POLICIES: &[Line] =
    &[(Method::GET, "/territories", Policy::Everyone), (Method::GET, "/territories/:code", Policy::Everyone)];

/// The longest search, in characters.
const LONGEST_SEARCH: usize = 200;

/// A unit of the codifier.
#[derive(Debug, Object)]
#[oai(rename = "Territory")]
struct Unit {
    /// `UA` and 17 digits.
    code: String,
    category: Category,
    /// As the codifier has it; of an oblast, raion or hromada a bare adjective.
    name: String,
    /// The name in Latin letters by resolution 55 of 2010.
    name_en: String,
    /// The name with its noun, in the caller's language: "Вінницька область", "Vinnytska oblast".
    title: String,
    /// The title followed by those of the units above, as an address is written. Titles of hromadas are not unique.
    full_title: String,
    /// The code of the unit directly above.
    parent: Option<String>,
    /// The code of the first-level unit it lies in or is: an oblast, Kyiv or Sevastopol.
    oblast: String,
    /// The code of the raion it lies in or is.
    raion: Option<String>,
    /// The code of the hromada it lies in or is.
    hromada: Option<String>,
    /// The first day with these values, as far as the imported editions tell.
    valid_from: NaiveDate,
    /// The first day out of force.
    valid_to: Option<NaiveDate>,
}

impl Unit {
    fn new(located: &Located, locale: Locale) -> Self {
        let text = |code: &TerritoryCode| code.to_string();
        let Territory { code, category, name, name_en, parent, oblast, raion, hromada, valid_from, valid_to } =
            &located.territory;
        Self {
            code: text(code),
            category: *category,
            name: name.to_string(),
            name_en: name_en.clone(),
            title: wording::name(Words::embedded(), locale, &located.territory),
            full_title: wording::full_name(Words::embedded(), locale, located),
            parent: parent.as_ref().map(text),
            oblast: text(oblast),
            raion: raion.as_ref().map(text),
            hromada: hromada.as_ref().map(text),
            valid_from: *valid_from,
            valid_to: *valid_to,
        }
    }
}

/// What a unit was before.
#[derive(Debug, Object)]
#[oai(rename = "TerritoryPeriod")]
struct Before {
    category: Category,
    name: String,
    name_en: String,
    /// The code of the unit directly above at that time.
    parent: Option<String>,
    valid_from: NaiveDate,
    /// The first day on which this no longer held.
    valid_to: NaiveDate,
}

impl From<Period> for Before {
    fn from(period: Period) -> Self {
        Self {
            category: period.category,
            name: period.name.to_string(),
            name_en: period.name_en,
            parent: period.parent.map(String::from),
            valid_from: period.valid_from,
            valid_to: period.valid_to,
        }
    }
}

/// A unit with all it was before.
#[derive(Debug, Object)]
#[oai(rename = "TerritoryDetails")]
struct Details {
    #[oai(flatten)]
    unit: Unit,
    /// Oldest first.
    history: Vec<Before>,
}

#[derive(ApiResponse)]
enum Listed {
    /// The best fits first, then larger units first. The header `Link` leads to the next page.
    #[oai(status = 200)]
    Ok(Json<Vec<Unit>>, #[oai(header = "Link")] Option<String>),
}

/// The operations.
pub struct TerritoryApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Territories")]
impl TerritoryApi {
    /// Units in force
    ///
    /// `q` finds names in Ukrainian and Latin letters, whatever the apostrophes, case and hyphens; the noun may stand
    /// with it; a whole code finds its unit.
    #[oai(path = "/territories", method = "get", operation_id = "list_territories")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn list(
        &self,
        request: &Request,
        /// Directly below this unit, by its code.
        parent: Query<Option<String>>,
        /// Anywhere below this unit and the unit itself, by its code.
        within: Query<Option<String>>,
        q: Query<Option<String>>,
        category: Query<Option<Category>>,
        cursor: Query<Option<String>>,
        #[oai(name = "limit")] most: Query<Option<u64>>,
    ) -> Result<Listed, Failure> {
        let filter = Filter {
            parent: code_of("parent", parent.0)?,
            within: code_of("within", within.0)?,
            category: category.0,
            text: search(q.0)?,
        };
        let (after, most) = (open(cursor.0.as_deref())?, limit(most.0)?);
        let page = self.site.app.territories(&filter, after.as_ref(), most).await?;
        let address = request.uri().path_and_query().map_or("", |path| path.as_str());
        let link = next_link(address, page.next.as_ref());
        let locale = caller::locale(request);
        Ok(Listed::Ok(Json(page.items.iter().map(|unit| Unit::new(unit, locale)).collect()), link))
    }

    /// One unit, also when it is no longer in force
    #[oai(path = "/territories/:code", method = "get", operation_id = "get_territory")]
    async fn get(&self, request: &Request, code: Path<String>) -> Result<Json<Details>, Failure> {
        let code: TerritoryCode = code.0.parse().map_err(|_| Error::Missing("territory"))?;
        let located = self.site.app.territory(&code).await?;
        let history = self.site.app.territory_history(&code).await?;
        let unit = Unit::new(&located, caller::locale(request));
        Ok(Json(Details { unit, history: history.into_iter().map(Before::from).collect() }))
    }
}

fn code_of(field: &str, text: Option<String>) -> Result<Option<TerritoryCode>, Failure> {
    let parsed = text.map(|text| text.parse()).transpose();
    parsed.map_err(|_| Error::field(field, Fault::NotACode).into())
}

fn search(text: Option<String>) -> Result<String, Failure> {
    let text = text.unwrap_or_default();
    match text.chars().nth(LONGEST_SEARCH) {
        Some(_) => Err(Error::field("q", Fault::TooLong { longest: LONGEST_SEARCH }).into()),
        None => Ok(text),
    }
}
