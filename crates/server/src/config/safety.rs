//! What a production installation must not be started with.

use std::net::IpAddr;

use super::{MailTransport, Settings, SmtpTls, Stage};

/// The least argon2id may cost (OWASP's and the crate's default).
const LEAST_MEMORY_KIB: u32 = 19_456;
/// The least length of a password that is the only factor (standards SEC-03).
const LEAST_PASSWORD: usize = 15;
/// Fewer random characters could be guessed.
const LEAST_SECRET: usize = 32;

impl Settings {
    /// Everything about these settings that is unsafe in production, as sentences; nothing for a
    /// development installation.
    pub fn dangers(&self) -> Vec<String> {
        if self.installation.stage == Stage::Development {
            return Vec::new();
        }
        let dangers = [
            (!self.is_https() && !self.http.host.is_loopback()).then(|| {
                format!(
                    "http.origin \"{}\" is not https, and http.host {} can be reached from outside: \
                     passwords would cross the network in the clear",
                    self.http.origin, self.http.host
                )
            }),
            (self.http.trusted_proxies.iter().any(|proxy| proxy.ends_with("/0"))).then(|| {
                "http.trusted_proxies trusts every address: anybody could choose the address they come from"
                    .to_owned()
            }),
            (self.mail.transport != MailTransport::Smtp).then(|| {
                "mail.transport is not \"smtp\": nobody would receive a message".to_owned()
            }),
            (self.mail.transport == MailTransport::Smtp
                && self.mail.smtp_tls == SmtpTls::None
                && !is_here(&self.mail.smtp_host))
            .then(|| {
                "mail.smtp_tls is \"none\", and the mail server is another machine: messages would cross \
                 the network in the clear"
                    .to_owned()
            }),
            (self.mail.secret.chars().count() < LEAST_SECRET).then(|| {
                format!("mail.secret has fewer than {LEAST_SECRET} characters: message ids could be guessed")
            }),
            (self.passwords.minimum_length < LEAST_PASSWORD).then(|| {
                format!("passwords.minimum_length is less than {LEAST_PASSWORD}")
            }),
            (self.passwords.memory_kib < LEAST_MEMORY_KIB || self.passwords.iterations < 2).then(|| {
                format!(
                    "passwords.memory_kib is less than {LEAST_MEMORY_KIB} or passwords.iterations less than 2: \
                     stolen hashes would be cheap to break"
                )
            }),
        ];
        dangers.into_iter().flatten().collect()
    }

    /// Whether people reach us over https.
    pub fn is_https(&self) -> bool {
        self.http.origin.starts_with("https://")
    }
}

/// Whether a host name or address means this machine.
fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(variables: &[(&str, &str)]) -> Settings {
        let safe = [
            ("POSTUP__HTTP__ORIGIN", "https://postup.example"),
            ("POSTUP__HTTP__HOST", "0.0.0.0"),
            ("POSTUP__MAIL__TRANSPORT", "smtp"),
            ("POSTUP__MAIL__SMTP_HOST", "mail.example"),
            ("POSTUP__MAIL__SECRET", "0123456789abcdef0123456789abcdef"),
        ];
        let all = safe.iter().chain(variables).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Settings::load(None, all).unwrap()
    }

    #[test]
    fn each_danger_is_named_and_safe_settings_have_none() {
        assert_eq!(settings(&[]).dangers(), Vec::<String>::new());
        let cases = [
            ("POSTUP__HTTP__ORIGIN", "http://postup.example", "http.origin"),
            ("POSTUP__HTTP__TRUSTED_PROXIES", "0.0.0.0/0", "http.trusted_proxies"),
            ("POSTUP__MAIL__TRANSPORT", "folder", "mail.transport"),
            ("POSTUP__MAIL__TRANSPORT", "memory", "mail.transport"),
            ("POSTUP__MAIL__SMTP_TLS", "none", "mail.smtp_tls"),
            ("POSTUP__MAIL__SECRET", "short", "mail.secret"),
            ("POSTUP__PASSWORDS__MINIMUM_LENGTH", "8", "passwords.minimum_length"),
            ("POSTUP__PASSWORDS__MEMORY_KIB", "64", "passwords.memory_kib"),
        ];
        for (name, value, expected) in cases {
            let dangers = settings(&[(name, value)]).dangers();
            assert_eq!(dangers.len(), 1, "{name}={value}: {dangers:?}");
            assert!(dangers.iter().all(|danger| danger.starts_with(expected)), "{dangers:?}");
        }
    }

    #[test]
    fn all_dangers_are_told_at_once_and_none_in_development() {
        let unsafe_ones = [("POSTUP__HTTP__ORIGIN", "http://x.example"), ("POSTUP__MAIL__SECRET", "")];
        assert_eq!(settings(&unsafe_ones).dangers().len(), 2);
        let loopback =
            settings(&[("POSTUP__HTTP__ORIGIN", "http://localhost"), ("POSTUP__HTTP__HOST", "::1")]);
        assert_eq!(loopback.dangers(), Vec::<String>::new());
        let development = [unsafe_ones[0], unsafe_ones[1], ("POSTUP__INSTALLATION__STAGE", "development")];
        assert_eq!(settings(&development).dangers(), Vec::<String>::new());
    }
}
