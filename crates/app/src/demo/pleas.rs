//! What people of one cohort ask about its sessions: the official will be away, somebody else was there after all.

use super::plot;
use super::story::Stage;
use crate::Error;
use crate::plea::RawPlea;
use postup_domain::access::Actor;
use postup_domain::attendance::AttendanceStatus;
use postup_domain::id::{EnrollmentId, PersonId, SessionId};
use postup_domain::plea::PleaKind;
use postup_persistence::{cohort, session};

/// As small as a picture gets: one white dot.
const SCAN: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\xdac\xf8\x0f\0\x01\x01\x01\0\x1c\xb0\x8c\x99\0\0\0\0IEND\xaeB`\x82";

impl Stage<'_> {
    /// What waits for a decision.
    pub(super) async fn pleas(&self) -> Result<(), Error> {
        self.at_day(-1, 15);
        let reader = self.app.reader();
        let cohorts = self.app.cohorts(&self.system, &cohort::Filter::default(), None, 100).await?.items;
        let under_way = cohorts.iter().find(|cohort| cohort.plan.code.as_str() == plot::UNDER_WAY);
        let cohort = under_way.ok_or(Error::Missing("cohort"))?;
        let sessions = session::of_cohort(&reader, &self.system.sight(), cohort.id).await?;
        let seated = cohort::seated(&reader, cohort.id).await?;
        let [Some(first), Some(last)] = [sessions.first(), sessions.last()] else { return Ok(()) };
        let away = RawPlea {
            text: "Цього дня засідає сесія міської ради, на якій я доповідаю".to_owned(),
            document: "Розпорядження міського голови № 112-к".to_owned(),
            file_name: "розпорядження.png".to_owned(),
            file: SCAN.to_vec(),
        };
        let there = RawPlea {
            text: "На занятті були ввесь час, підпис є в паперовому списку".to_owned(),
            ..RawPlea::default()
        };
        if let Some(official) = seated.first() {
            self.ask(*official, last.id, PleaKind::Absence, away).await?;
        }
        let register = self.app.register(&self.system, first.id, None, 100).await?.people.items;
        let missed = |of: &EnrollmentId| {
            let line = register.iter().find(|line| line.enrollment == *of);
            let standing = line.and_then(|line| line.standing);
            standing.is_some_and(|standing| standing.attendance.status != AttendanceStatus::Present)
        };
        if let Some(other) = seated.iter().find(|(of, _)| missed(of)) {
            self.ask(*other, first.id, PleaKind::Appeal, there).await?;
        }
        Ok(())
    }

    async fn ask(
        &self,
        (enrollment, person): (EnrollmentId, PersonId),
        session: SessionId,
        kind: PleaKind,
        raw: RawPlea,
    ) -> Result<(), Error> {
        let own = Actor::away(person, Vec::new(), self.app.now());
        let permit = self.app.may_plead(&own, enrollment).await?;
        self.app.plead(&permit, session, kind, raw).await.map(drop)
    }
}
