//! What bad children can do to us.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};

use postup_certificates::{RenderError, Renderer, Settings};
use tokio::process::Command;

use crate::facts::{check_url, ordinary};

/// A pool of one whose child plays `role`. Patient, because typesetting in a debug build is slow.
pub fn renderer(role: &str) -> Renderer {
    Renderer::new(settings(role))
}

fn settings(role: &str) -> Settings {
    Settings {
        children: NonZeroUsize::MIN,
        deadline: Duration::from_mins(1),
        ..Settings::new(std::env::current_exe().unwrap(), vec![role.into()])
    }
}

async fn outcome(renderer: &Renderer) -> Result<Vec<u8>, RenderError> {
    let facts = ordinary();
    renderer.render(&facts, &check_url(&facts)).await
}

/// Our children, as the kernel lists them for each of our threads.
fn children() -> Vec<String> {
    let threads = std::fs::read_dir("/proc/self/task").unwrap();
    let lists =
        threads.filter_map(|thread| std::fs::read_to_string(thread.ok()?.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

async fn kill(child: &str) {
    assert!(Command::new("kill").args(["-KILL", child]).status().await.unwrap().success());
}

pub async fn a_child_killed_at_work_is_replaced() {
    let renderer = Arc::new(renderer("typeset"));
    let first = outcome(&renderer).await.unwrap();
    let before = children();
    let working = tokio::spawn({
        let renderer = Arc::clone(&renderer);
        async move { outcome(&renderer).await }
    });
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert!(!working.is_finished(), "too fast to be killed at work");
    for child in &before {
        kill(child).await;
    }
    assert_eq!(working.await.unwrap().unwrap(), first);
    assert_eq!(outcome(&renderer).await.unwrap(), first);
    assert!(children().iter().all(|child| !before.contains(child)));
}

pub async fn many_at_once_are_all_served() {
    let mut settings = settings("typeset");
    settings.children = NonZeroUsize::new(2).unwrap();
    let renderer = Arc::new(Renderer::new(settings));
    let work = (0..6).map(|_| {
        let renderer = Arc::clone(&renderer);
        tokio::spawn(async move { outcome(&renderer).await })
    });
    for done in work.collect::<Vec<_>>() {
        assert!(done.await.unwrap().unwrap().starts_with(b"%PDF"));
    }
    assert_eq!(children().len(), 2);
}

pub async fn a_silent_child_is_killed_at_the_deadline() {
    let mut settings = settings("fall-silent");
    settings.deadline = Duration::from_millis(200);
    let renderer = Renderer::new(settings);
    let start = Instant::now();
    assert!(matches!(outcome(&renderer).await, Err(RenderError::Overdue)));
    assert!(start.elapsed() < Duration::from_secs(20));
    // The second one starts another child, since there is none left to write to.
    assert!(matches!(outcome(&renderer).await, Err(RenderError::Overdue)));
    assert_eq!(gone().await, Vec::<String>::new());
}

/// The children that are left once the killed ones have been buried.
async fn gone() -> Vec<String> {
    for _ in 0..100 {
        if children().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    children()
}

pub async fn a_babbling_child_is_told_apart_from_an_answer() {
    for role in ["babble", "babble-when-asked", "boast"] {
        let outcome = outcome(&renderer(role)).await;
        assert!(matches!(outcome, Err(RenderError::Garbled)), "{role}: {outcome:?}");
    }
}

pub async fn a_collapsing_child_and_a_missing_program_are_errors() {
    assert!(matches!(outcome(&renderer("collapse")).await, Err(RenderError::Died)));
    let missing = Settings::new("/nowhere/postup".into(), Vec::new());
    assert!(matches!(outcome(&Renderer::new(missing)).await, Err(RenderError::Start(_))));
}
