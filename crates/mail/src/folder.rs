//! Messages as files: `….eml` to open in a mail program, and beside each a small description that a page can show.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::rendered::Rendered;
use crate::transport::{Reply, SendError};

/// A folder that receives messages. It need not exist yet.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

/// A message as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// File name without its ending; also what [`Folder::read`] takes.
    pub name: String,
    /// Name and address of the sender.
    pub from: String,
    /// Name and address of the recipient.
    pub to: String,
    /// When it was sent.
    pub date: DateTime<Utc>,
    /// BCP 47 tag.
    pub language: String,
    /// One line.
    pub subject: String,
    /// The plain text form.
    pub text: String,
    /// The HTML form.
    pub html: String,
}

impl Folder {
    /// Names the folder.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where the files are.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) async fn keep(&self, message: &Rendered, bytes: &[u8]) -> Result<Reply, SendError> {
        let name = file_name(message);
        let write = async {
            tokio::fs::create_dir_all(self.previews()).await?;
            tokio::fs::write(self.path.join(format!("{name}.eml")), bytes).await?;
            // The description comes last: a listed message is a complete one.
            let preview = serde_json::to_vec(&Preview::of(&name, message)).map_err(io::Error::other)?;
            tokio::fs::write(self.previews().join(format!("{name}.json")), preview).await
        };
        write.await.map_err(|error| SendError::Retry(Reply::new(None, error)))?;
        Ok(Reply::new(None, format!("kept as {name}.eml")))
    }

    /// The newest messages, newest first.
    ///
    /// # Errors
    /// When the folder cannot be read. A missing folder is an empty one.
    pub async fn newest(&self, limit: usize) -> io::Result<Vec<Preview>> {
        let mut names = self.names().await?;
        names.sort_unstable_by(|a, b| b.cmp(a));
        names.truncate(limit);
        let mut found = Vec::with_capacity(names.len());
        for name in names {
            found.extend(self.read(&name).await?);
        }
        Ok(found)
    }

    /// One message by its name; `None` when there is none of that name.
    ///
    /// # Errors
    /// When the file exists and cannot be read.
    pub async fn read(&self, name: &str) -> io::Result<Option<Preview>> {
        // A name is what `file_name` makes and nothing else, so it can never lead out of the folder.
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Ok(None);
        }
        match tokio::fs::read(self.previews().join(format!("{name}.json"))).await {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn names(&self) -> io::Result<Vec<String>> {
        let mut entries = match tokio::fs::read_dir(self.previews()).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut names = Vec::new();
        while let Some(entry) = entries.next_entry().await? {
            names.extend(
                entry.file_name().to_str().and_then(|name| name.strip_suffix(".json")).map(str::to_owned),
            );
        }
        Ok(names)
    }

    fn previews(&self) -> PathBuf {
        self.path.join("preview")
    }
}

impl Preview {
    fn of(name: &str, message: &Rendered) -> Self {
        Self {
            name: name.to_owned(),
            from: message.from.to_string(),
            to: message.to.to_string(),
            date: message.date,
            language: message.language.to_owned(),
            subject: message.subject.to_string(),
            text: message.text.clone(),
            html: message.html.clone(),
        }
    }
}

/// Time first, so that names sort by it; then for whom; then enough of the Message-ID to be unique.
fn file_name(message: &Rendered) -> String {
    let readable: String = message
        .to
        .address()
        .to_string()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(60)
        .collect();
    let id: String = message.message_id.local().chars().take(12).collect();
    format!("{}-{readable}-{id}", message.date.format("%Y%m%dT%H%M%S%3f"))
}
