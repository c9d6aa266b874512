//! A file that is sent by a form.

use super::error::PageError;
use super::form::Form;
use poem::web::Multipart;

/// The form as it came: the fields that are texts, and the file.
pub(super) struct Sent {
    pub(super) form: Form,
    pub(super) name: String,
    pub(super) content: Vec<u8>,
}

/// Fills in a form. The edge has taken the whole body in, within its bounds.
pub(super) async fn read(form: Form, mut parts: Multipart) -> Result<Sent, PageError> {
    let mut sent = Sent { form, name: String::new(), content: Vec::new() };
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
