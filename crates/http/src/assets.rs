//! The stylesheet, the scripts, the mark and the pictures of the help: compiled in, addressed by their content, kept by browsers for ever.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use poem::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use poem::http::{HeaderValue, StatusCode};
use poem::web::Path;
use poem::{Response, handler};
use sha2::{Digest as _, Sha256};

/// Where [`serve`] is mounted.
pub const ROUTE: &str = "/assets/:version/:name";

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const BRIEFLY: HeaderValue = HeaderValue::from_static("public, max-age=60");

struct Asset {
    name: &'static str,
    kind: &'static str,
    content: Cow<'static, [u8]>,
    version: String,
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

macro_rules! pictures {
    ($($name:literal),*) => {
        [$((concat!("help-", $name, ".webp"), include_bytes!(concat!("../assets/help/", $name, ".webp")))),*]
    };
}

/// What the help shows of the product, taken from the demonstration by tests/browser/pictures.mjs.
const PICTURES: [(&str, &[u8]); 12] = pictures!(
    "official-uk",
    "official-en",
    "trainer-uk",
    "trainer-en",
    "officer-uk",
    "officer-en",
    "manager-uk",
    "manager-en",
    "analyst-uk",
    "analyst-en",
    "administrator-uk",
    "administrator-en"
);

/// A script that imports another stands after it.
static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let mut assets = Vec::new();
    for (name, content) in PICTURES {
        assets.push(Asset {
            name,
            kind: "image/webp",
            content: Cow::Borrowed(content),
            version: version(content),
        });
    }
    for (name, kind, content) in [
        ("app.css", "text/css; charset=utf-8", include_str!("../assets/app.css")),
        ("app.js", SCRIPT, include_str!("../assets/app.js")),
        ("log.js", SCRIPT, include_str!("../assets/log.js")),
        ("courier.js", SCRIPT, include_str!("../assets/courier.js")),
        ("register.js", SCRIPT, include_str!("../assets/register.js")),
        ("scan.js", SCRIPT, include_str!("../assets/scan.js")),
        ("mark.svg", "image/svg+xml", include_str!("../assets/mark.svg")),
    ] {
        let asset = asset(name, kind, content, &assets);
        assets.push(asset);
    }
    assets
});

/// Imports name the other file by its address, so that both are kept for ever and change together.
fn asset(name: &'static str, kind: &'static str, content: &str, others: &[Asset]) -> Asset {
    let content = others.iter().fold(content.to_owned(), |content, other| {
        let address = format!("from \"/assets/{}/{}\"", other.version, other.name);
        content.replace(&format!("from \"./{}\"", other.name), &address)
    });
    let version = version(content.as_bytes());
    Asset { name, kind, content: Cow::Owned(content.into_bytes()), version }
}

/// The beginning of the fingerprint of a content.
fn version(content: &[u8]) -> String {
    let mut version = String::new();
    for byte in Sha256::digest(content).iter().take(6) {
        // Writing to a String cannot fail.
        let _ = write!(version, "{byte:02x}");
    }
    version
}

/// The script that answers for registers where there is no network. It stands at the root, since it may only answer for
/// what lies under it, and is asked for anew each time.
#[handler]
pub fn worker() -> Response {
    Response::builder()
        .header(CONTENT_TYPE, SCRIPT)
        .header(CACHE_CONTROL, "no-cache")
        .body(include_str!("../assets/worker.js"))
}

/// The address of an asset, e.g. `/assets/1b2c3d4e5f60/app.css`.
pub fn address(name: &str) -> String {
    let asset = ASSETS.iter().find(|asset| asset.name == name);
    debug_assert!(asset.is_some(), "no asset is called {name}");
    let version = asset.map_or("-", |asset| asset.version.as_str());
    format!("/assets/{version}/{name}")
}

/// Answers with the asset. A page from before an update may ask for an older version: it gets the present one, which no
/// browser may keep under the old address.
#[handler]
pub fn serve(Path((version, name)): Path<(String, String)>) -> Response {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => Response::builder()
            .header(CONTENT_TYPE, asset.kind)
            .header(CACHE_CONTROL, if asset.version == version { FOR_EVER } else { BRIEFLY })
            .body(&*asset.content),
        None => StatusCode::NOT_FOUND.into(),
    }
}
