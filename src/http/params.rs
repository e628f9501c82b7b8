//! The parameters of a GraphQL over HTTP request, from a JSON body or the query string.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::input::utf8;
use crate::json::read;
use crate::request::Named;

/// The parameters of a request.
#[derive(Debug, Default)]
pub(super) struct Params {
    /// The document.
    pub(super) query: Option<String>,
    /// The operation of the document to execute.
    pub(super) operation_name: Option<String>,
    /// The values of its variables.
    pub(super) variables: Map<String, Value>,
    /// The request's extensions.
    pub(super) extensions: Map<String, Value>,
    /// The id of a document that the server knows.
    pub(super) document_id: Option<String>,
}

impl Params {
    /// The parameters that name the document.
    pub(super) fn named(&self) -> Named<'_> {
        Named {
            query: self.query.as_deref(),
            id: self.document_id.as_deref(),
            extensions: &self.extensions,
        }
    }

    /// Whether the sources of the answer are asked for, by `extensions.cite`.
    pub(super) fn cites(&self) -> Result<bool, String> {
        match self.extensions.get("cite") {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(cites)) => Ok(*cites),
            Some(other) => Err(format!(
                "`extensions.cite` is to be true or false, not {}",
                kind(other)
            )),
        }
    }

    /// From the body of a POST.
    pub(super) fn from_json(body: &[u8]) -> Result<Self, String> {
        match json("the body", body)? {
            Value::Object(params) => Self::from_object(params),
            Value::Array(_) => Err(
                "the body is a list: requests are answered one by one, each a JSON object"
                    .to_owned(),
            ),
            _ => Err("the body is to be a JSON object with the key `query`".to_owned()),
        }
    }

    /// From the payload of a socket's message.
    pub(super) fn from_object(mut params: Map<String, Value>) -> Result<Self, String> {
        let mut take = |name: &str| params.remove(name).filter(|value| !value.is_null());
        let [document_id, doc_id] = ["documentId", "doc_id"].map(|name| text(name, take(name)));
        let (document_id, doc_id) = (document_id?, doc_id?);
        if document_id.is_some() && doc_id.is_some() {
            return Err(
                "`documentId` and `doc_id` name the same: a request has one of them".to_owned(),
            );
        }
        Ok(Self {
            query: text("query", take("query"))?,
            operation_name: text("operationName", take("operationName"))?,
            variables: object("variables", take("variables"))?,
            extensions: object("extensions", take("extensions"))?,
            document_id: document_id.or(doc_id),
        })
    }

    /// From the query string of a GET.
    pub(super) fn from_address(query: &str) -> Result<Self, String> {
        let mut params = Map::new();
        for (name, value) in pairs(query) {
            let value = match &*name {
                "query" | "operationName" | "documentId" | "doc_id" => {
                    let text = utf8(&value).map_err(|why| format!("`{name}` {why}"))?;
                    Value::from(text)
                }
                "variables" | "extensions" if value.is_empty() => Value::Null,
                "variables" | "extensions" => json(&format!("`{name}`"), &value)?,
                _ => continue,
            };
            if params.contains_key(&name) {
                return Err(format!("`{name}` stands more than once in the address"));
            }
            params.insert(name, value);
        }
        Self::from_object(params)
    }
}

/// The parameters of an address, each with the bytes that its value stands for. A name that is no UTF-8 is none that
/// anybody takes.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = (String, Vec<u8>)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = String::from_utf8_lossy(&decoded(name)).into_owned();
        (name, decoded(value))
    })
}

/// The bytes that a part of an address stands for, whatever they are.
fn decoded(part: &str) -> Vec<u8> {
    percent_decode_str(&part.replace('+', " ")).collect()
}

/// What a text that is JSON says.
pub(super) fn json(name: &str, text: &[u8]) -> Result<Value, String> {
    read(text).map_err(|why| format!("{name} {why}"))
}

/// A text; an empty one is as if it was not given.
fn text(name: &str, value: Option<Value>) -> Result<Option<String>, String> {
    match value {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
        Some(other) => Err(format!("`{name}` is to be a text, not {}", kind(&other))),
    }
}

/// An object; an empty text is as if it was not given.
fn object(name: &str, value: Option<Value>) -> Result<Map<String, Value>, String> {
    match value {
        None => Ok(Map::new()),
        Some(Value::String(text)) if text.is_empty() => Ok(Map::new()),
        Some(Value::Object(object)) => Ok(object),
        Some(other) => Err(format!("`{name}` is to be an object, not {}", kind(&other))),
    }
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_is_not_given() {
        let address = "query=%7Ba%7D&operationName=&variables=&extensions=&documentId=&doc_id=";
        let body =
            r#"{"query":"{a}","operationName":"","variables":null,"documentId":"","doc_id":""}"#;
        let objects = r#"{"query":"{a}","variables":"","extensions":""}"#;
        for params in [
            Params::from_address(address),
            Params::from_json(body.as_bytes()),
            Params::from_json(objects.as_bytes()),
        ] {
            let params = params.expect("a request");
            assert_eq!(params.query.as_deref(), Some("{a}"));
            assert_eq!((params.operation_name, params.document_id), (None, None));
            assert!(params.variables.is_empty() && params.extensions.is_empty());
        }
        let by_id = Params::from_address("query=&doc_id=x&documentId=").expect("a request");
        assert_eq!(
            (by_id.query, by_id.document_id.as_deref()),
            (None, Some("x"))
        );
    }

    #[test]
    fn what_is_escaped_is_utf_8() {
        let params = Params::from_address("query=%7Ba%7D+M%C3%A9x%EF%BF%BD&other=%E9&%E9=1");
        let query = params.expect("a request").query;
        assert_eq!(query.as_deref(), Some("{a} Méx\u{fffd}"));
        for (address, named) in [
            ("query=M%E9xico", "`query` is no UTF-8"),
            ("query={a}&operationName=%C3", "`operationName` is no UTF-8"),
            ("query={a}&doc_id=%ED%A0%80", "`doc_id` is no UTF-8"),
            (
                "query={a}&variables={\"q\":\"M%E9xico\"}",
                "`variables` is no UTF-8",
            ),
            ("query={a}&extensions=%FF%FE", "`extensions` is UTF-16"),
        ] {
            let message = Params::from_address(address).expect_err("refused");
            assert!(message.starts_with(named), "{address}: {message}");
        }
    }

    #[test]
    fn what_is_given_twice_is_named() {
        for (address, named) in [
            ("query=&query={a}", "`query` stands"),
            ("variables=&variables=", "`variables` stands"),
            ("doc_id=a&doc_id=a", "`doc_id` stands"),
            ("doc_id=a&documentId=b", "`documentId` and `doc_id`"),
        ] {
            let message = Params::from_address(address).expect_err("refused");
            assert!(message.starts_with(named), "{address}: {message}");
        }
        assert!(
            Params::from_address("utm=1&utm=2&query={a}").is_ok(),
            "none of ours"
        );
    }

    #[test]
    fn a_mark_before_json_is_no_fault_and_utf_16_is_named() {
        assert!(Params::from_json(b"\xef\xbb\xbf{\"query\":\"{a}\"}").is_ok());
        assert!(Params::from_address("query={a}&variables=%EF%BB%BF{}").is_ok());
        for body in [
            &b"\xff\xfe{\0}\0"[..],
            b"\xfe\xff\0{\0}",
            b"{\0}\0",
            b"\0{\0}",
        ] {
            let message = Params::from_json(body).expect_err("refused");
            assert!(message.contains("UTF-16"), "{message}");
        }
        let message = Params::from_json(b"{\"query\":\"\xe9\"}").expect_err("refused");
        assert!(
            message.contains("UTF-8") && message.contains("byte 10"),
            "{message}"
        );
    }
}
