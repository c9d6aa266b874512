//! Figures: counted incrementally, proven by a recount.

use crate::{App, Error};
use postup_persistence::figures;

impl App {
    /// How many enrollments have changed since they were last counted.
    pub async fn figures_due(&self) -> Result<i64, Error> {
        Ok(figures::count_due(&self.reader()).await?)
    }
}
