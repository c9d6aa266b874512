//! Who plays: the log-ins with their roles, the trainers, and officials of every council.

use super::councils::{LARGE, OTHERS, Rank};
use super::story::Stage;
use super::{PASSWORD, names};
use crate::Error;
use crate::login::suggest_latin;
use postup_domain::access::{GrantPlan, Role, Scope};
use postup_domain::id::{OrganizationId, PersonId};
use postup_domain::organization;
use postup_domain::person::{Profile, RawProfile};
use postup_domain::text::EmailAddress;
use postup_persistence::territory;
use std::collections::BTreeSet;

/// Officials of the demonstration; that of the log-in comes on top.
const OFFICIALS: usize = 600;
/// One official in so many works for a large council.
const LARGE_SHARE: usize = 5;

pub(super) struct Cast {
    pub officials: Vec<PersonId>,
    /// Those among them who work where the official and the personnel officer of the log-ins do.
    pub colleagues: Vec<PersonId>,
    /// The one of the log-in.
    pub official: PersonId,
    /// The first is the one of the log-in.
    pub trainers: Vec<PersonId>,
}

/// A council and the code of its hromada.
type Home = (OrganizationId, &'static str);

/// A post: what it is called, its category, how one comes to it.
type Post = (&'static str, i16, postup_domain::person::AppointmentKind);

impl Stage<'_> {
    /// Founds the councils and lets everybody in.
    pub(super) async fn cast(&self) -> Result<Cast, Error> {
        let large = self.councils(LARGE).await?;
        let others = self.councils(OTHERS).await?;
        let home = *large.first().ok_or(Error::Missing("organization"))?;
        let (official, trainer) = self.log_ins(home).await?;
        let mut trainers = vec![trainer];
        trainers.extend(self.trainers().await?);
        let officials = self.officials(&large, &others).await?;
        let colleagues = officials.iter().step_by(LARGE_SHARE * LARGE.len()).copied().collect();
        Ok(Cast { officials, colleagues, official, trainers })
    }

    async fn councils(&self, table: &[(&'static str, Rank)]) -> Result<Vec<Home>, Error> {
        let codes = table.iter().filter_map(|(code, _)| code.parse().ok()).collect::<BTreeSet<_>>();
        let hromadas = territory::find_all(&self.app.reader(), &codes).await?;
        let mut councils = Vec::with_capacity(table.len());
        for (code, rank) in table {
            let hromada = code.parse().ok().and_then(|code| hromadas.get(&code));
            let hromada = hromada.ok_or(Error::Missing("territory"))?;
            councils.push(organization::RawProfile {
                kind: "local_authority".to_owned(),
                name_uk: rank.council_uk(hromada.name.as_str()),
                name_en: rank.council_en(&hromada.name_en),
                territory: (*code).to_owned(),
                ..organization::RawProfile::default()
            });
        }
        let permit = self.system.may_manage_organizations()?;
        let councils = self.app.add_organizations(&permit, &councils, self.day(-400)).await?;
        Ok(councils.into_iter().map(|council| council.id).zip(table.iter().map(|(code, _)| *code)).collect())
    }

    /// Everybody who can sign in; answers the official and the trainer.
    async fn log_ins(&self, home: Home) -> Result<(PersonId, PersonId), Error> {
        let hash = self.app.hash_password(PASSWORD).await?;
        let login = async |email: &str, profile: Profile, role: Option<(Role, Scope)>| {
            let person =
                self.app.admit(&EmailAddress::new("email", email)?, &profile, Some(hash.clone())).await?;
            if let Some((role, scope)) = role {
                self.app.grant_by_email(email, &GrantPlan::lasting(role, scope)).await?;
            }
            Ok::<_, Error>(person)
        };
        let post = |title| Some((title, 6, postup_domain::person::AppointmentKind::Appointed));
        let profile_of = |family, given, title| profile([family, given, ""], Some(home), post(title));
        let official = profile_of("Дем’яненко", "Олена", "головний спеціаліст")?;
        let official = login("official@demo.test", official, None).await?;
        let trainer = profile(["Рибальський", "Тарас", ""], None, None)?;
        let trainer = login("trainer@demo.test", trainer, None).await?;
        let officer = profile_of("Мельник", "Людмила", "начальниця відділу кадрів")?;
        let of_council = Some((Role::PersonnelOfficer, Scope::Organization(home.0)));
        login("officer@demo.test", officer, of_council).await?;
        for (email, family, given, role) in [
            ("manager@demo.test", "Левицька", "Ірина", Role::ProgramManager),
            ("analyst@demo.test", "Шевчук", "Юрій", Role::Analyst),
            ("donor@demo.test", "Соловйова", "Наталія", Role::Donor),
            ("admin@demo.test", "Гнатюк", "Андрій", Role::Administrator),
        ] {
            login(email, profile([family, given, ""], None, None)?, Some((role, Scope::Everything))).await?;
        }
        Ok((official, trainer))
    }

    /// Those who teach beside the trainer of the log-in.
    async fn trainers(&self) -> Result<Vec<PersonId>, Error> {
        let people = [
            ["Косач", "Лариса", "Петрівна"],
            ["Гончарук", "Павло", "Андрійович"],
            ["Ярема", "Софія", "Романівна"],
            ["Вітер", "Максим", "Олегович"],
        ];
        let mut trainers = Vec::new();
        for (number, names) in people.into_iter().enumerate() {
            let email = EmailAddress::new("email", &format!("trainer{}@demo.test", number + 2))?;
            trainers.push((email, profile(names, None, None)?));
        }
        self.app.admit_all(&trainers).await
    }

    async fn officials(&self, large: &[Home], others: &[Home]) -> Result<Vec<PersonId>, Error> {
        let mut officials = Vec::with_capacity(OFFICIALS);
        for (number, (family, given)) in (0..OFFICIALS).zip(names::people()) {
            let (councils, place) = if number % LARGE_SHARE == 0 {
                (large, number / LARGE_SHARE)
            } else {
                (others, number - number / LARGE_SHARE - 1)
            };
            let home = councils.iter().cycle().nth(place % councils.len().max(1)).copied();
            let post = names::POSITIONS.get((number / 3) % names::POSITIONS.len()).copied();
            let email = EmailAddress::new("email", &format!("person{number}@demo.test"))?;
            officials.push((email, profile([family, given.name, given.patronymic], home, post)?));
        }
        self.app.admit_all(&officials).await
    }
}

/// Family name, given name and patronymic, with the place of work and the post there.
fn profile(
    [family, given, patronymic]: [&str; 3],
    home: Option<Home>,
    post: Option<Post>,
) -> Result<Profile, Error> {
    let mut raw = RawProfile {
        family_name: family.to_owned(),
        given_name: given.to_owned(),
        patronymic: patronymic.to_owned(),
        language: "uk".to_owned(),
        ..RawProfile::default()
    };
    if let Some((council, territory)) = home {
        raw.organization_id = council.to_string();
        territory.clone_into(&mut raw.territory);
    }
    if let Some((title, category, appointment)) = post {
        title.clone_into(&mut raw.position);
        raw.position_category = category.to_string();
        raw.appointment = appointment.to_string();
    }
    Ok(Profile::try_from(&suggest_latin(&raw))?)
}
