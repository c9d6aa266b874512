//! The settings as they are in effect, to be looked at.

use figment::value::Value;

use super::Settings;

/// What stands in the name of a key that holds a secret. An address may hold a password.
const SECRET: [&str; 5] = ["password", "secret", "username", "token", "url"];

impl Settings {
    /// Every key with its value, in the order of the alphabet. Of a secret it is said only whether there is one; `_file`
    /// names where it comes from.
    pub fn shown(&self) -> Vec<(String, String)> {
        let mut shown = Vec::new();
        if let Ok(value) = Value::serialize(self) {
            flatten("", &value, &mut shown);
        }
        if self.database.url.starts_with("sqlite:") {
            shown.retain(|(key, _)| key != "database.url");
            shown.push(("database.url".to_owned(), self.database.url.clone()));
        }
        shown.sort();
        shown
    }
}

fn flatten(key: &str, value: &Value, shown: &mut Vec<(String, String)>) {
    if let Value::Dict(_, dict) = value {
        for (name, value) in dict {
            let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
            flatten(&key, value, shown);
        }
        return;
    }
    let text = as_text(value);
    let name = key.rsplit('.').next().unwrap_or_default();
    let is_secret = SECRET.iter().any(|word| name.contains(word)) && !name.ends_with("_file");
    let text = if is_secret && !text.is_empty() { "••••••".to_owned() } else { text };
    shown.push((key.to_owned(), text));
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(_, text) => text.clone(),
        Value::Char(_, letter) => letter.to_string(),
        Value::Bool(_, truth) => truth.to_string(),
        Value::Num(_, number) => number
            .to_u128()
            .map(|number| number.to_string())
            .or_else(|| number.to_i128().map(|number| number.to_string()))
            .or_else(|| number.to_f64().map(|number| number.to_string()))
            .unwrap_or_default(),
        Value::Array(_, items) => items.iter().map(as_text).collect::<Vec<_>>().join(", "),
        Value::Empty(..) | Value::Dict(..) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(variables: &[(&str, &str)]) -> Vec<(String, String)> {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Settings::load(None, variables).unwrap().shown()
    }

    #[test]
    fn no_secret_is_shown() {
        let canary = "canary-of-a-secret";
        let postgres = format!("postgres://{canary}:{canary}@db/postup");
        let told = shown(&[
            ("POSTUP__DATABASE__URL", &postgres),
            ("POSTUP__MAIL__SMTP_USERNAME", canary),
            ("POSTUP__MAIL__SMTP_PASSWORD", canary),
            ("POSTUP__MAIL__SECRET", canary),
            ("POSTUP__HTTP__PORT", "9000"),
        ]);
        assert!(told.iter().all(|(_, value)| !value.contains(canary)), "{told:?}");
        assert!(told.contains(&("http.port".to_owned(), "9000".to_owned())));
        assert!(told.contains(&("mail.secret".to_owned(), "••••••".to_owned())));
    }

    #[test]
    fn every_setting_is_shown() {
        let told = shown(&[]);
        assert!(told.contains(&("database.url".to_owned(), "sqlite://data/postup.db".to_owned())));
        assert!(told.contains(&("mail.secret".to_owned(), String::new())));
        let keys =
            super::super::DEFAULT.lines().filter(|line| line.contains(" = ") && !line.starts_with('#'));
        assert_eq!(keys.count(), told.len());
    }
}
