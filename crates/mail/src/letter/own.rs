//! A letter in the installation's own words.

use postup_domain::pattern::Placeholder;
use postup_domain::template::Patterns;
use postup_i18n::{Locale, Words};

use super::{Letter, Parts, Writer};
use crate::message::Message;
use crate::rendered::Unbuildable;

/// The letter has nothing to say where the words need it to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is nothing to fill in for {{{0}}}")]
pub struct NoValue(pub Placeholder);

/// What a letter in these words would be for a reader of this name, with links that start at `origin`.
///
/// # Errors
/// [`Unbuildable`] when the words need what the letter does not have, or a template fails.
pub fn preview_own(
    own: &Patterns,
    message: &Message,
    locale: Locale,
    reader: &str,
    origin: &str,
) -> Result<Letter, Unbuildable> {
    let writer = Writer { words: Words::embedded(), locale, origin, reader };
    writer.write_own(own, message, None).map_err(|no| Unbuildable::Other(no.to_string()))?
}

impl Writer<'_> {
    /// Writes the letter. What every letter ends with stays the product's.
    pub(crate) fn write_own(
        &self,
        own: &Patterns,
        message: &Message,
        unsubscribe: Option<&str>,
    ) -> Result<Result<Letter, Unbuildable>, NoValue> {
        if let Some(missing) = own.must.iter().find(|place| self.value(message, **place).is_empty()) {
            return Err(NoValue(*missing));
        }
        let subject = self.line(message, &own.subject);
        let greeting = own.greeting.as_ref().map(|greeting| self.line(message, greeting));
        let parts = Parts {
            what: greeting.filter(|line| !line.is_empty()).unwrap_or_else(|| subject.clone()),
            subject,
            body: self.paragraphs(message, &own.body),
            // The words say all this themselves.
            facts: Vec::new(),
            action: String::new(),
            more: Vec::new(),
            leave: self.leave(unsubscribe),
            ..self.parts(message)
        };
        Ok(parts.render())
    }
}
