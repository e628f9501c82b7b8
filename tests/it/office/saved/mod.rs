//! Questions that accounts save: what is kept, who sees it, and the files that answer them.

mod files;
mod refusals;
mod rights;

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use super::Office;

const SAVE: &str = "mutation ($input: SaveQuestionInput!) { saveQuestion(input: $input) {
    question { account name title document variables rows lists isPublic columns address userErrors { message } createdAt updatedAt }
    userErrors { code path message }
} }";

const DELETE: &str =
    "mutation ($name: String!, $account: String) { deleteQuestion(name: $name, account: $account) {
    question { name } userErrors { code path }
} }";

const MEMBERS: &str = "query ($iscm: String!, $language: Language! = EN) {
    iscm(acronym: $iscm) { acronym members { nodes { country { code name(language: $language) } } } }
}";

fn members(is_public: bool) -> Value {
    json!({
        "name": "members",
        "title": "Members of an ISCM",
        "document": MEMBERS,
        "variables": { "iscm": "RCM" },
        "isPublic": is_public,
    })
}

impl Office {
    /// What became of a question.
    async fn save(&self, key: &str, input: Value) -> Value {
        let mut data = self.data(key, SAVE, json!({ "input": input })).await;
        data["saveQuestion"].take()
    }

    /// The same of one that is saved.
    pub(super) async fn saved(&self, key: &str, input: Value) -> Value {
        let mut payload = self.save(key, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
        payload["question"].take()
    }

    /// What an address is answered with, for a key or nobody.
    async fn file(&self, key: Option<&str>, path: &str) -> Response {
        let mut request = self.0.request(Method::GET, path);
        if let Some(key) = key {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        request.send().await.expect("an answer")
    }

    async fn status(&self, key: Option<&str>, path: &str) -> StatusCode {
        self.file(key, path).await.status()
    }
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers()[name].to_str().expect("text")
}
