//! Lists the Fluent files and refuses to build when the two languages do not say the same things.
//!
//! A file dropped into `locales/uk` and `locales/en` is part of the product without being registered anywhere. The build
//! stops when a file does not parse, when a key exists twice, when a key or one of its arguments exists in one language
//! only, when a reference leads nowhere, or when a Ukrainian plural lacks one of its forms.

#![expect(clippy::disallowed_methods, reason = "cargo talks to build scripts through the environment")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser;

const LANGUAGES: [&str; 2] = ["uk", "en"];

/// What one language has: every message with its arguments, and what went wrong while reading.
#[derive(Default)]
struct Language {
    files: BTreeSet<String>,
    messages: BTreeMap<String, Message>,
    terms: BTreeSet<String>,
}

#[derive(Default)]
struct Message {
    file: String,
    arguments: BTreeSet<String>,
    references: BTreeSet<String>,
    plurals: Vec<BTreeSet<String>>,
}

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("locales");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut complaints = Vec::new();
    let [uk, en] = LANGUAGES.map(|language| read(&root.join(language), language, &mut complaints));
    // What does not parse would also be missing; one complaint is clearer than sixty.
    if complaints.is_empty() {
        compare(&uk, &en, &mut complaints);
        check_references("uk", &uk, &mut complaints);
        check_references("en", &en, &mut complaints);
        check_plurals(&uk, &mut complaints);
    }
    if !complaints.is_empty() {
        for complaint in &complaints {
            println!("cargo::error={complaint}");
        }
        process::exit(1);
    }
    if let Err(error) = write_list(&root, &uk) {
        println!("cargo::error=cannot write the list of locales: {error}");
        process::exit(1);
    }
}

fn read(folder: &Path, language: &str, complaints: &mut Vec<String>) -> Language {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut found = Language::default();
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "ftl")) {
        println!("cargo::rerun-if-changed={}", path.display());
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match fs::read_to_string(path) {
            Ok(text) => read_file(&text, &format!("{language}/{name}"), &mut found, complaints),
            Err(error) => complaints.push(format!("{language}/{name}: {error}")),
        }
        found.files.insert(name);
    }
    found
}

fn read_file(text: &str, file: &str, found: &mut Language, complaints: &mut Vec<String>) {
    let resource = match parser::parse(text) {
        Ok(resource) => resource,
        Err((_, errors)) => {
            for error in errors {
                let line = text.get(..error.pos.start).unwrap_or_default().lines().count();
                complaints.push(format!("{file}, about line {line}: {error}"));
            }
            return;
        }
    };
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let key = message.id.name.to_owned();
                let mut heard = Message { file: file.to_owned(), ..Message::default() };
                match &message.value {
                    Some(value) => heard.pattern(value),
                    None => complaints.push(format!("{file}: {key} has no text")),
                }
                if !message.attributes.is_empty() {
                    complaints.push(format!("{file}: {key} has attributes; give each text its own key"));
                }
                if let Some(before) = found.messages.insert(key.clone(), heard) {
                    complaints.push(format!("{file}: {key} is already in {}", before.file));
                }
            }
            Entry::Term(term) => {
                found.terms.insert(format!("-{}", term.id.name));
            }
            Entry::Junk { content } => complaints.push(format!("{file}: not understood: {content}")),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
        }
    }
}

impl Message {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                let keys = variants.iter().filter_map(|variant| match variant.key {
                    VariantKey::Identifier { name } => Some(name.to_owned()),
                    VariantKey::NumberLiteral { .. } => None,
                });
                self.plurals.push(keys.collect());
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.arguments.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, .. } => {
                self.references.insert(id.name.to_owned());
            }
            InlineExpression::TermReference { id, arguments, .. } => {
                self.references.insert(format!("-{}", id.name));
                for argument in arguments.iter().flat_map(|given| &given.positional) {
                    self.inline(argument);
                }
            }
            InlineExpression::FunctionReference { arguments, .. } => {
                for argument in &arguments.positional {
                    self.inline(argument);
                }
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }
}

fn compare(uk: &Language, en: &Language, complaints: &mut Vec<String>) {
    for file in uk.files.symmetric_difference(&en.files) {
        complaints.push(format!("{file} exists in one language only"));
    }
    for (key, said) in &uk.messages {
        match en.messages.get(key) {
            None => complaints.push(format!("{}: {key} is missing in English", said.file)),
            Some(other) if other.arguments != said.arguments => complaints.push(format!(
                "{key}: the arguments differ: Ukrainian has {:?}, English has {:?}",
                said.arguments, other.arguments
            )),
            Some(_) => {}
        }
    }
    for (key, said) in en.messages.iter().filter(|(key, _)| !uk.messages.contains_key(*key)) {
        complaints.push(format!("{}: {key} is missing in Ukrainian", said.file));
    }
}

fn check_references(language: &str, found: &Language, complaints: &mut Vec<String>) {
    for (key, message) in &found.messages {
        for reference in &message.references {
            if !found.messages.contains_key(reference) && !found.terms.contains(reference) {
                complaints.push(format!("{language}: {key} refers to {reference}, which does not exist"));
            }
        }
    }
}

/// A Ukrainian plural needs `one` (1, 21), `few` (2–4, 22) and a default for the rest.
fn check_plurals(uk: &Language, complaints: &mut Vec<String>) {
    for (key, message) in &uk.messages {
        for forms in &message.plurals {
            if forms.contains("one") != forms.contains("few") {
                complaints.push(format!("uk: {key} needs both [one] and [few]"));
            }
        }
    }
}

fn write_list(root: &Path, uk: &Language) -> std::io::Result<()> {
    let mut list = String::new();
    for language in LANGUAGES {
        let _ = writeln!(list, "/// Every file of `locales/{language}`.");
        let _ = writeln!(list, "pub(crate) const {}: &[&str] = &[", language.to_uppercase());
        for file in &uk.files {
            let path = root.join(language).join(file);
            let _ = writeln!(list, "    include_str!({:?}),", path.display().to_string());
        }
        let _ = writeln!(list, "];");
    }
    let target = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("locales.rs");
    fs::write(target, list)
}
