//! Certificates and lists from facts to paper: what the PDF says, and what a bad child can do to us.
//!
//! Started with the name of a [`role`], this program plays a child; started in any other way it runs the tests.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod facts;
mod jail;
mod paper;
mod pool;
mod role;
mod signatures;

use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;

type Running = Pin<Box<dyn Future<Output = ()> + Send>>;

struct Test {
    name: &'static str,
    run: fn() -> Running,
}

macro_rules! tests {
    ($($module:ident :: $name:ident),+ $(,)?) => {
        const TESTS: &[Test] = &[$(Test {
            name: concat!(stringify!($module), "::", stringify!($name)),
            run: || Box::pin($module::$name()),
        }),+];
    };
}

tests! {
    paper::names_can_be_read_out_of_the_pdf_in_both_scripts,
    paper::everything_the_employer_needs_is_printed,
    paper::equal_facts_give_equal_bytes,
    paper::long_names_and_titles_stay_on_the_sheet,
    paper::many_outcomes_move_to_a_second_page,
    paper::markup_in_facts_is_printed_as_it_stands,
    paper::a_character_that_no_font_has_is_refused_and_hurts_nobody_else,
    signatures::everybody_finds_a_line_with_a_code,
    signatures::a_cohort_is_printed_session_by_session,
    signatures::the_longest_names_keep_their_columns,
    pool::a_child_killed_at_work_is_replaced,
    pool::many_at_once_are_all_served,
    pool::a_silent_child_is_killed_at_the_deadline,
    pool::a_babbling_child_is_told_apart_from_an_answer,
    pool::a_collapsing_child_and_a_missing_program_are_errors,
    jail::a_jailed_process_reaches_nothing,
    jail::who_takes_more_memory_or_time_than_allowed_gets_none_or_dies,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(code) = arguments.first().and_then(|name| role::play(name)) {
        return code;
    }
    if arguments.iter().any(|argument| argument == "--list") {
        for test in TESTS {
            println!("{}: test", test.name);
        }
        return ExitCode::SUCCESS;
    }
    let wanted: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let chosen =
        TESTS.iter().filter(|test| wanted.is_empty() || wanted.iter().any(|part| test.name.contains(*part)));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut failed = 0_u32;
    for test in chosen {
        let outcome = runtime.block_on(async { tokio::spawn((test.run)()).await });
        println!("test {} ... {}", test.name, if outcome.is_ok() { "ok" } else { "FAILED" });
        failed += u32::from(outcome.is_err());
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
