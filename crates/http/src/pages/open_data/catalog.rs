//! The catalogue as DCAT-AP 3.0 in JSON-LD (standards OD-04).

use super::Moments;
use super::sets::{DataSet, SETS};
use crate::site::Site;
use postup_i18n::{Locale, Words};
use serde_json::{Value, json};

const LICENCE: &str = "https://creativecommons.org/licenses/by/4.0/";
const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";

/// A text in both languages.
fn both(key: &str) -> Value {
    let words = Words::embedded();
    let said = |locale: Locale| json!({ "@language": locale.to_string(), "@value": words.text(locale, key) });
    json!([said(Locale::Uk), said(Locale::En)])
}

fn distribution(origin: &str, path: &str, kind: &str, media: &str) -> Value {
    json!({
        "@id": format!("{origin}{path}#distribution"),
        "@type": "dcat:Distribution",
        "dcat:accessURL": { "@id": format!("{origin}{path}") },
        "dcat:downloadURL": { "@id": format!("{origin}{path}") },
        "dct:format": { "@id": format!("{AUTHORITY}/file-type/{kind}") },
        "dcat:mediaType": { "@id": format!("https://www.iana.org/assignments/media-types/{media}") },
        "dct:license": { "@id": LICENCE },
    })
}

fn data_set(origin: &str, publisher: &Value, set: &DataSet, moments: &Moments) -> Value {
    let csv = set.files.iter().map(|path| distribution(origin, path, "CSV", "text/csv"));
    let json = distribution(origin, set.interface, "JSON", "application/json");
    let modified = match set.id {
        "territories" => {
            moments.codifier.map(|day| json!({ "@type": "xsd:date", "@value": day.to_string() }))
        }
        "courses" | "cohorts" => None,
        _ => Some(json!({ "@type": "xsd:dateTime", "@value": moments.figures.to_rfc3339() })),
    };
    let mut described = json!({
        "@id": format!("{origin}/open-data#{}", set.id),
        "@type": "dcat:Dataset",
        "dct:identifier": set.id,
        "dct:title": both(&set.key("title")),
        "dct:description": both(&set.key("text")),
        "dct:publisher": publisher,
        "dct:accrualPeriodicity": { "@id": format!("{AUTHORITY}/frequency/{}", set.frequency) },
        "dct:spatial": { "@id": format!("{AUTHORITY}/country/UKR") },
        "dcat:theme": { "@id": format!("{AUTHORITY}/data-theme/GOVE") },
        "dcat:landingPage": { "@id": format!("{origin}/open-data#{}", set.id) },
        "dcat:distribution": csv.chain([json]).collect::<Vec<_>>(),
    });
    if let (Some(modified), Some(fields)) = (modified, described.as_object_mut()) {
        fields.insert("dct:modified".to_owned(), modified);
    }
    described
}

/// The catalogue of all data sets.
pub fn catalog(site: &Site, moments: &Moments) -> Value {
    let origin = site.app.settings().origin.as_str();
    let name = |locale: Locale| json!({ "@language": locale.to_string(), "@value": site.name(locale) });
    let publisher = json!({
        "@id": format!("{origin}/#publisher"),
        "@type": "foaf:Agent",
        "foaf:name": [name(Locale::Uk), name(Locale::En)],
    });
    let sets: Vec<Value> = SETS.iter().map(|set| data_set(origin, &publisher, set, moments)).collect();
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": format!("{origin}/open-data/catalog.json"),
        "@type": "dcat:Catalog",
        "dct:title": both("open-data-title"),
        "dct:description": both("open-data-lead"),
        "dct:publisher": publisher,
        "dct:license": { "@id": LICENCE },
        "foaf:homepage": { "@id": format!("{origin}/open-data") },
        "dcat:dataset": sets,
    })
}
