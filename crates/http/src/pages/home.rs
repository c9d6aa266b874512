//! The first page: what came of it so far, and what one can join now.

use askama::Template;
use chrono::{DateTime, Utc};
use poem::web::Data;
use poem::{Response, handler};
use postup_app::figures::PublicTotal;

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form};
use super::offer::{self, Around, Offer};
use super::page::Page;
use crate::site::Site;

/// More would push the way to the catalogue out of sight.
const MOST_OFFERS: u64 = 6;

pub fn pages(pages: Pages) -> Pages {
    pages.public("/", show)
}

/// National totals; small numbers among them are not told.
struct Headline {
    people: i64,
    participations: i64,
    completed: Option<i64>,
    certified: Option<i64>,
    as_of: DateTime<Utc>,
}

/// Nothing at all before there are enough people with a seat: a row of zeros informs nobody, a small number too much.
fn headline(total: &PublicTotal, as_of: DateTime<Utc>) -> Option<Headline> {
    let [_, people, ..] = total.people;
    let [_, participations, _, completed, certified] = total.participations;
    Some(Headline {
        people: people.filter(|people| *people > 0)?,
        participations: participations?,
        completed,
        certified,
        as_of,
    })
}

#[derive(Template)]
#[template(path = "home/show.html")]
struct Show<'a> {
    page: &'a Page,
    figures: Option<Headline>,
    form: Form,
    oblasts: Vec<Choice>,
    /// Where the offers are looked for first.
    around: Option<Around>,
    offers: Vec<Offer>,
}

#[handler]
async fn show(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let public = site.app.public_figures().await?;
    let around = offer::around(&site, &page, form.value("oblast")).await?;
    let offers = match &around {
        Some(around) => offer::near(&site, &page, around, MOST_OFFERS).await?,
        None => offer::open(&site, &page, None, MOST_OFFERS).await?,
    };
    let oblasts = offer::oblasts(&page, &site).await?;
    page.show(&Show {
        page: &page,
        figures: headline(&public.total, public.as_of),
        form,
        oblasts,
        around,
        offers,
    })
}
