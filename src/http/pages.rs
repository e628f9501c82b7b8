//! Pages and files: the playground, the landing page, the reference, the schema and its
//! costs, the examples.
//! Those of `web/` are built by npm; the plain page works without them, and replaces them where
//! they are missing.

use axum::http::HeaderMap;
use axum::response::Response;
use rust_embed::RustEmbed;

use super::examples::EXAMPLES;
use super::file::File;
use super::foot::{FOOT, escaped, foot};
use crate::graphql::{costs, sdl};
use crate::pages::{SCRIPT, STYLE};

/// What the pages of `web/` may load: files of this server. The editor writes styles itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                      font-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What the other pages may load.
pub(super) const STRICT: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      img-src 'self' data:; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// A file that never changes under its name.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// A file that is revalidated each time.
pub(super) const ASK_AGAIN: &str = "no-cache";

/// Why the pages of `web/` are missing; empty when they are there.
const MISSING: &str = env!("ISCM_WEB_MISSING");

/// The pages of `web/`, as npm built them.
#[derive(RustEmbed)]
#[folder = "$OUT_DIR/web"]
struct Web;

/// The served files with their headers; compressed on first request.
#[derive(Debug, Default)]
pub(super) struct Pages(std::collections::HashMap<String, File>);

impl Pages {
    /// The files; `contact` is where errors in the data are reported to.
    pub(super) fn new(contact: Option<&str>) -> Self {
        let mut pages = Self::default();
        let foot = foot(contact);
        let footed = |page: &str| page.replace(FOOT, &foot);
        for path in Web::iter() {
            if let Some(file) = Web::get(&path) {
                let policy = if path == "index.html" || path.starts_with("assets/") {
                    POLICY
                } else {
                    STRICT
                };
                let caching = if path.starts_with("assets/") {
                    FOR_EVER
                } else {
                    ASK_AGAIN
                };
                match std::str::from_utf8(&file.data) {
                    Ok(page) if content_type(&path).starts_with("text/html") => {
                        pages.add(&path, footed(page).as_bytes(), policy, caching);
                    }
                    _ => pages.add(&path, &file.data, policy, caching),
                }
            }
        }
        let plain = include_str!("plain/index.html").replace("<!-- notice -->", &notice());
        pages.add("plain.html", footed(&plain).as_bytes(), STRICT, ASK_AGAIN);
        pages.add(
            "plain.css",
            include_bytes!("plain/plain.css"),
            STRICT,
            ASK_AGAIN,
        );
        pages.add(
            "plain.js",
            include_bytes!("plain/plain.js"),
            STRICT,
            ASK_AGAIN,
        );
        let icon = include_bytes!("../../web/icon.svg");
        pages.add("icon.svg", icon, STRICT, ASK_AGAIN);
        pages.add("pages.css", STYLE.as_bytes(), STRICT, ASK_AGAIN);
        pages.add("pages.js", SCRIPT.as_bytes(), STRICT, ASK_AGAIN);
        pages.add("schema.graphql", sdl().as_bytes(), STRICT, ASK_AGAIN);
        pages.add(
            "examples.json",
            EXAMPLES.to_string().as_bytes(),
            STRICT,
            ASK_AGAIN,
        );
        pages.add(
            "costs.json",
            costs().to_string().as_bytes(),
            STRICT,
            ASK_AGAIN,
        );
        pages
    }

    fn add(&mut self, path: &str, bytes: &[u8], policy: &'static str, caching: &'static str) {
        let file = File::new(bytes, content_type(path), policy, caching);
        self.0.insert(path.to_owned(), file);
    }

    /// The first of these files that exists, if one does.
    pub(super) fn first(&self, paths: &[&str], headers: &HeaderMap) -> Option<Response> {
        let file = paths.iter().find_map(|path| self.0.get(*path));
        file.map(|file| file.response(headers))
    }
}

/// The plain page's notice when it replaces the others.
fn notice() -> String {
    if MISSING.is_empty() {
        return String::new();
    }
    let why = escaped(MISSING);
    format!(
        "<p role=\"note\"><strong>This server was built without its playground: {why}.</strong> \
         Built where npm and its registry are, it has one, with completion and documentation. \
         This page works without.</p>"
    )
}

pub(super) fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "ttf" => "font/ttf",
        // The schema, too: browsers show text, and save what they do not know.
        _ => "text/plain; charset=utf-8",
    }
}
