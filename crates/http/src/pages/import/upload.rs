//! A file that is sent by a form.

use super::{path_of, show_list};
use crate::pages::error::PageError;
use crate::pages::form::Form;
use crate::pages::page::{Page, go};
use crate::site::Site;
use poem::http::StatusCode;
use poem::web::{Data, Multipart};
use poem::{Response, handler};
use postup_app::Error;
use postup_domain::import::ImportKind;
use postup_domain::rejection::{Fault, Invalid};

/// The form as it came: the fields that are texts, and the file.
struct Sent {
    form: Form,
    name: String,
    content: Vec<u8>,
}

#[handler]
pub async fn receive(page: Page, parts: Multipart, site: Data<&Site>) -> Result<Response, PageError> {
    let Sent { form, name, content } = read(&page, parts).await?;
    let permit = page.actor.may_import_file()?;
    let Ok(kind) = form.value("kind").parse::<ImportKind>() else {
        let form = form.blame(&[Invalid::new("kind", Fault::Missing)]);
        return show_list(&page, form, &site, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match site.app.receive_import(&permit, kind, &name, content).await {
        Ok(job) => Ok(go(&path_of(job.id), Some("import-flash-received"))),
        Err(Error::Invalid(faults)) => {
            show_list(&page, form.blame(&faults), &site, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The edge has taken the whole body in, within its bounds.
async fn read(page: &Page, mut parts: Multipart) -> Result<Sent, PageError> {
    let mut sent =
        Sent { form: Form::blank(page.locale).about("import"), name: String::new(), content: Vec::new() };
    while let Some(part) = parts.next_field().await.map_err(|_| PageError::Unreadable)? {
        let field = part.name().unwrap_or_default().to_owned();
        if field == "file" {
            sent.name = part.file_name().unwrap_or_default().to_owned();
            sent.content = part.bytes().await.map_err(|_| PageError::Unreadable)?;
        } else {
            let text = part.text().await.map_err(|_| PageError::Unreadable)?;
            sent.form.set(&field, text);
        }
    }
    Ok(sent)
}
