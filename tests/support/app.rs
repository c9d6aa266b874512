//! The whole house for one test: database, clock, randomness, mailbox, router.

use crate::database::Database;
use crate::outside::{CountingEntropy, ManualClock};
use poem::endpoint::BoxEndpoint;
use poem::test::TestClient;
use poem::{EndpointExt, Response};
use postup_app::App;
use postup_app::settings::{Letters, Passwords, Program, Settings};
use postup_certificates::Renderer;
use postup_domain::text::Both;
use postup_http::Site;
use postup_http::site::Look;
use postup_i18n::Locale;
use postup_mail::{Mailer, MailerSettings, Memory, Transport};
use postup_persistence::Store;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Where the house thinks it stands.
pub const ORIGIN: &str = "http://postup.test";

/// One installation with nothing in it.
pub struct TestApp {
    pub app: App,
    pub store: Store,
    pub site: Site,
    pub clock: Arc<ManualClock>,
    /// Sends into [`Self::mailbox`].
    pub mailer: Arc<Mailer>,
    pub mailbox: Memory,
    pub database: Database,
}

/// A browser or program in front of the router.
pub type Client = TestClient<BoxEndpoint<'static, Response>>;

impl TestApp {
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// The same with some settings of its own.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let database = Database::new().await;
        let store = database.open().await;
        let clock = Arc::new(ManualClock::new());
        let mut settings = Settings {
            origin: ORIGIN.to_owned(),
            // The least that argon2 takes: tests prove the flow, not the cost.
            passwords: Passwords { shortest: 15, memory_kib: 8, iterations: 1, parallel: 2 },
            table_reader: Program { path: child(), arguments: Vec::new() },
            letters: Letters {
                digest_hour: 16,
                organizer: ("Postup".to_owned(), "postup@postup.test".to_owned()),
                secret: b"another secret of the tests".to_vec(),
            },
            ..Settings::default()
        };
        change(&mut settings);
        let app = App::new(store.clone(), clock.clone(), Arc::new(CountingEntropy::new()), settings);
        let mailbox = Memory::default();
        let mailer = MailerSettings {
            sender_name: "Postup".to_owned(),
            sender_address: "postup@postup.test".to_owned(),
            origin: ORIGIN.to_owned(),
            secret: b"a secret of the tests".to_vec(),
            deadline: Duration::from_secs(5),
        };
        let mailer = Mailer::new(Transport::Memory(mailbox.clone()), mailer).expect("a mailer");
        let look = Look {
            name: Both::new("Поступ".to_owned(), "Postup".to_owned()),
            default_locale: Locale::Uk,
            time_zone: chrono_tz::Europe::Kyiv,
            contact: Some("help@postup.test".to_owned()),
            mail_folder: None,
        };
        let site = Site::new(app.clone(), renderer(), look);
        Self { app, store, site, clock, mailer: Arc::new(mailer), mailbox, database }
    }

    /// Somebody in front of the router; every request says that it comes from our own pages.
    pub fn client(&self) -> Client {
        let routes = postup_http::routes(self.site.clone()).expect("every route names a policy");
        TestClient::new(routes.boxed())
            .default_header("sec-fetch-site", "same-origin")
            .default_header("host", "postup.test")
    }
}

/// One set of typesetting processes for all tests of the binary.
fn renderer() -> Arc<Renderer> {
    Arc::new(Renderer::new(postup_certificates::Settings::new(child(), Vec::new())))
}

/// The program that typesets and reads walled in.
pub fn child() -> PathBuf {
    let program = std::env::current_exe().expect("a test runs from a file");
    let folder = program.parent().and_then(|deps| deps.parent()).expect("target/debug");
    folder.join("postup-test-render")
}
