//! The parameters of a GraphQL over HTTP request, from a JSON body or the query string.

use serde_json::{Map, Value};

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
        let body = serde_json::from_slice(body)
            .map_err(|error| format!("the body is not JSON: {error}"))?;
        match body {
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
        Ok(Self {
            query: text("query", take("query"))?,
            operation_name: text("operationName", take("operationName"))?,
            variables: object("variables", take("variables"))?,
            extensions: object("extensions", take("extensions"))?,
            document_id: text("documentId", take("documentId").or_else(|| take("doc_id")))?,
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
                "variables" | "extensions" => serde_json::from_str(&value)
                    .map_err(|error| format!("`{name}` is not JSON: {error}"))?,
                _ => continue,
            };
            if params.insert(name.into_owned(), value).is_some() {
                return Err("a parameter stands more than once in the address".to_owned());
            }
        }
        Self::from_object(params)
    }
}

fn text(name: &str, value: Option<Value>) -> Result<Option<String>, String> {
    match value {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
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
