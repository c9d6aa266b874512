//! The settings: `config/default.toml`, then a file, then the environment.

mod safety;
mod shown;

use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Format as _, Toml};
use figment::value::Value;
use postup_i18n::Locale;
use serde::{Deserialize, Serialize};

/// Every key with its default and a comment.
pub const DEFAULT: &str = include_str!("../../../config/default.toml");

/// What the names of our environment variables begin with.
const PREFIX: &str = "POSTUP__";

/// Everything that can be set; `config/default.toml` says what each key means and in which unit.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub installation: Installation,
    pub database: Database,
    pub http: Http,
    pub mail: Mail,
    pub certificates: Certificates,
    pub exports: Exports,
    pub sessions: Sessions,
    pub pleas: Pleas,
    pub passwords: Passwords,
    pub statistics: Statistics,
    pub log: Log,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Installation {
    pub stage: Stage,
    pub name_uk: String,
    pub name_en: String,
    pub time_zone: String,
    pub contact: String,
    pub default_locale: Language,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    Production,
    Development,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    Uk,
    En,
}

impl From<Language> for Locale {
    fn from(language: Language) -> Self {
        match language {
            Language::Uk => Self::Uk,
            Language::En => Self::En,
        }
    }
}

#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: String,
    pub url_file: String,
    pub readers: u32,
}

impl std::fmt::Debug for Database {
    /// Without the address, which may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("readers", &self.readers).finish_non_exhaustive()
    }
}

impl Database {
    /// The file of an SQLite database; `None` for PostgreSQL.
    pub fn sqlite_path(&self) -> Option<PathBuf> {
        let path = self.url.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        Some(PathBuf::from(path.split_once('?').map_or(path, |(path, _options)| path)))
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    pub host: IpAddr,
    pub port: u16,
    pub origin: String,
    pub trusted_proxies: Vec<String>,
    pub connections: usize,
    pub connections_per_address: usize,
    pub first_byte_seconds: u64,
    pub header_seconds: u64,
    pub idle_seconds: u64,
    pub body_grace_seconds: u64,
    pub body_bytes_per_second: u64,
    pub write_stall_seconds: u64,
    pub body_bytes: u64,
    pub upload_bytes: u64,
    pub body_memory_bytes: u64,
    pub drain_seconds: u64,
}

#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub transport: MailTransport,
    pub folder: PathBuf,
    pub smtp_host: String,
    pub smtp_port: u16,
    pub smtp_tls: SmtpTls,
    pub smtp_username: String,
    pub smtp_password: String,
    pub smtp_password_file: String,
    pub smtp_authority: String,
    pub from_address: String,
    pub from_name: String,
    pub secret: String,
    pub secret_file: String,
    pub deadline_seconds: u64,
    pub digest_hour: u32,
}

impl std::fmt::Debug for Mail {
    /// Without the password and the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("transport", &self.transport).finish_non_exhaustive()
    }
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum MailTransport {
    Smtp,
    Folder,
    Memory,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum SmtpTls {
    None,
    Starttls,
    Implicit,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Statistics {
    pub threshold: i64,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Exports {
    pub at_once: i64,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Certificates {
    pub number: String,
    pub series: String,
    pub at_once: usize,
    pub renderers: usize,
    pub deadline_seconds: u64,
    pub yearly_credits: i64,
    pub yearly_credits_since: i32,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "each key names its unit")]
pub struct Sessions {
    pub official_idle_minutes: u32,
    pub official_absolute_minutes: u32,
    pub staff_idle_minutes: u32,
    pub staff_absolute_minutes: u32,
    pub confirm_link_minutes: u32,
    pub reset_link_minutes: u32,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Pleas {
    pub document_days: u16,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Passwords {
    pub minimum_length: usize,
    pub memory_kib: u32,
    pub iterations: u32,
    pub parallel: usize,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    pub level: String,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Json,
    Pretty,
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The settings file, or a file that holds a secret, cannot be read.
    #[error("{key}: cannot read {}: {error}", path.display())]
    Unreadable {
        /// The setting that names the file.
        key: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// An environment variable of ours names no setting, or its value is of the wrong kind.
    #[error("{name}: {reason}")]
    Variable {
        /// The variable.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A key is unknown, missing or of the wrong kind.
    #[error("{0}")]
    Invalid(String),
}

impl Settings {
    /// Reads the layers: the defaults, `file` if there is one, and those of the `variables` (name
    /// and value) that begin with `POSTUP__`.
    ///
    /// # Errors
    /// [`ConfigError`], naming the file, key or variable.
    pub fn load(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let defaults = Figment::from(Toml::string(DEFAULT));
        let mut layers = defaults.clone();
        if let Some(path) = file {
            let text = fs::read_to_string(path).map_err(|error| ConfigError::Unreadable {
                key: "the settings file",
                path: path.to_owned(),
                error,
            })?;
            layers = layers.merge(Toml::string(&text));
        }
        for (name, text) in variables {
            let Some(key) = name.strip_prefix(PREFIX) else { continue };
            let key = key.to_lowercase().replace("__", ".");
            let default = defaults.find_value(&key).map_err(|_| ConfigError::Variable {
                name: name.clone(),
                reason: format!("there is no setting \"{key}\""),
            })?;
            let value =
                read_like(&default, &text).map_err(|reason| ConfigError::Variable { name, reason })?;
            layers = layers.merge((key, value));
        }
        let mut settings: Self = layers.extract().map_err(|error| ConfigError::Invalid(describe(error)))?;
        if !(0..=100).contains(&settings.certificates.yearly_credits) {
            return Err(ConfigError::Invalid("certificates.yearly_credits: 0 to 100".to_owned()));
        }
        if settings.mail.digest_hour > 23 {
            return Err(ConfigError::Invalid("mail.digest_hour: an hour is 0 to 23".to_owned()));
        }
        if !(2..=1_000).contains(&settings.statistics.threshold) {
            return Err(ConfigError::Invalid(
                "statistics.threshold: a whole number from 2 to 1000".to_owned(),
            ));
        }
        if settings.pleas.document_days == 0 {
            return Err(ConfigError::Invalid("pleas.document_days: at least one day".to_owned()));
        }
        settings.read_secrets()?;
        Ok(settings)
    }

    fn read_secrets(&mut self) -> Result<(), ConfigError> {
        let (database, mail) = (&mut self.database, &mut self.mail);
        let secrets = [
            ("database.url_file", &database.url_file, &mut database.url),
            ("mail.smtp_password_file", &mail.smtp_password_file, &mut mail.smtp_password),
            ("mail.secret_file", &mail.secret_file, &mut mail.secret),
        ];
        for (key, path, secret) in secrets {
            if !path.is_empty() {
                let unreadable = |error| ConfigError::Unreadable { key, path: PathBuf::from(path), error };
                fs::read_to_string(path).map_err(unreadable)?.trim_end().clone_into(secret);
            }
        }
        Ok(())
    }
}

/// Reads the text of a variable as the kind of value that the setting has by default, so that a
/// password of digits stays a text.
fn read_like(default: &Value, text: &str) -> Result<Value, String> {
    match default {
        Value::String(..) => Ok(Value::from(text)),
        Value::Num(..) => text
            .trim()
            .parse::<u64>()
            .map(Value::from)
            .map_err(|_| format!("\"{text}\" is not a whole number of zero or more")),
        Value::Array(..) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Ok(Value::from(items.map(Value::from).collect::<Vec<_>>()))
        }
        _ => Err("this is a section, not a setting".to_owned()),
    }
}

/// One line for each thing that is wrong, with the key in front.
fn describe(error: figment::Error) -> String {
    let lines: Vec<String> =
        error.into_iter().map(|error| format!("{}: {}", error.path.join("."), error.kind)).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(variables: &[(&str, &str)]) -> Result<Settings, ConfigError> {
        Settings::load(None, variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    fn load_file(name: &str, text: &str) -> Result<Settings, ConfigError> {
        let path = std::env::temp_dir().join(format!("postup-config-{}-{name}.toml", std::process::id()));
        fs::write(&path, text).unwrap();
        let settings = Settings::load(Some(&path), []);
        fs::remove_file(&path).unwrap();
        settings
    }

    #[test]
    fn the_defaults_and_the_examples_are_complete_and_known() {
        let defaults = load(&[]).unwrap();
        assert_eq!(defaults.http.port, 8080);
        assert_eq!(defaults.database.sqlite_path(), Some(PathBuf::from("data/postup.db")));
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config");
        let development = Settings::load(Some(&folder.join("development.toml")), []).unwrap();
        assert_eq!(development.installation.stage, Stage::Development);
        let example = Settings::load(Some(&folder.join("production.example.toml")), []).unwrap_err();
        assert!(example.to_string().starts_with("database.url_file: cannot read"), "{example}");
    }

    #[test]
    fn variables_are_read_as_the_kind_of_their_setting() {
        let settings = load(&[
            ("POSTUP__HTTP__PORT", "9000"),
            ("POSTUP__HTTP__TRUSTED_PROXIES", "10.0.0.1, 10.1.0.0/16"),
            ("POSTUP__MAIL__SMTP_PASSWORD", "123456"),
            ("POSTUP__DATABASE__URL", "postgres://u:p@h/d"),
            ("POSTUP_CONFIG", "ignored here"),
            ("PATH", "/bin"),
        ])
        .unwrap();
        assert_eq!(settings.http.port, 9000);
        assert_eq!(settings.http.trusted_proxies, ["10.0.0.1", "10.1.0.0/16"]);
        assert_eq!(settings.mail.smtp_password, "123456");
        assert_eq!(settings.database.sqlite_path(), None);
    }

    #[test]
    fn unknown_keys_and_wrong_values_are_errors_that_name_them() {
        let cases = [
            (load(&[("POSTUP__HTTP__PROT", "1")]), "POSTUP__HTTP__PROT: there is no setting \"http.prot\""),
            (load(&[("POSTUP__HTTP", "1")]), "POSTUP__HTTP: this is a section"),
            (load(&[("POSTUP__HTTP__PORT", "x")]), "POSTUP__HTTP__PORT: \"x\" is not a whole number"),
            (load(&[("POSTUP__HTTP__PORT", "70000")]), "http.port: "),
            (load(&[("POSTUP__MAIL__DIGEST_HOUR", "24")]), "mail.digest_hour: "),
            (load(&[("POSTUP__STATISTICS__THRESHOLD", "1")]), "statistics.threshold: "),
            (load(&[("POSTUP__PLEAS__DOCUMENT_DAYS", "0")]), "pleas.document_days: "),
            (load(&[("POSTUP__LOG__FORMAT", "xml")]), "log.format: "),
            (
                load(&[("POSTUP__MAIL__SECRET_FILE", "/nowhere/x")]),
                "mail.secret_file: cannot read /nowhere/x",
            ),
            (load_file("unknown", "[http]\nprot = 1\n"), "prot"),
            (load_file("section", "[htpp]\nport = 1\n"), "htpp"),
        ];
        for (settings, expected) in cases {
            let error = settings.unwrap_err().to_string();
            assert!(error.contains(expected), "{error} should name {expected}");
        }
    }

    #[test]
    fn secrets_are_read_from_files_and_never_shown() {
        let path = std::env::temp_dir().join(format!("postup-secret-{}", std::process::id()));
        fs::write(&path, "hush-hush\n").unwrap();
        let settings = load(&[("POSTUP__MAIL__SECRET_FILE", path.to_str().unwrap())]).unwrap();
        fs::remove_file(&path).unwrap();
        assert_eq!(settings.mail.secret, "hush-hush");
        assert!(!format!("{settings:?}").contains("hush"));
    }
}
