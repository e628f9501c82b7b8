//! The parameters of a GraphQL over HTTP request, from a JSON body or the query string.

use serde_json::{Map, Value};

use crate::input::utf8;
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
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = match &*name {
                "query" | "operationName" | "documentId" | "doc_id" => {
                    Value::String(value.into_owned())
                }
                "variables" | "extensions" if value.is_empty() => Value::Null,
                "variables" | "extensions" => json(&format!("`{name}`"), value.as_bytes())?,
                _ => continue,
            };
            if params.contains_key(&*name) {
                return Err(format!("`{name}` stands more than once in the address"));
            }
            params.insert(name.into_owned(), value);
        }
        Self::from_object(params)
    }
}

/// What a text that is JSON says.
pub(super) fn json(name: &str, text: &[u8]) -> Result<Value, String> {
    let text = utf8(text).map_err(|why| format!("{name} {why}"))?;
    serde_json::from_str(text).map_err(|error| format!("{name} is not JSON: {error}"))
}

/// A text; an empty one is as if it was not given.
fn text(name: &str, value: Option<Value>) -> Result<Option<String>, String> {
    match value {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
        Some(other) => Err(format!("`{name}` is to be a text, not {}", kind(&other))),
    }
}

fn object(name: &str, value: Option<Value>) -> Result<Map<String, Value>, String> {
    match value {
        None => Ok(Map::new()),
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
        for params in [
            Params::from_address(address),
            Params::from_json(body.as_bytes()),
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
