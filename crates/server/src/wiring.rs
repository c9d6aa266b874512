//! From settings to the things that run by them.

use std::env;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use postup_app::App;
use postup_app::outbox::Postman;
use postup_app::settings::{Letters, Logins, Passwords, Program};
use postup_certificates::Renderer;
use postup_domain::text::Both;
use postup_http::Site;
use postup_http::edge::Limits;
use postup_http::site::Look;
use postup_mail::transport::Memory;
use postup_mail::{Encryption, Folder, Login, Mailer, MailerSettings, Smtp, SmtpSettings, Transport};
use postup_persistence::Store;

use crate::config::{Http, Mail, MailTransport, Settings, SmtpTls};
use crate::failure::Failure;
use crate::outside::{SystemClock, SystemEntropy};

/// The use-cases over a database; `demo` allows the demonstration's log-ins.
pub fn app(store: Store, settings: &Settings, demo: bool) -> App {
    App::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), use_cases(settings, demo))
}

/// One installation as the handlers see it. Mail that goes into a folder can be looked at in a
/// demonstration.
///
/// # Errors
/// A [`Failure`] when there is no such time zone.
pub fn site(app: App, settings: &Settings) -> Result<Site, Failure> {
    let installation = &settings.installation;
    let time_zone = installation
        .time_zone
        .parse()
        .map_err(|_| Failure::settings("installation.time_zone is no IANA name such as Europe/Kyiv"))?;
    let shows_mail = app.settings().demo && settings.mail.transport == MailTransport::Folder;
    let look = Look {
        name: Both { uk: installation.name_uk.clone(), en: installation.name_en.clone() },
        default_locale: installation.default_locale.into(),
        time_zone,
        contact: Some(installation.contact.clone()).filter(|address| !address.is_empty()),
        mail_folder: shows_mail.then(|| settings.mail.folder.clone()),
    };
    Ok(Site::new(app, Arc::new(renderer(settings)?), look))
}

/// The one who delivers messages.
///
/// # Errors
/// A [`Failure`] when the sender or the mail server cannot be as the settings say.
pub fn postman(app: &App, settings: &Settings) -> Result<Arc<Postman>, Failure> {
    Ok(Arc::new(Postman::new(app.clone(), Arc::new(mailer(settings)?))))
}

fn use_cases(settings: &Settings, demo: bool) -> postup_app::Settings {
    let minutes = |count: u32| TimeDelta::minutes(count.into());
    let (passwords, sessions) = (&settings.passwords, &settings.sessions);
    postup_app::Settings {
        origin: settings.http.origin.trim_end_matches('/').to_owned(),
        passwords: Passwords {
            shortest: passwords.minimum_length,
            memory_kib: passwords.memory_kib,
            iterations: passwords.iterations,
            parallel: passwords.parallel,
        },
        logins: Logins {
            official_idle: minutes(sessions.official_idle_minutes),
            official_absolute: minutes(sessions.official_absolute_minutes),
            staff_idle: minutes(sessions.staff_idle_minutes),
            staff_absolute: minutes(sessions.staff_absolute_minutes),
            confirm_link: minutes(sessions.confirm_link_minutes),
            reset_link: minutes(sessions.reset_link_minutes),
        },
        letters: Letters {
            digest_hour: settings.mail.digest_hour,
            organizer: (settings.mail.from_name.clone(), settings.mail.from_address.clone()),
            secret: settings.mail.secret.clone().into_bytes(),
        },
        documents: TimeDelta::days(settings.pleas.document_days.into()),
        certificate_number: settings.certificates.number.clone(),
        certificate_series: settings.certificates.series.clone(),
        need: postup_domain::statement::Need {
            credits: settings.certificates.yearly_credits,
            since: settings.certificates.yearly_credits_since,
        },
        threshold: settings.statistics.threshold,
        certificates_at_once: settings.certificates.at_once,
        exports_at_once: settings.exports.at_once,
        // Where the system does not say where this program is, files that are sent wait until it does.
        table_reader: Program {
            path: env::current_exe().unwrap_or_default(),
            arguments: vec!["read-table".into()],
        },
        demo,
        data_folder: settings.database.sqlite_path().map(|file| {
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
            folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
        }),
        shown: settings.shown(),
    }
}

/// The deadlines and caps of the accept loop. `uploads` are the path prefixes that take files.
///
/// # Errors
/// A [`Failure`] that names a proxy that is no address.
pub fn limits(http: &Http, uploads: Vec<String>) -> Result<Limits, Failure> {
    let network = |proxy: &String| {
        proxy.parse().map_err(|error| Failure::settings(format!("http.trusted_proxies: {error}")))
    };
    Ok(Limits {
        first_byte: Duration::from_secs(http.first_byte_seconds),
        header: Duration::from_secs(http.header_seconds),
        idle: Duration::from_secs(http.idle_seconds),
        body_grace: Duration::from_secs(http.body_grace_seconds),
        body_bytes_per_second: http.body_bytes_per_second,
        write_stall: Duration::from_secs(http.write_stall_seconds),
        drain: Duration::from_secs(http.drain_seconds),
        body_bytes: http.body_bytes,
        upload_bytes: http.upload_bytes,
        upload_paths: uploads,
        body_memory_bytes: http.body_memory_bytes,
        connections: http.connections,
        connections_per_address: http.connections_per_address,
        trusted_proxies: http.trusted_proxies.iter().map(network).collect::<Result<_, _>>()?,
    })
}

fn mailer(settings: &Settings) -> Result<Mailer, Failure> {
    let mail = &settings.mail;
    let transport = match mail.transport {
        MailTransport::Smtp => Transport::Smtp(Arc::new(smtp(settings)?)),
        MailTransport::Folder => Transport::Folder(Folder::new(&mail.folder)),
        MailTransport::Memory => Transport::Memory(Memory::default()),
    };
    let mailer = MailerSettings {
        sender_name: mail.from_name.clone(),
        sender_address: mail.from_address.clone(),
        origin: settings.http.origin.clone(),
        secret: mail.secret.clone().into_bytes(),
        deadline: Duration::from_secs(mail.deadline_seconds),
    };
    Mailer::new(transport, mailer).map_err(|error| Failure::settings(format!("mail.from_…: {error}")))
}

fn smtp(settings: &Settings) -> Result<Smtp, Failure> {
    let mail = &settings.mail;
    let smtp = SmtpSettings {
        host: mail.smtp_host.clone(),
        port: mail.smtp_port,
        encryption: match mail.smtp_tls {
            SmtpTls::None => Encryption::None,
            SmtpTls::Starttls => Encryption::StartTls,
            SmtpTls::Implicit => Encryption::Implicit,
        },
        login: login(mail),
        hello: host_of(&settings.http.origin).to_owned(),
        authority: authority(mail)?,
    };
    Smtp::new(smtp).map_err(|error| Failure::settings(format!("mail.smtp_…: {error}")))
}

fn login(mail: &Mail) -> Option<Login> {
    let (user, password) = (mail.smtp_username.clone(), mail.smtp_password.clone());
    (!user.is_empty()).then_some(Login { user, password })
}

fn authority(mail: &Mail) -> Result<Option<Vec<u8>>, Failure> {
    if mail.smtp_authority.is_empty() {
        return Ok(None);
    }
    let read = std::fs::read(&mail.smtp_authority);
    read.map(Some).map_err(|error| {
        Failure::settings(format!("mail.smtp_authority: cannot read {}: {error}", mail.smtp_authority))
    })
}

/// The host in `https://host:port`.
fn host_of(origin: &str) -> &str {
    let authority = origin.split_once("://").map_or(origin, |(_scheme, rest)| rest);
    authority.split([':', '/']).next().unwrap_or(authority)
}

/// The one who typesets certificates: this very program, in processes of their own.
///
/// # Errors
/// A [`Failure`] when the system does not say where this program is.
fn renderer(settings: &Settings) -> Result<Renderer, Failure> {
    let program = env::current_exe()
        .map_err(|error| Failure::failed(format!("cannot find the program's own file: {error}")))?;
    let defaults = postup_certificates::Settings::new(program, vec!["render-certificates".into()]);
    Ok(Renderer::new(postup_certificates::Settings {
        children: NonZeroUsize::new(settings.certificates.renderers).unwrap_or(NonZeroUsize::MIN),
        deadline: Duration::from_secs(settings.certificates.deadline_seconds),
        ..defaults
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_an_origin() {
        let cases = [
            ("https://postup.example", "postup.example"),
            ("http://localhost:8080", "localhost"),
            ("https://postup.example/", "postup.example"),
        ];
        for (origin, host) in cases {
            assert_eq!(host_of(origin), host);
        }
    }
}
