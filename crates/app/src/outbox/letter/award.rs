//! A certificate, for whoever earned it.

use super::{No, both};
use postup_domain::id::CertificateId;
use postup_domain::notification::DropReason;
use postup_mail::{Award, Message};
use postup_persistence::Reader;
use postup_persistence::outbox::{self, Claimed};

/// A certificate that is valid still.
pub(super) async fn issued(
    db: &Reader,
    claimed: &Claimed,
    certificate: CertificateId,
) -> Result<Message, No> {
    let facts = outbox::certificate_facts(db, certificate).await?;
    let facts = facts.ok_or(No::Drop(DropReason::Overtaken))?;
    if facts.person_id != claimed.person {
        return Err(No::Drop(DropReason::NotTheirs));
    }
    if facts.state != "valid" {
        return Err(No::Drop(DropReason::Overtaken));
    }
    Ok(Message::CertificateIssued(Award {
        certificate,
        title: both(&facts.title_uk, &facts.title_en)?,
        number: facts.registration_number,
        code: facts.code,
    }))
}
