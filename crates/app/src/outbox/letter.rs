//! From a row of the outbox to a letter: loads what it speaks of, and asks once more whether it is still true and still
//! concerns its reader.

mod award;
mod decision;
mod equivalent;
mod invitation;
mod invite;
mod opening;
mod plea;
mod session;
mod share;
mod stand_in;
mod taught;
mod theirs;
mod unfilled;
mod written;

use crate::App;
use crate::message::locale_of;
use chrono::{DateTime, Utc};
use postup_domain::correspondence::{Correspondence, Way};
use postup_domain::email::{Email, Need};
use postup_domain::enrollment::EnrollmentState;
use postup_domain::id::NotificationId;
use postup_domain::notification::DropReason;
use postup_domain::rejection::Invalid;
use postup_domain::session::SessionState;
use postup_domain::text::{Both, Title};
use postup_i18n::Locale;
use postup_mail::{Invite, Message, Recipient};
use postup_persistence::outbox::{self, Claimed, Held};
use postup_persistence::{Reader, StoreError, correspondence, template};
use theirs::Theirs;

/// What is to be done with a row.
pub(super) enum Letter {
    /// Send this.
    Ready(Box<Ready>),
    /// Its reader gets it with the digest of this moment.
    Hold(DateTime<Utc>),
    /// Nobody should read it any more.
    Drop(DropReason),
    /// The address was refused for good before; says what was answered then.
    Refused(String),
    /// It cannot be put together.
    Broken(String),
}

/// A letter that can go out.
pub(super) struct Ready {
    pub recipient: Recipient,
    pub message: Message,
    /// What calendars take out of it.
    pub invites: Vec<Invite>,
    /// What a digest does not tell after all, and why.
    pub left_out: Vec<(NotificationId, DropReason)>,
}

/// Why there is no message.
enum No {
    Hold(DateTime<Utc>),
    Drop(DropReason),
    Broken(String),
    Store(StoreError),
}

impl From<StoreError> for No {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Invalid> for No {
    fn from(invalid: Invalid) -> Self {
        Self::Broken(invalid.to_string())
    }
}

pub(super) async fn letter(app: &App, claimed: &Claimed, now: DateTime<Utc>) -> Result<Letter, StoreError> {
    match addressed(app, claimed, now).await {
        Ok(letter) => Ok(letter),
        Err(No::Hold(until)) => Ok(Letter::Hold(until)),
        Err(No::Drop(reason)) => Ok(Letter::Drop(reason)),
        Err(No::Broken(why)) => Ok(Letter::Broken(why)),
        Err(No::Store(error)) => Err(error),
    }
}

async fn addressed(app: &App, claimed: &Claimed, now: DateTime<Utc>) -> Result<Letter, No> {
    let db = &app.reader();
    let reader = outbox::reader_of(db, claimed.person).await?.ok_or(No::Drop(DropReason::RecipientGone))?;
    if reader.suspended_at.is_some() {
        return Err(No::Drop(DropReason::RecipientSuspended));
    }
    let email = claimed.email.as_ref().ok_or_else(|| No::Broken("its row cannot be read".to_owned()))?;
    let kind = email.kind();
    if kind.need() == Need::Optional {
        let wish = correspondence::of_person(db, claimed.person).await?;
        match wish.way(kind, now, claimed.not_after, app.settings().letters.digest_hour) {
            Way::Send => {}
            Way::Hold(until) => return Err(No::Hold(until)),
            Way::Drop => return Err(No::Drop(DropReason::Unwanted)),
        }
    }
    let (message, left_out) = match email {
        Email::DailyDigest { .. } => digest(db, claimed, &reader, now).await?,
        _ => (message(db, claimed, email, &reader, now).await?, Vec::new()),
    };
    if let Some(reply) = reader.refused {
        return Ok(Letter::Refused(format!("this address was refused before: {reply}")));
    }
    let locale = message.locale().unwrap_or(locale_of(reader.language));
    let name = match locale {
        Locale::Uk => format!("{} {}", reader.given_name, reader.family_name),
        Locale::En => format!("{} {}", reader.latin_given_name, reader.latin_family_name),
    };
    let unsubscribe = (kind.need() == Need::Optional).then(|| app.unsubscribe_path(kind, claimed.person));
    let recipient = Recipient { name, address: reader.email, locale, unsubscribe };
    let invites = invite::of(app, email, &recipient, now).await?;
    Ok(Letter::Ready(Box::new(Ready { recipient, message, invites, left_out })))
}

/// Everything held for a digest that is still true, still theirs and still wanted.
async fn digest(
    db: &Reader,
    claimed: &Claimed,
    reader: &outbox::Reader,
    now: DateTime<Utc>,
) -> Result<(Message, Vec<(NotificationId, DropReason)>), No> {
    let wish = correspondence::of_person(db, claimed.person).await?;
    let (mut told, mut left_out) = (Vec::new(), Vec::new());
    for held in outbox::held_in(db, claimed.id).await? {
        match told_in_digest(db, claimed, &held, reader, &wish, now).await {
            Ok(message) => told.push(message),
            Err(No::Drop(reason)) => left_out.push((held.id, reason)),
            Err(other) => return Err(other),
        }
    }
    if told.is_empty() {
        // The fate of the digest becomes that of all it held.
        return Err(No::Drop(left_out.first().map_or(DropReason::Overtaken, |(_, reason)| *reason)));
    }
    Ok((Message::DailyDigest(told), left_out))
}

async fn told_in_digest(
    db: &Reader,
    digest: &Claimed,
    held: &Held,
    reader: &outbox::Reader,
    wish: &Correspondence,
    now: DateTime<Utc>,
) -> Result<Message, No> {
    let email = held.email.as_ref().ok_or_else(|| No::Broken("a row in it cannot be read".to_owned()))?;
    if !wish.wants(email.kind()) {
        return Err(No::Drop(DropReason::Unwanted));
    }
    if held.not_after.is_some_and(|end| now > end) {
        return Err(No::Drop(DropReason::Expired));
    }
    let alone =
        Claimed { id: held.id, email: held.email.clone(), not_after: held.not_after, ..digest.clone() };
    message(db, &alone, email, reader, now).await
}

async fn message(
    db: &Reader,
    claimed: &Claimed,
    email: &Email,
    reader: &outbox::Reader,
    now: DateTime<Utc>,
) -> Result<Message, No> {
    use EnrollmentState::{
        Confirmed, Declined, Nominated, Offered, Rejected, Transferred, Waitlisted, Withdrawn,
    };
    let locale = locale_of(reader.language);
    let of = |enrollment| Theirs { db, claimed, enrollment, now, locale };
    Ok(match email {
        Email::ConfirmAddress { token } => {
            if reader.email_confirmed_at.is_some() {
                return Err(No::Drop(DropReason::Overtaken));
            }
            Message::ConfirmAddress { token: token.clone(), until: claimed.not_after }
        }
        Email::ResetPassword { token } => {
            Message::ResetPassword { token: token.clone(), until: claimed.not_after }
        }
        Email::AlreadyRegistered => Message::AlreadyRegistered,
        // Received is received, whatever was decided since; but not if it is over.
        Email::ApplicationReceived { enrollment } => {
            Message::ApplicationReceived(of(*enrollment).training(|state| !state.is_over()).await?)
        }
        Email::ApplicationMovedOn { enrollment } => {
            Message::ApplicationMovedOn(of(*enrollment).training(|state| !state.is_over()).await?)
        }
        Email::ApprovalAsked { enrollment, token } => of(*enrollment).approval(token).await?,
        Email::SeatConfirmed { enrollment } => {
            Message::SeatConfirmed(of(*enrollment).training(|state| state == Confirmed).await?)
        }
        Email::Promoted { enrollment } => {
            Message::Promoted(of(*enrollment).training(|state| state == Confirmed).await?)
        }
        Email::SeatOffered { enrollment, token } => {
            let (training, question) = of(*enrollment).question(Offered, token).await?;
            Message::SeatOffered(training, question)
        }
        Email::NominationAsked { enrollment, token } => {
            let (training, question) = of(*enrollment).question(Nominated, token).await?;
            Message::NominationAsked(training, question)
        }
        Email::ReconfirmationAsked { enrollment, token } => {
            let (training, question) = of(*enrollment).reconfirmation(token).await?;
            Message::ReconfirmationAsked(training, question)
        }
        Email::AnswerDeclined { enrollment } => {
            Message::AnswerDeclined(of(*enrollment).training(|state| state == Declined).await?)
        }
        Email::AnswerOverdue { enrollment } => {
            Message::AnswerOverdue(of(*enrollment).training(|state| state == Declined).await?)
        }
        Email::Transferred { enrollment } => {
            Message::Transferred(of(*enrollment).training(|state| state == Transferred).await?)
        }
        Email::Rejected { enrollment } => {
            Message::Rejected(of(*enrollment).training(|state| state == Rejected).await?)
        }
        Email::Withdrawn { enrollment } => {
            Message::Withdrawn(of(*enrollment).training(|state| state == Withdrawn).await?)
        }
        Email::Waitlisted { enrollment } => {
            let facts = of(*enrollment).facts(|state| state == Waitlisted).await?;
            let place = outbox::queue_place(db, facts.cohort_id, facts.arrival).await?;
            Message::Waitlisted(of(*enrollment).explained(facts).await?, Some(place))
        }
        Email::SessionTomorrow { enrollment, session } => {
            let (training, meeting) = of(*enrollment).meeting(*session, SessionState::Planned).await?;
            Message::SessionTomorrow(training, meeting)
        }
        Email::SessionChanged { enrollment, session, number, rest } => {
            let all: Vec<_> = std::iter::once((*session, *number)).chain(rest.iter().copied()).collect();
            let (training, moved, rest) = of(*enrollment).moved(&all).await?;
            Message::SessionChanged(training, moved, rest)
        }
        Email::TaughtSessionChanged { session, number, rest } => {
            let all: Vec<_> = std::iter::once((*session, *number)).chain(rest.iter().copied()).collect();
            Message::TaughtSessionChanged(taught::changed(db, claimed, &all, now).await?)
        }
        Email::TaughtSessionCancelled { session } => {
            Message::TaughtSessionCancelled(taught::cancelled(db, claimed, *session, now).await?)
        }
        Email::SessionCancelled { enrollment, session } => {
            let (training, meeting) = of(*enrollment).cancelled(*session).await?;
            Message::SessionCancelled(training, meeting)
        }
        Email::MakeUpPlanned { enrollment, session } => {
            let (training, meeting) = of(*enrollment).meeting(*session, SessionState::Planned).await?;
            Message::MakeUpPlanned(training, meeting)
        }
        Email::GuestPlaceGiven { enrollment, session } => {
            let (training, meeting) = of(*enrollment).meeting(*session, SessionState::Planned).await?;
            Message::GuestPlaceGiven(training, meeting)
        }
        Email::GuestPlaceEnded { enrollment, session } => {
            let (training, meeting) = of(*enrollment).left(*session).await?;
            Message::GuestPlaceEnded(training, meeting)
        }
        Email::SessionInterrupted { enrollment, session } => of(*enrollment).interrupted(*session).await?,
        Email::AttendanceAtRisk { enrollment } => of(*enrollment).share(reader).await?,
        Email::PleaMade { plea } => {
            let (enrollment, asked) = plea::find(db, *plea).await?;
            of(enrollment).asked(asked).await?
        }
        Email::PleaDecided { plea } => {
            let (enrollment, asked) = plea::find(db, *plea).await?;
            of(enrollment).answered(asked).await?
        }
        Email::StandInNamed { stand_in } => {
            Message::StandInNamed(stand_in::named(db, claimed, *stand_in, locale, now).await?)
        }
        Email::StandInEnded { stand_in } => {
            Message::StandInEnded(stand_in::ended(db, claimed, *stand_in, locale, now).await?)
        }
        Email::RegisterUnfilled { session } => {
            Message::RegisterUnfilled(unfilled::unfilled(db, claimed, *session, now).await?)
        }
        Email::CohortConfirmed { enrollment } => {
            Message::CohortConfirmed(of(*enrollment).training(|state| !state.is_over()).await?)
        }
        Email::CohortCancelled { enrollment } => {
            Message::CohortCancelled(of(*enrollment).training(|state| !state.is_over()).await?)
        }
        Email::SeatPassedOn { enrollment } => Message::SeatPassedOn(of(*enrollment).handover().await?),
        Email::EquivalentStated { equivalent } => {
            Message::EquivalentStated(equivalent::stated(db, claimed, *equivalent, locale, now).await?)
        }
        Email::EquivalentDecided { equivalent } => {
            Message::EquivalentDecided(equivalent::decided(db, claimed, *equivalent, locale).await?)
        }
        Email::DecisionDue { cohort } => Message::DecisionDue(decision::due(db, claimed, *cohort).await?),
        Email::CourseOpened { cohort } => Message::CourseOpened(opening::of(db, claimed, *cohort).await?),
        Email::CertificateIssued { certificate } => award::issued(db, claimed, *certificate).await?,
        Email::CohortMessage { enrollment, message } => {
            let (training, written) = of(*enrollment).written(*message).await?;
            Message::CohortMessage(training, written)
        }
        Email::CohortNews { enrollment, message } => {
            let (training, written) = of(*enrollment).written(*message).await?;
            Message::CohortNews(training, written)
        }
        Email::CohortInvitation { cohort, organization } => {
            let of = (*cohort, *organization);
            Message::CohortInvitation(invitation::invitation(db, claimed, of, now).await?)
        }
        Email::TemplateFailed { kind, language, number } => {
            let newest = template::versions(db, *kind, *language).await?.into_iter().next();
            let failed = newest.is_some_and(|version| version.number == *number && version.failed.is_some());
            if !failed {
                return Err(No::Drop(DropReason::Overtaken));
            }
            Message::TemplateFailed { kind: *kind, language: locale_of(*language) }
        }
        Email::DailyDigest { .. } => return Err(No::Broken("a digest within a digest".to_owned())),
    })
}

fn both(uk: &str, en: &str) -> Result<Both<Title>, Invalid> {
    Ok(Both::new(Title::new("title_uk", uk)?, Title::new("title_en", en)?))
}
