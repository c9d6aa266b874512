//! A file that is sent by a form.

use super::{path_of, show_list};
use crate::pages::error::PageError;
use crate::pages::form::Form;
use crate::pages::page::{Page, go};
use crate::pages::upload::{Sent, read};
use crate::site::Site;
use poem::http::StatusCode;
use poem::web::{Data, Multipart};
use poem::{Response, handler};
use postup_app::Error;
use postup_domain::import::ImportKind;
use postup_domain::rejection::{Fault, Invalid};

#[handler]
pub async fn receive(page: Page, parts: Multipart, site: Data<&Site>) -> Result<Response, PageError> {
    let Sent { form, name, content } = read(Form::blank(page.locale).about("import"), parts).await?;
    let permit = page.actor.may_import_file()?;
    let Ok(kind) = form.value("kind").parse::<ImportKind>() else {
        let form = form.blame(&[Invalid::new("kind", Fault::Missing)]);
        return show_list(&page, form, &site, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let session = match form.value("session") {
        "" => None,
        id => Some(id.parse().map_err(|_| PageError::Missing)?),
    };
    match site.app.receive_import_about(&permit, kind, session, &name, content).await {
        Ok(job) => Ok(go(&path_of(job.id), Some("import-flash-received"))),
        Err(Error::Invalid(faults)) => {
            show_list(&page, form.blame(&faults), &site, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}
