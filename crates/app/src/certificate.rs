//! Certificates: who may get one, issuing, revoking, checking (product rule 8).

mod draft;

pub use draft::{Draft, Nominee};

use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use draft::{Sheet, choose, nominees};
use postup_domain::access::{Actor, MayIssueCertificates, MayRevokeCertificate};
use postup_domain::audit::Entry;
use postup_domain::certificate::{
    Certificate, CheckCode, NumberPattern, RegistrationNumber, RevocationReason, Standing, Step,
};
use postup_domain::email::Email;
use postup_domain::entropy::sixteen;
use postup_domain::id::{CertificateId, CohortId, EnrollmentId, NotificationId, OrganizationId, StepId};
use postup_domain::notification::NewNotification;
use postup_domain::rejection::Refusal;
use postup_domain::search::search_key;
use postup_domain::text::tidy;
use postup_persistence::certificate::{Candidate, Series};
use postup_persistence::{Cursor, Page, Reader, StoreError, Tx, audit, certificate, cohort, figures, outbox};
use std::collections::HashMap;

/// What anybody learns who has the code, or number and surname: what the certificate says and whether it counts.
#[derive(Clone, Debug)]
pub struct Checked {
    pub certificate: Certificate,
    /// The number of the certificate that stands in its place.
    pub replaced_by: Option<RegistrationNumber>,
}

impl App {
    /// Who may issue in a cohort.
    pub async fn may_issue_certificates(
        &self,
        actor: &Actor,
        cohort: CohortId,
    ) -> Result<MayIssueCertificates, Error> {
        let cohort = cohort::find(&self.reader(), &actor.sight(), cohort).await?;
        Ok(actor.may_issue_certificates(cohort.ok_or(Error::Missing("cohort"))?.place())?)
    }

    /// Everybody who holds a seat, with the verdict as it stands and the valid certificate if there is one.
    pub async fn preview_certificates(&self, permit: &MayIssueCertificates) -> Result<Vec<Nominee>, Error> {
        nominees(&self.reader(), permit.cohort(), None).await
    }

    /// What certificates for this list would say now; refuses what [`issue_certificates`](Self::issue_certificates)
    /// would refuse. Writes nothing.
    pub async fn draft_certificates(
        &self,
        permit: &MayIssueCertificates,
        list: &[EnrollmentId],
    ) -> Result<Vec<Draft>, Error> {
        let db = self.reader();
        let sheet = Sheet::of(&db, permit.cohort(), self.clock.now()).await?;
        let chosen = choose(nominees(&db, permit.cohort(), Some(list)).await?, list)?;
        chosen.iter().map(|candidate| sheet.sample(candidate)).collect()
    }

    /// Issues certificates to everybody on the list, or to nobody: facts frozen, numbers without gaps in the order of the
    /// list, each person told by mail.
    ///
    /// # Errors
    /// Somebody on the list holds no seat in the cohort, has a valid certificate, or has not completed.
    pub async fn issue_certificates(
        &self,
        permit: MayIssueCertificates,
        list: Vec<EnrollmentId>,
    ) -> Result<Vec<Certificate>, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let chosen = |nominees| choose(nominees, &list);
        let certificates = self.hand_out(&tx, &permit, &list, chosen, now).await?;
        tx.commit().await?;
        Ok(certificates)
    }

    /// Issues certificates to those of a list who may have one just now, within a change; answers how many that were.
    pub(crate) async fn issue_piece(
        &self,
        tx: &Tx,
        permit: &MayIssueCertificates,
        list: &[EnrollmentId],
        now: DateTime<Utc>,
    ) -> Result<usize, Error> {
        let ready = |nominees: Vec<Nominee>| {
            let mut known: HashMap<EnrollmentId, Candidate> = nominees
                .into_iter()
                .filter(Nominee::is_ready)
                .map(|nominee| (nominee.candidate.enrollment, nominee.candidate))
                .collect();
            Ok(list.iter().filter_map(|id| known.remove(id)).collect())
        };
        Ok(self.hand_out(tx, permit, list, ready, now).await?.len())
    }

    /// Certifies, tells the holders and touches the figures.
    async fn hand_out(
        &self,
        tx: &Tx,
        permit: &MayIssueCertificates,
        list: &[EnrollmentId],
        chosen: impl FnOnce(Vec<Nominee>) -> Result<Vec<Candidate>, Error>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Certificate>, Error> {
        let certificates = self.certify(tx, permit, Some(list), chosen, now).await?;
        if !certificates.is_empty() {
            self.tell_holders(tx, &certificates, now).await?;
            let enrollments: Vec<_> = certificates.iter().map(|certificate| certificate.enrollment).collect();
            figures::touch(tx, &enrollments, now).await?;
        }
        Ok(certificates)
    }

    /// Numbers, freezes and writes certificates for those who are chosen among the nominees of a cohort, or those of them
    /// on a list. Whoever calls this tells the holders and touches the figures.
    pub(crate) async fn certify(
        &self,
        tx: &Tx,
        permit: &MayIssueCertificates,
        of: Option<&[EnrollmentId]>,
        chosen: impl FnOnce(Vec<Nominee>) -> Result<Vec<Candidate>, Error>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Certificate>, Error> {
        cohort::lock(tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        let sheet = Sheet::of(tx, permit.cohort(), now).await?;
        // From here until the end nobody else gets a number: whoever waits sees what we have issued.
        let last = certificate::lock_series(tx, sheet.issuer, sheet.year).await?;
        let chosen = chosen(nominees(tx, permit.cohort(), of).await?)?;
        if chosen.is_empty() {
            return Ok(Vec::new());
        }
        let certificates = self.number(&sheet, &chosen, last, permit, now)?;
        let count = i64::try_from(certificates.len()).unwrap_or(i64::MAX);
        certificate::advance_series(tx, sheet.issuer, sheet.year, count).await?;
        let step = || StepId::new(now, &*self.entropy);
        certificate::insert_all(tx, &certificates, step).await.map_err(already_certified)?;
        self.record_issue(tx, permit, &certificates, now).await?;
        Ok(certificates)
    }

    fn number(
        &self,
        sheet: &Sheet,
        chosen: &[Candidate],
        last: i64,
        permit: &MayIssueCertificates,
        now: DateTime<Utc>,
    ) -> Result<Vec<Certificate>, Error> {
        let pattern = &self.settings.certificate_number;
        let pattern: NumberPattern = pattern.parse().map_err(|error| Error::Broken(format!("{error}")))?;
        let certificate = |(ordinal, candidate): (i64, &Candidate)| {
            let number = u64::try_from(ordinal).unwrap_or_default();
            let number = pattern
                .format(&self.settings.certificate_series, sheet.year, number)
                .map_err(|error| Error::Broken(format!("{error}")))?;
            let code = CheckCode::from_bytes(sixteen(&*self.entropy));
            Ok(Certificate {
                id: CertificateId::new(now, &*self.entropy),
                enrollment: candidate.enrollment,
                cohort: sheet.place.cohort,
                person: candidate.person,
                issuer: sheet.issuer,
                year: sheet.year,
                ordinal,
                facts: sheet.filled_in(&candidate.name, number, code),
                standing: Standing::Valid,
                issued_at: now,
                issued_by: permit.author(),
            })
        };
        (last.saturating_add(1)..).zip(chosen).map(certificate).collect()
    }

    async fn tell_holders(
        &self,
        tx: &Tx,
        certificates: &[Certificate],
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let message = |certificate: &Certificate| {
            let id = NotificationId::new(now, &*self.entropy);
            let email = Email::CertificateIssued { certificate: certificate.id };
            NewNotification::now(id, certificate.person, email, certificate.id, now).about(certificate.cohort)
        };
        let messages: Vec<_> = certificates.iter().map(message).collect();
        outbox::push_all(tx, &messages).await?;
        Ok(())
    }

    async fn record_issue(
        &self,
        tx: &Tx,
        permit: &MayIssueCertificates,
        certificates: &[Certificate],
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let line = |action: &str, subject: (&str, String), detail: String| {
            entry(now, &*self.entropy, permit.author(), action, subject, detail)
        };
        let count = certificates.len().to_string();
        let cohort = ("cohort", permit.cohort().to_string());
        audit::record(tx, &line("cohort.certificates_issued", cohort, count)).await?;
        let issued = |certificate: &Certificate| {
            let number = certificate.facts.registration_number.to_string();
            line("certificate.issued", ("certificate", certificate.id.to_string()), number)
        };
        let lines: Vec<Entry> = certificates.iter().map(issued).collect();
        Ok(audit::record_all(tx, &lines).await?)
    }

    /// Who may revoke a certificate.
    pub async fn may_revoke_certificate(
        &self,
        actor: &Actor,
        id: CertificateId,
    ) -> Result<MayRevokeCertificate, Error> {
        let db = self.reader();
        let missing = || Error::Missing("certificate");
        certificate::find(&db, &actor.sight(), id).await?.ok_or_else(missing)?;
        let place = certificate::place(&db, id).await?.ok_or_else(missing)?;
        Ok(actor.may_revoke_certificate(id, place)?)
    }

    /// Takes a certificate back for good. Its number stays taken, and the check page says what became of it.
    ///
    /// # Errors
    /// When it is not valid any more.
    pub async fn revoke_certificate(
        &self,
        permit: MayRevokeCertificate,
        reason: RevocationReason,
    ) -> Result<Certificate, Error> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let certificate = certificate::lock(&tx, permit.certificate()).await?;
        let mut certificate = certificate.ok_or(Error::Missing("certificate"))?;
        certificate.revoke(reason, now)?;
        let step = StepId::new(now, &*self.entropy);
        certificate::revoke(&tx, step, &certificate, permit.author()).await?;
        let subject = ("certificate", certificate.id.to_string());
        let line =
            entry(now, &*self.entropy, permit.author(), "certificate.revoked", subject, reason.as_str());
        audit::record(&tx, &line).await?;
        figures::touch(&tx, &[certificate.enrollment], now).await?;
        tx.commit().await?;
        Ok(certificate)
    }

    /// A certificate that exists for the actor, with the number of its successor.
    pub async fn certificate(&self, actor: &Actor, id: CertificateId) -> Result<Checked, Error> {
        let db = self.reader();
        let certificate = certificate::find(&db, &actor.sight(), id).await?;
        with_successor(&db, certificate.ok_or(Error::Missing("certificate"))?).await
    }

    /// The life of a certificate that exists for the actor, the newest step first, each with the name of who took it.
    pub async fn certificate_history(
        &self,
        actor: &Actor,
        id: CertificateId,
    ) -> Result<Vec<(Step, Option<String>)>, Error> {
        let Checked { certificate, .. } = self.certificate(actor, id).await?;
        Ok(certificate::steps(&self.reader(), certificate.id).await?)
    }

    /// The certificates of a cohort that exist for the actor, in issue order.
    pub async fn certificates_of_cohort(
        &self,
        actor: &Actor,
        cohort: CohortId,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Certificate>, Error> {
        let (db, sight) = (self.reader(), actor.sight());
        cohort::find(&db, &sight, cohort).await?.ok_or(Error::Missing("cohort"))?;
        Ok(certificate::of_cohort(&db, &sight, cohort, after, limit).await?)
    }

    /// The actor's own certificates, the newest first.
    pub async fn own_certificates(&self, actor: &Actor) -> Result<Vec<Certificate>, Error> {
        let Some(person) = actor.person() else { return Ok(Vec::new()) };
        Ok(certificate::of_person(&self.reader(), &actor.sight(), person).await?)
    }

    /// The series of numbers that the actor looks after, the newest first.
    pub async fn certificate_series(&self, actor: &Actor) -> Result<Vec<Series>, Error> {
        Ok(certificate::series(&self.reader(), &actor.sight()).await?)
    }

    /// The register of an issuer and year in issue order (UA-09).
    pub async fn certificate_register(
        &self,
        actor: &Actor,
        series: (OrganizationId, i32),
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Certificate>, Error> {
        Ok(certificate::register(&self.reader(), &actor.sight(), series, after, limit).await?)
    }

    /// What the check code opens, for anybody. A text that is no code costs the same query as one that opens nothing.
    pub async fn check_by_code(&self, code: &str) -> Result<Option<Checked>, Error> {
        let db = self.reader();
        let code = code.parse().unwrap_or(CheckCode::from_bytes([0; 16]));
        match certificate::find_by_code(&db, code).await? {
            Some(certificate) => Ok(Some(with_successor(&db, certificate).await?)),
            None => Ok(None),
        }
    }

    /// What number and surname together open, for anybody; the surname as it is printed, in either script.
    pub async fn check_by_number(&self, number: &str, surname: &str) -> Result<Vec<Checked>, Error> {
        let db = self.reader();
        let spellings = [tidy(number), tidy(number).to_uppercase()];
        let spellings = spellings.iter().filter_map(|number| number.parse().ok()).collect();
        let surname = search_key(surname);
        let mut checked = Vec::new();
        for certificate in certificate::find_by_number(&db, spellings).await? {
            let holder = &certificate.facts.holder;
            let names = [&holder.family_name, &holder.latin_family_name];
            if names.iter().any(|name| search_key(name.as_str()) == surname) {
                checked.push(with_successor(&db, certificate).await?);
            }
        }
        Ok(checked)
    }

    /// The address that the printed symbol holds.
    pub fn check_url(&self, code: &CheckCode) -> String {
        format!("{}/verify/{code}", self.settings.origin)
    }
}

/// The second proof behind [`choose`]: the index that allows one valid certificate an enrollment.
fn already_certified(error: StoreError) -> Error {
    if error.is_duplicate_of("enrollment_id") { Refusal::AlreadyCertified.into() } else { error.into() }
}

async fn with_successor(db: &Reader, certificate: Certificate) -> Result<Checked, Error> {
    let replaced_by = match certificate.standing {
        Standing::Replaced { by, .. } => certificate::number_of(db, by).await?,
        _ => None,
    };
    Ok(Checked { certificate, replaced_by })
}
