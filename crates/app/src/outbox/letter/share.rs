//! How near the limit somebody has come, for them and for their personnel officers.

use super::{No, Theirs};
use crate::completion::prospects;
use crate::message::locale_of;
use postup_domain::access::{Actor, Sight};
use postup_domain::enrollment::EnrollmentState;
use postup_domain::notification::DropReason;
use postup_i18n::Locale;
use postup_mail::{Meeting, Message, Share};
use postup_persistence::{access, enrollment, outbox};

impl Theirs<'_> {
    pub(super) async fn share(&self, reader: &outbox::Reader) -> Result<Message, No> {
        let overtaken = || No::Drop(DropReason::Overtaken);
        let listed = enrollment::find(self.db, &Sight::system(), self.enrollment).await?;
        let listed = listed.ok_or_else(overtaken)?;
        let own = listed.enrollment.person == self.claimed.person;
        if !own {
            let grants = access::of_persons(self.db, &[self.claimed.person]).await?;
            let sight = Actor::away(self.claimed.person, grants, self.now).sight();
            if !sight.sees_enrollment(&listed.place()) {
                return Err(No::Drop(DropReason::NotTheirs));
            }
        }
        if listed.enrollment.state != EnrollmentState::Confirmed {
            return Err(overtaken());
        }
        let found = prospects(self.db, listed.enrollment.cohort, &[self.enrollment]).await;
        let found = found.map_err(|error| No::Broken(error.to_string()))?;
        let found = found.into_iter().next().ok_or_else(overtaken)?;
        if found.prospect().risk().is_none() {
            return Err(overtaken());
        }
        let ahead = found.hopes(self.now).into_iter().filter(|hope| hope.needed && !hope.over);
        let needed = ahead.map(|hope| Meeting {
            title: hope.session.plan.title,
            starts_at: hope.session.plan.starts_at,
            ends_at: hope.session.plan.ends_at,
            time_zone: hope.session.plan.time_zone,
            venue: None,
            link: None,
        });
        let person = (!own).then(|| match locale_of(reader.language) {
            Locale::Uk => listed.name.in_register(),
            Locale::En => format!("{} {}", listed.name.latin_family, listed.name.latin_given),
        });
        let share = Share {
            person,
            credited: found.verdict.evidence.credited,
            required: found.verdict.required,
            needed: needed.collect(),
        };
        let facts = outbox::enrollment_facts(self.db, self.enrollment).await?;
        Ok(Message::AttendanceAtRisk(self.told(facts.ok_or_else(overtaken)?).await?, share))
    }
}
