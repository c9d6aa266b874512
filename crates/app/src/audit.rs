//! Reading the audit trail.

use crate::{App, Error};
use postup_domain::access::MayReadAudit;
use postup_domain::audit::Entry;
use postup_persistence::{Cursor, Page, audit};

impl App {
    /// The trail, newest first; of one thing when `subject` names its kind and id.
    pub async fn audit_trail(
        &self,
        _permit: &MayReadAudit,
        subject: Option<(&str, &str)>,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Entry>, Error> {
        Ok(audit::list(&self.reader(), subject, after, limit).await?)
    }
}
