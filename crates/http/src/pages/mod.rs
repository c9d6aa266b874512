//! The product as pages: rendered here, complete without scripts.

pub mod about;
pub mod access;
pub mod answer;
pub mod application;
pub mod approval;
pub mod attendance;
mod audit;
pub mod calendar;
pub mod certificate;
pub mod check_in;
pub mod closing;
pub mod cohort;
mod components;
pub mod correspondence;
pub mod course;
pub mod device;
pub mod employer;
pub mod enrollment;
pub mod equivalent;
pub mod error;
mod export;
pub mod figures;
pub mod form;
pub mod guest;
mod health;
mod held;
pub mod home;
pub mod import;
pub mod interest;
pub mod interruption;
mod job;
mod kept;
pub mod mail;
pub mod manage;
pub mod me;
pub mod message;
pub mod nominee;
pub mod offer;
pub mod open_data;
pub mod page;
pub mod people;
pub mod plea;
pub mod progress;
pub mod reconfirmation;
pub mod record;
pub mod register;
pub mod settings;
pub mod sign_in;
pub mod stand_in;
pub mod statement;
pub mod substitution;
pub mod teach;
mod teaching;
mod template;
pub mod trainers;
pub mod transfer;
mod upload;
pub mod verify;
mod whereabouts;

use crate::caller;
use crate::policy::{Gate, Policy, Shut};
use crate::site::Site;
use error::PageError;
use held::Sent;
use kept::{Kept, Shelf};
use poem::http::Method;
use poem::{Endpoint, EndpointExt, IntoEndpoint, IntoResponse, Request, Response, Route, RouteMethod};
use std::collections::BTreeMap;

/// Page routes, each with its policy: there is no way to add one without.
#[derive(Default)]
pub struct Pages {
    routes: BTreeMap<String, RouteMethod>,
    policies: Vec<(Method, String, Policy)>,
    shelf: Shelf,
}

impl Pages {
    /// A page to read.
    #[must_use]
    pub fn get<E>(self, path: &str, policy: Policy, page: E) -> Self
    where
        E: IntoEndpoint,
        E::Endpoint: 'static,
    {
        self.add(Method::GET, path, policy, page)
    }

    /// A page for everybody that looks the same to every visitor.
    #[must_use]
    pub fn public<E>(self, path: &str, page: E) -> Self
    where
        E: IntoEndpoint,
        E::Endpoint: 'static,
    {
        let kept = Kept { inner: page.into_endpoint().map_to_response(), shelf: self.shelf.clone() };
        self.add(Method::GET, path, Policy::Everyone, kept)
    }

    /// A form to send.
    #[must_use]
    pub fn post<E>(self, path: &str, policy: Policy, page: E) -> Self
    where
        E: IntoEndpoint,
        E::Endpoint: 'static,
    {
        self.add(Method::POST, path, policy, page)
    }

    fn add<E>(mut self, method: Method, path: &str, policy: Policy, page: E) -> Self
    where
        E: IntoEndpoint,
        E::Endpoint: 'static,
    {
        let gate = Gate::new(policy, page.into_endpoint().map_to_response());
        let methods = self.routes.remove(path).unwrap_or_default();
        self.routes.insert(path.to_owned(), methods.method(method.clone(), gate));
        self.policies.push((method, path.to_owned(), policy));
        self
    }

    /// Joins the pages of a noun.
    #[must_use]
    pub fn with(self, noun: impl FnOnce(Self) -> Self) -> Self {
        noun(self)
    }

    /// Every route with its policy, for the test that walks them all.
    pub fn policies(&self) -> &[(Method, String, Policy)] {
        &self.policies
    }
}

/// Every page of the product. A noun joins here with one line.
pub fn all(site: &Site) -> Pages {
    Pages::default()
        .with(home::pages)
        .with(about::pages)
        .with(course::pages)
        .with(interest::pages)
        .with(cohort::pages)
        .with(sign_in::pages)
        .with(register::pages)
        .with(settings::pages)
        .with(correspondence::pages)
        .with(calendar::pages)
        .with(people::pages)
        .with(export::pages)
        .with(import::pages)
        .with(health::pages)
        .with(access::pages)
        .with(audit::pages)
        .with(trainers::pages)
        .with(figures::pages)
        .with(progress::pages)
        .with(open_data::pages)
        .with(manage::pages)
        .with(certificate::pages)
        .with(job::pages)
        .with(verify::pages)
        .with(|pages| mail::pages(pages, site))
        .with(|pages| components::pages(pages, site))
        .with(message::pages)
        .with(template::pages)
        .with(me::pages)
        .with(enrollment::pages)
        .with(equivalent::pages)
        .with(employer::pages)
        .with(substitution::pages)
        .with(stand_in::pages)
        .with(statement::pages)
        .with(record::pages)
        .with(teaching::pages)
        .with(transfer::pages)
        .with(guest::pages)
        .with(reconfirmation::pages)
        .with(nominee::pages)
        .with(answer::pages)
        .with(approval::pages)
        .with(teach::pages)
        .with(attendance::pages)
        .with(device::pages)
        .with(check_in::pages)
        .with(interruption::pages)
        .with(closing::pages)
        .with(plea::pages)
        .with(application::pages)
}

/// The pages behind their error pages.
pub(crate) fn routes(site: &Site) -> impl Endpoint<Output = Response> + 'static {
    let pages = all(site);
    let route = pages.routes.into_iter().fold(Route::new(), |route, (path, methods)| route.at(path, methods));
    WithErrorPages { inner: route, site: site.clone() }
}

/// Turns every error below into a page.
struct WithErrorPages<E> {
    inner: E,
    site: Site,
}

impl<E: Endpoint> Endpoint for WithErrorPages<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let page = caller::page(&request, &self.site);
        let method = request.method().clone();
        let sent = Sent::copy(&mut request).await;
        let error = match self.inner.call(request).await {
            Ok(response) => return Ok(response.into_response()),
            Err(error) if error.is::<Shut>() => PageError::Denied.into(),
            Err(error) => error,
        };
        if let Some(sent) = sent
            && matches!(error.downcast_ref(), Some(PageError::Denied))
            && let Some(held) = sent.read().await
        {
            return Ok(sign_in::ask_again(&page, held));
        }
        Ok(error::present(&page, &method, &error))
    }
}

impl<E: Into<postup_app::Error>> From<E> for PageError {
    fn from(error: E) -> Self {
        use postup_app::Error;
        match error.into() {
            Error::Missing(_) => Self::Missing,
            Error::Denied(_) => Self::Denied,
            Error::Rejected(rejection) => Self::Rejected(rejection),
            Error::Invalid(_) => Self::Unreadable,
            Error::Stale => Self::Stale,
            Error::Unreadable => Self::Unreadable,
            Error::Busy => Self::Busy,
            Error::Broken(why) => Self::Broken(why),
        }
    }
}
