//! The database: one writer at a time on SQLite, row locks on PostgreSQL; reads go past writes on both.

use crate::{StoreError, found, idempotency};
use postup_migrations::{Migrator, MigratorTrait};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, IsolationLevel, SqlxPostgresConnector, TransactionOptions, TransactionTrait,
};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const ACQUIRE: Duration = Duration::from_secs(10);
const BUSY: Duration = Duration::from_secs(5);

/// Where the rows are. Only the use-cases hold it; everybody else gets a [`Reader`].
#[derive(Clone)]
pub struct Store {
    write: DatabaseConnection,
    read: DatabaseConnection,
    statements: Arc<AtomicU64>,
    commits: Arc<AtomicU64>,
}

/// How many connections to hold.
#[derive(Clone, Copy, Debug)]
pub struct PoolSizes {
    pub readers: u32,
    /// PostgreSQL only; SQLite has one writer.
    pub writers: u32,
}

impl Store {
    /// Opens `sqlite://path` (created when absent) or `postgres://…`.
    pub async fn open(url: &str, sizes: PoolSizes) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            Self::sqlite(url, sizes, SqliteSynchronous::Full).await
        } else {
            Self::postgres(url, sizes).await
        }
    }

    /// The same for what nobody misses after a power cut: commits into SQLite do not wait for the disk.
    pub async fn open_for_now(url: &str, sizes: PoolSizes) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            Self::sqlite(url, sizes, SqliteSynchronous::Off).await
        } else {
            Self::postgres(url, sizes).await
        }
    }

    async fn sqlite(url: &str, sizes: PoolSizes, synchronous: SqliteSynchronous) -> Result<Self, StoreError> {
        let mut write = ConnectOptions::new(url);
        write
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None::<Duration>)
            .max_lifetime(None::<Duration>)
            .sqlx_logging(false)
            .test_before_acquire(false)
            .acquire_timeout(ACQUIRE)
            .map_sqlx_sqlite_opts(move |options| {
                options
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(synchronous)
                    .foreign_keys(true)
                    .busy_timeout(BUSY)
                    // A large change that finds no room here goes to the disk again and again before its end.
                    .pragma("cache_size", "-65536")
            });
        let write = Database::connect(write).await?;
        let mut read = ConnectOptions::new(url);
        read.max_connections(sizes.readers)
            .sqlx_logging(false)
            .test_before_acquire(false)
            .acquire_timeout(ACQUIRE)
            .map_sqlx_sqlite_opts(|options| options.pragma("query_only", "on").busy_timeout(BUSY));
        let read = Database::connect(read).await?;
        Ok(Self::counting(write, read))
    }

    async fn postgres(url: &str, sizes: PoolSizes) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|error| StoreError::Corrupt(format!("database url: {error}")))?
            .application_name("postup")
            .options([
                ("statement_timeout", "15s"),
                ("lock_timeout", "10s"),
                ("idle_in_transaction_session_timeout", "10s"),
            ]);
        let pool = |size: u32| {
            PgPoolOptions::new().max_connections(size).acquire_timeout(ACQUIRE).test_before_acquire(false)
        };
        // A call that was cut during BEGIN leaves its connection inside a transaction (sqlx 0.9.0): roll back whatever
        // comes home, and throw the connection away when that fails.
        let write = pool(sizes.writers)
            .after_release(|connection, _| {
                Box::pin(async move { Ok(sqlx::Executor::execute(connection, "ROLLBACK").await.is_ok()) })
            })
            .connect_lazy_with(options.clone());
        let read = pool(sizes.readers).connect_lazy_with(options);
        let store = Self::counting(
            SqlxPostgresConnector::from_sqlx_postgres_pool(write),
            SqlxPostgresConnector::from_sqlx_postgres_pool(read),
        );
        store.read.ping().await?;
        Ok(store)
    }

    fn counting(mut write: DatabaseConnection, mut read: DatabaseConnection) -> Self {
        let statements = Arc::new(AtomicU64::new(0));
        for connection in [&mut write, &mut read] {
            let statements = statements.clone();
            connection.set_metric_callback(move |_| {
                statements.fetch_add(1, Ordering::Relaxed);
            });
        }
        Self { write, read, statements, commits: Arc::default() }
    }

    /// How many statements were run since the database was opened; begin and commit do not count.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Grows with every commit of this process: what was read at the same revision has not been changed by it since.
    pub fn revision(&self) -> u64 {
        self.commits.load(Ordering::Acquire)
    }

    pub fn is_postgres(&self) -> bool {
        self.backend() == DbBackend::Postgres
    }

    pub fn backend(&self) -> DbBackend {
        self.write.get_database_backend()
    }

    /// Brings the schema to the present; returns how many steps it took.
    pub async fn migrate(&self) -> Result<usize, StoreError> {
        let pending = Migrator::get_pending_migrations(&self.write).await?.len();
        Migrator::up(&self.write, None).await?;
        found::renew(self).await?;
        Ok(pending)
    }

    /// How many steps the schema lacks; zero when it is present.
    pub async fn pending_migrations(&self) -> Result<usize, StoreError> {
        Ok(Migrator::get_pending_migrations(&self.write).await?.len())
    }

    /// Begins a change. SQLite takes the write lock at once, since a lock taken later can fail with no cure.
    #[expect(clippy::disallowed_methods, reason = "the one place that may begin")]
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let options = TransactionOptions {
            isolation_level: None::<IsolationLevel>,
            access_mode: None::<AccessMode>,
            sqlite_transaction_mode: Some(sea_orm::SqliteTransactionMode::Immediate),
        };
        Ok(Tx { inner: self.write.begin_with_options(options).await?, commits: self.commits.clone() })
    }

    pub fn reader(&self) -> Reader {
        Reader { inner: self.read.clone() }
    }

    /// Copies a SQLite database into a new file, while it is in use.
    pub async fn backup_sqlite(&self, into: &str) -> Result<(), StoreError> {
        let statement = format!("VACUUM INTO '{}'", into.replace('\'', "''"));
        self.write.execute_unprepared(&statement).await?;
        Ok(())
    }

    /// Closes every connection.
    pub async fn close(self) -> Result<(), StoreError> {
        self.read.close().await?;
        self.write.close().await?;
        Ok(())
    }
}

/// A change under way. Dropped without [`Tx::commit`], nothing happened.
pub struct Tx {
    inner: DatabaseTransaction,
    commits: Arc<AtomicU64>,
}

impl Tx {
    /// Makes the change durable, together with the mark that the request's idempotency key has had its effect.
    pub async fn commit(self) -> Result<(), StoreError> {
        idempotency::stamp(&self).await?;
        let committed = self.inner.commit().await;
        // Counted even when the answer was lost: it may have happened.
        self.commits.fetch_add(1, Ordering::Release);
        Ok(committed?)
    }

    pub fn is_postgres(&self) -> bool {
        self.inner.get_database_backend() == DbBackend::Postgres
    }
}

/// Reads without a lock, past any write under way.
#[derive(Clone)]
pub struct Reader {
    inner: DatabaseConnection,
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Tx {}
    impl Sealed for super::Reader {}
}

/// What can be read from: a change under way, or the committed rows.
pub trait Read: sealed::Sealed + Sync {
    type Connection: ConnectionTrait + Send + Sync;

    /// For the query builders of this crate only.
    #[doc(hidden)]
    fn db(&self) -> &Self::Connection;
}

impl Read for Tx {
    type Connection = DatabaseTransaction;
    fn db(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

impl Read for Reader {
    type Connection = DatabaseConnection;
    fn db(&self) -> &DatabaseConnection {
        &self.inner
    }
}
