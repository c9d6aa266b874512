//! Words that nobody says any more.

use std::collections::BTreeSet;
use std::path::Path;

/// What the sources say, as far as it may be a key or a part of one.
#[derive(Default)]
struct Said {
    literals: BTreeSet<String>,
    /// What stands before and behind the first gap of `audit-did-{}`.
    frames: BTreeSet<(String, String)>,
    /// Nouns of forms: `about("person")` names the field `given_name` by `person-given-name`.
    nouns: BTreeSet<String>,
}

impl Said {
    fn read(folder: &Path) -> Self {
        let mut said = Self::default();
        visit(folder, &["rs", "html", "typ", "js"], &mut |text| said.note(text));
        said
    }

    fn note(&mut self, text: &str) {
        let mut before = "";
        for literal in text.split(['"', '\'']) {
            if before.ends_with("about(") {
                self.nouns.insert(literal.to_owned());
            }
            before = literal;
            if literal.len() > 80 || literal.contains(char::is_whitespace) {
                continue;
            }
            match literal.split_once("-{") {
                Some((begin, rest)) => {
                    let end = rest.rsplit('}').next().unwrap_or_default();
                    self.frames.insert((format!("{begin}-"), end.to_owned()));
                }
                None => {
                    self.literals.insert(literal.to_owned());
                }
            }
        }
    }

    /// By itself, as `prefix` of a word that follows from a value, in a frame, or as the name of a field.
    fn has(&self, key: &str) -> bool {
        let parts = || key.match_indices('-').map(|(at, _)| (&key[..at], &key[at + 1..]));
        self.literals.contains(key)
            || parts().any(|(begin, _)| {
                let with_dash = &key[..begin.len() + 1];
                begin.contains('-') && [begin, with_dash].iter().any(|part| self.literals.contains(*part))
            })
            || parts().any(|(noun, field)| {
                self.nouns.contains(noun) && self.literals.contains(&field.replace('-', "_"))
            })
            || self.frames.iter().any(|(begin, end)| {
                begin.len() > 1
                    && !begin.contains('{')
                    && key.starts_with(begin)
                    && key.ends_with(end)
                    && begin != "common-"
            })
    }
}

pub fn visit(folder: &Path, kinds: &[&str], take: &mut impl FnMut(&str)) {
    for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if file.is_dir() {
            visit(&file, kinds, take);
        } else if file.extension().is_some_and(|kind| kinds.iter().any(|known| kind == *known)) {
            take(&std::fs::read_to_string(&file).unwrap());
        }
    }
}

/// Keys, and those that other words refer to.
fn keys(folder: &Path) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut keys, mut referred) = (BTreeSet::new(), BTreeSet::new());
    visit(folder, &["ftl"], &mut |text| {
        keys.extend(text.lines().filter_map(|line| {
            let (key, _) = line.split_once(" =")?;
            key.starts_with(|first: char| first.is_ascii_lowercase()).then(|| key.to_owned())
        }));
        let inside = text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        referred.extend(inside.map(|reference| reference.trim().to_owned()));
    });
    (keys, referred)
}

#[test]
fn every_word_is_said_somewhere() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let (keys, referred) = keys(&crates.join("i18n/locales/uk"));
    let said = Said::read(&crates);
    assert!(keys.len() > 1_000, "the words are found");
    let unsaid: Vec<&String> = keys.iter().filter(|key| !referred.contains(*key) && !said.has(key)).collect();
    assert!(unsaid.is_empty(), "words that nobody says: {unsaid:?}");
    // What looks so could not hide among them.
    for made_up in ["guest-made-up", "common-made-up", "audit-made-up", "made-up"] {
        assert!(!said.has(made_up), "{made_up}");
    }
}
