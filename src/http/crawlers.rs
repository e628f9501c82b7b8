//! `/robots.txt` and `/sitemap.xml`: what search engines may read, and where it is.

use std::io;

use axum::extract::{Extension, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use entity::tables::Table;
use entity::{country, framework, iscm, organization, topic};
use quick_xml::events::BytesText;

use super::error::{error, internal};
use super::file::File;
use super::pages::{ASK_AGAIN, STRICT};
use super::request_id::RequestId;
use super::state::SharedState;
use super::xml::begun;
use crate::config::Edge;
use crate::error::ErrorCode;
use crate::graph::Scope;
use crate::pages::{lists, part};

/// What is no page: operations, files and links, which are answers of their own each.
const NO_PAGES: [&str; 6] = ["graphql", "q/", "d/", "dump.", "search", "*?*cite="];

/// Where the pages are published.
struct Published {
    /// The address, without a slash at the end.
    address: String,
    /// Whether the operator says so: else it is what a request was sent to, which others may call otherwise.
    is_set: bool,
}

impl Published {
    fn of(edge: &Edge, uri: &Uri, headers: &HeaderMap) -> Option<Self> {
        if let Some(url) = &edge.public_url {
            return Some(Self {
                address: url.as_str().to_owned(),
                is_set: true,
            });
        }
        let host = headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok());
        let host = host.or(uri.authority().map(Authority::as_str));
        let host = host.filter(|host| !host.is_empty())?;
        let trusted = (edge.trusted_proxies > 0).then(|| headers.get("x-forwarded-proto"));
        let scheme = match trusted.flatten().map(HeaderValue::as_bytes) {
            Some(b"https") => "https",
            _ => "http",
        };
        Some(Self {
            address: format!("{scheme}://{host}{}", edge.base_path.as_str()),
            is_set: false,
        })
    }

    /// A file that tells the address. What depends on the request nobody keeps.
    fn response(&self, text: &[u8], media_type: &'static str, request: &HeaderMap) -> Response {
        let caching = if self.is_set { ASK_AGAIN } else { "no-store" };
        File::new(text, media_type, STRICT, caching).response(request)
    }
}

/// What search engines may read.
pub(super) async fn robots(
    State(state): State<SharedState>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let published = Published::of(&state.edge, &uri, &headers);
    let Some(published) = published else {
        return no_host();
    };
    let path = published.address.split_once("://");
    let path = path.and_then(|(_, rest)| rest.split_once('/'));
    let path = path.map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}/"));
    let mut text = "User-agent: *\n".to_owned();
    for closed in NO_PAGES {
        text = text + "Disallow: " + &path + closed + "\n";
    }
    text = text + "Allow: " + &path + "\n";
    if published.is_set {
        text = text + "\nSitemap: " + &published.address + "/sitemap.xml\n";
    }
    published.response(text.as_bytes(), "text/plain; charset=utf-8", &headers)
}

/// The addresses of the pages.
pub(super) async fn sitemap(
    State(state): State<SharedState>,
    Extension(id): Extension<RequestId>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Some(published) = Published::of(&state.edge, &uri, &headers) else {
        return no_host();
    };
    match xml(&published.address, &paths(&state.graph.scope())) {
        Ok(xml) => published.response(&xml, "application/xml; charset=utf-8", &headers),
        Err(why) => internal(&why.to_string(), &id),
    }
}

fn no_host() -> Response {
    let message = "the header `Host` is to name the host: addresses here are whole";
    error(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message)
}

/// The paths of the pages of what a request sees.
fn paths(scope: &Scope) -> Vec<String> {
    let mut paths: Vec<_> = lists().map(str::to_owned).collect();
    for slug in ids::<iscm::Entity>(scope, |row| &row.id) {
        paths.push(format!("iscm/{}", part(slug)));
        paths.push(format!("iscm/{}/summary", part(slug)));
    }
    let mut each = |kind: &str, keys: Vec<String>| {
        paths.extend(keys.iter().map(|key| format!("{kind}/{}", part(key))));
    };
    let codes = ids::<country::Entity>(scope, |row| &row.id);
    each("country", codes.map(str::to_ascii_lowercase).collect());
    let acronyms = ids::<organization::Entity>(scope, |row| &row.id);
    each("organization", acronyms.map(str::to_owned).collect());
    let slugs = ids::<topic::Entity>(scope, |row| &row.id);
    each("topic", slugs.map(str::to_owned).collect());
    let slugs = ids::<framework::Entity>(scope, |row| &row.id);
    each("framework", slugs.map(str::to_owned).collect());
    paths
}

/// The ids of the records of a table.
fn ids<E: Table>(scope: &Scope, id: fn(&E::Model) -> &String) -> impl Iterator<Item = &str> {
    let places = scope.snapshot.places(E::INDEX);
    places.map(move |place| id(scope.model::<E>(place)).as_str())
}

/// The sitemap (sitemaps.org) of some paths.
fn xml(address: &str, paths: &[String]) -> io::Result<Vec<u8>> {
    let mut xml = begun()?;
    let set = xml
        .create_element("urlset")
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
    set.write_inner_content(|xml| {
        for path in paths {
            let whole = format!("{address}/{path}");
            xml.create_element("url").write_inner_content(|xml| {
                let place = xml.create_element("loc");
                place.write_text_content(BytesText::new(&whole))?;
                Ok(())
            })?;
        }
        Ok(())
    })?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}
