//! What every handler may reach.

use chrono_tz::Tz;
use postup_app::App;
use postup_certificates::Renderer;
use postup_domain::text::Both;
use postup_i18n::Locale;
use std::path::PathBuf;
use std::sync::Arc;

/// One installation, as the handlers see it.
#[derive(Clone)]
pub struct Site {
    pub app: App,
    /// Makes PDFs of certificates, in processes of its own.
    pub renderer: Arc<Renderer>,
    pub look: Arc<Look>,
}

/// How an installation presents itself.
#[derive(Clone, Debug)]
pub struct Look {
    /// What it calls itself.
    pub name: Both<String>,
    pub default_locale: Locale,
    pub time_zone: Tz,
    /// Where readers write about the site itself (standards A11Y-12).
    pub contact: Option<String>,
    /// Where mail lies that the demonstration wrote; shown at `/dev/mail`.
    pub mail_folder: Option<PathBuf>,
}

impl Site {
    pub fn new(app: App, renderer: Arc<Renderer>, look: Look) -> Self {
        Self { app, renderer, look: Arc::new(look) }
    }

    /// The data are made up.
    pub fn demo(&self) -> bool {
        self.app.settings().demo
    }

    /// People reach us over TLS.
    pub fn https(&self) -> bool {
        self.app.settings().origin.starts_with("https://")
    }

    /// The name of the installation in a language.
    pub fn name(&self, locale: Locale) -> &str {
        match locale {
            Locale::Uk => &self.look.name.uk,
            Locale::En => &self.look.name.en,
        }
    }
}
