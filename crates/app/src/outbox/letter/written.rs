//! What a manager wrote, for one of those it was meant for.

use super::{No, Theirs};
use crate::message::{by_locale, locale_of};
use crate::template::language_of;
use postup_domain::enrollment::EnrollmentState;
use postup_domain::id::MessageId;
use postup_domain::notification::DropReason;
use postup_mail::{Training, Written};
use postup_persistence::enrollment::reconfirmation;
use postup_persistence::message;

impl Theirs<'_> {
    /// The words in the reader's language or the only one there is; who is no longer among those it was meant for does not
    /// get it.
    pub(super) async fn written(&self, id: MessageId) -> Result<(Training, Written), No> {
        let found = message::find(self.db, id).await?.ok_or(No::Drop(DropReason::Overtaken))?;
        let audience = &found.plan.audience;
        let unanswered =
            audience.asks_for_answers() && reconfirmation::is_unanswered(self.db, self.enrollment).await?;
        let facts = self.facts(|state| audience.includes(self.enrollment, state, unanswered)).await?;
        if facts.cohort_id != found.cohort {
            return Err(No::Drop(DropReason::NotTheirs));
        }
        let text = found.plan.text_for(language_of(self.locale));
        let (language, text) = text.ok_or_else(|| No::Broken("it has no words".to_owned()))?;
        let (subject, body) = text.patterns()?;
        let locale = locale_of(language);
        let author = found.author_name.as_ref().map(|name| by_locale(name, locale)).unwrap_or_default();
        let seated = facts.state == EnrollmentState::Confirmed;
        Ok((self.told(facts).await?, Written { subject, body, locale, author, seated }))
    }
}
