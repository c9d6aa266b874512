//! A database of its own for every test: a migrated file is copied, or a migrated PostgreSQL database is cloned.
//! `POSTUP_TEST_DATABASE=postgres` chooses the latter; the server is started here and ends with the process.

use postup_persistence::Store;
use postup_persistence::store::PoolSizes;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A database that goes with the test.
pub struct Database {
    pub url: String,
    /// For what else the test wants to put on the disk.
    pub folder: Folder,
}

/// A folder that is removed at the end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let path = std::env::temp_dir().join(format!("postup-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Whether this run is on PostgreSQL.
#[expect(clippy::disallowed_methods, reason = "the run is told by the environment which database it is for")]
pub fn on_postgres() -> bool {
    std::env::var("POSTUP_TEST_DATABASE").is_ok_and(|name| name == "postgres")
}

static DURABLE: AtomicBool = AtomicBool::new(false);

/// Makes commits durable, for figures. Tests prove the same without, in less time. Say it first.
pub fn commit_durably() {
    DURABLE.store(true, Ordering::SeqCst);
}

const SIZES: PoolSizes = PoolSizes { readers: 4, writers: 16 };

impl Database {
    /// A migrated, empty database.
    pub async fn new() -> Self {
        let folder = Folder::new();
        if on_postgres() {
            let cluster = cluster().await;
            let name = format!("t{}", NUMBER.fetch_add(1, Ordering::SeqCst));
            cluster.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE migrated"));
            Self { url: cluster.url(&name), folder }
        } else {
            let file = folder.0.join("postup.db");
            std::fs::copy(template().await, &file).expect("a copy of the migrated file");
            Self { url: format!("sqlite://{}", file.display()), folder }
        }
    }

    pub async fn open(&self) -> Store {
        let store = if DURABLE.load(Ordering::SeqCst) {
            Store::open(&self.url, SIZES).await
        } else {
            Store::open_for_now(&self.url, SIZES).await
        };
        store.expect("the database opens")
    }
}

async fn template() -> &'static Path {
    static FILE: tokio::sync::OnceCell<(PathBuf, Folder)> = tokio::sync::OnceCell::const_new();
    let (path, _) = FILE
        .get_or_init(|| async {
            let folder = Folder::new();
            let path = folder.0.join("migrated.db");
            let store =
                Store::open(&format!("sqlite://{}", path.display()), SIZES).await.expect("a new file");
            store.migrate().await.expect("migrations run");
            store.close().await.expect("the file closes");
            (path, folder)
        })
        .await;
    path
}

/// A PostgreSQL server of this process.
struct Cluster {
    socket: PathBuf,
    bin: PathBuf,
    _server: Child,
}

async fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    static MIGRATED: tokio::sync::OnceCell<()> = tokio::sync::OnceCell::const_new();
    let cluster = CLUSTER.get_or_init(Cluster::start);
    MIGRATED
        .get_or_init(|| async {
            cluster.sql("postgres", "CREATE DATABASE migrated");
            let store = Store::open(&cluster.url("migrated"), SIZES).await.expect("the server answers");
            store.migrate().await.expect("migrations run");
            store.close().await.expect("connections close");
        })
        .await;
    cluster
}

impl Cluster {
    fn start() -> Self {
        let bin = programs();
        let folder = std::env::temp_dir().join(format!("postup-pg-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder for the server");
        let root = Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout == b"0\n");
        if root {
            let owned = Command::new("chown").arg("postgres").arg(&folder).status();
            assert!(owned.is_ok_and(|status| status.success()), "the user postgres exists");
        }
        // The server refuses to run as root. It ends when our end of the pipe closes, however this process ends.
        let fsync = if DURABLE.load(Ordering::SeqCst) { "on" } else { "off" };
        let script = format!(
            "set -e; cd '{dir}'; '{bin}/initdb' -D '{dir}/data' -A trust -U postgres -E UTF8 --locale=C.UTF-8 >/dev/null; \
             '{bin}/postgres' -D '{dir}/data' -k '{dir}' -c listen_addresses='' -c fsync={fsync} -c max_connections=400 \
             -c shared_buffers=128MB -c log_min_messages=fatal & \
             cat >/dev/null; kill -INT $! ; wait; rm -rf '{dir}/data'",
            dir = folder.display(),
            bin = bin.display()
        );
        let mut command = if root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", "sh", "-c", &script]);
            command
        } else {
            let mut command = Command::new("sh");
            command.args(["-c", &script]);
            command
        };
        let server = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a server process");
        let cluster = Self { socket: folder, bin, _server: server };
        for _ in 0..300 {
            if cluster.try_sql("postgres", "SELECT 1") {
                return cluster;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("PostgreSQL did not start within 30 seconds");
    }

    fn url(&self, name: &str) -> String {
        let socket = self.socket.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{socket}/{name}")
    }

    fn sql(&self, database: &str, statement: &str) {
        assert!(self.try_sql(database, statement), "{statement}");
    }

    fn try_sql(&self, database: &str, statement: &str) -> bool {
        Command::new(self.bin.join("psql"))
            .args(["-q", "-U", "postgres", "-d", database, "-c", statement, "-h"])
            .arg(&self.socket)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }
}

fn programs() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().expect("PostgreSQL is installed under /usr/lib/postgresql; tests/run does it")
}
