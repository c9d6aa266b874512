//! Finding units by what people type.

use super::*;
use postup_app::territory::{Filter, wording};
use postup_i18n::{Locale, Words};

async fn compact() -> TestApp {
    let test = TestApp::new().await;
    test.app.import_compact_territories().await.unwrap();
    test
}

async fn found(test: &TestApp, filter: Filter, limit: u64) -> Vec<String> {
    let page = test.app.territories(&filter, None, limit).await.unwrap();
    page.items.iter().map(|unit| wording::full_name(Words::embedded(), Locale::Uk, unit)).collect()
}

fn typed(text: &str) -> Filter {
    Filter { text: text.to_owned(), ..Filter::default() }
}

#[tokio::test]
async fn people_find_what_they_mean() {
    let test = compact().await;
    for (text, first) in [
        ("київ", "місто Київ"),
        ("КИЇВСЬКА ОБЛ", "Київська область"),
        ("вінницька область", "Вінницька область"),
        ("Vinnytska oblast", "Вінницька область"),
        ("Vinnytsia", "місто Вінниця, Вінницька громада, Вінницький район, Вінницька область"),
        (
            "місто кам'янець подільський",
            "місто Кам’янець-Подільський, Кам’янець-Подільська громада, Кам’янець-Подільський район, Хмельницька область",
        ),
        ("UA05000000000010236", "Вінницька область"),
        ("крим", "Автономна Республіка Крим"),
    ] {
        let found = found(&test, typed(text), 5).await;
        assert_eq!(found.first().map(String::as_str), Some(first), "{text}: {found:?}");
    }
    for text in ["такого немає", "100%", "_", "\\", "' OR 1=1 --"] {
        assert_eq!(found(&test, typed(text), 5).await, Vec::<String>::new(), "{text}");
    }
}

#[tokio::test]
async fn hromadas_of_one_name_are_told_apart() {
    let test = compact().await;
    let filter = Filter { category: Some(Category::Hromada), ..typed("Андріївська") };
    let page = test.app.territories(&filter, None, 20).await.unwrap();
    let names: Vec<String> =
        page.items.iter().map(|unit| wording::full_name(Words::embedded(), Locale::En, unit)).collect();
    assert!(
        names.contains(&"Andriivska hromada, Berdianskyi raion, Zaporizka oblast".to_owned()),
        "{names:?}"
    );
    let mut different = names.clone();
    different.sort();
    different.dedup();
    assert_eq!((different.len(), names.len() > 1), (names.len(), true));
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let test = compact().await;
    for filter in [typed("вська"), Filter { within: Some(code(VINNYTSKA)), ..Filter::default() }] {
        let whole = test.app.territories(&filter, None, 5_000).await.unwrap();
        assert!(whole.next.is_none() && whole.items.len() > 50, "{}", whole.items.len());
        let (mut pieces, mut after) = (Vec::new(), None);
        loop {
            let page = test.app.territories(&filter, after.as_ref(), 37).await.unwrap();
            pieces.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(pieces, whole.items);
    }
}

#[tokio::test]
async fn the_country_is_walked_from_the_whole_to_its_parts() {
    let test = compact().await;
    let oblasts = test.app.oblasts().await.unwrap();
    assert_eq!(oblasts.len(), 27);
    assert_eq!(oblasts[1].name.as_str(), "Вінницька");
    let below = |parent: &str| Filter { parent: Some(code(parent)), ..Filter::default() };
    assert_eq!(found(&test, below(VINNYTSKA), 100).await.len(), 6, "raions of the oblast");
    let hromadas = found(&test, below(VINNYTSKYI), 100).await;
    assert!(hromadas[0].ends_with("громада, Вінницький район, Вінницька область"), "{hromadas:?}");
}
