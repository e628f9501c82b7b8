//! The server held against the machine, step by step.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context as _, Result, anyhow, ensure};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use proptest_state_machine::ReferenceStateMachine as _;
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use super::board;
use super::client::{Client, NoAnswer};
use super::machine::{AUTHORS, Answer, Board, Machine, RECORDS, Step, Verdict};
use super::site::Site;
use super::stored::{message, versions};

/// The records, by the slugs of their ISCMs.
const SLUGS: [&str; RECORDS] = ["igc", "mtm", "arcp"];

/// How the steps of all cases came out, by what was done.
pub(crate) type Steps = BTreeMap<String, usize>;

/// Makes so many rows of so many steps, each on the server and on the machine; an error tells the shortest row that was found
/// on which they differ.
pub(crate) async fn steps(
    database: &str,
    folder: &Path,
    (cases, length): (u32, usize),
) -> Result<Steps> {
    let mut site = block_in_place(|| Site::start(database, folder, &[]))?;
    let endpoint = [site.endpoint().to_owned()];
    let mut clients = Vec::new();
    for author in 0..AUTHORS {
        let key = block_in_place(|| site.key(database, &format!("author-{author}")))?;
        clients.push(Client::new(&endpoint, 0, Some(&key))?);
    }
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let counts = Mutex::new(Steps::new());
    let mut runner = TestRunner::new(config);
    let strategy = Machine::sequential_strategy(length..=length);
    let ran = block_in_place(|| {
        runner.run(&strategy, |(board, steps, seen)| {
            let run = async {
                let mut sut = Sut::reset(&clients).await?;
                let mut board = board;
                for step in steps {
                    if let Some(seen) = &seen {
                        seen.fetch_add(1, Ordering::SeqCst);
                    }
                    let before = board.clone();
                    board = Machine::apply(board, &step);
                    let answer = sut.answer(&before, &step).await?;
                    let expected = board.answer;
                    ensure!(
                        answer.as_ref().map_err(String::as_str)
                            == expected.as_ref().map_err(|code| *code),
                        "{step:?} is answered {answer:?}, and not {expected:?}"
                    );
                    sut.is_as(&board)
                        .await
                        .with_context(|| format!("after {step:?}"))?;
                    let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
                    *counts.entry(told(&step, expected)).or_default() += 1;
                }
                anyhow::Ok(())
            };
            let ran = Handle::current().block_on(run);
            ran.map_err(|error| TestCaseError::fail(format!("{error:#}")))
        })
    });
    ran.map_err(|failed| anyhow!("{failed}"))?;
    site.check_runs()?;
    // The log leads to what there is.
    let stored = versions(database).await?;
    message(&stored, i64::try_from(stored.len())?)?;
    Ok(counts.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// What was done and how it came out, in words.
fn told(step: &Step, answer: Answer) -> String {
    let what = match step {
        Step::Publish(_) => "publish in one step",
        Step::Again => "send again",
        Step::Propose(..) => "propose",
        Step::Amend(..) => "amend",
        Step::Decide(_, _, _, Verdict::Publish) => "publish",
        Step::Decide(_, _, _, Verdict::Reject) => "reject",
        Step::Decide(_, _, _, Verdict::Withdraw) => "withdraw",
        Step::Revert(_) => "revert",
    };
    format!("{what}: {}", answer.map_or_else(|code| code, |_| "done"))
}

/// The server as the machine sees it.
struct Sut<'c> {
    clients: &'c [Client],
    /// The version before the first step.
    base: i64,
    /// The ids of the proposals.
    ids: Vec<String>,
    /// The last request with a key of its own that was done.
    sent: Value,
}

impl<'c> Sut<'c> {
    /// Gives all records the value 0.
    async fn reset(clients: &'c [Client]) -> Result<Self> {
        let mut sut = Self {
            clients,
            base: 0,
            ids: Vec::new(),
            sent: Value::Null,
        };
        let edits = (0..RECORDS).map(|record| (record, 0, None));
        let reset = propose(&input(&edits.collect::<Vec<_>>(), true));
        let answer = sut.send(0, &reset).await?;
        ensure!(
            matches!(
                answer.as_ref().map_err(|code| &**code),
                Ok(_) | Err("EMPTY")
            ),
            "{answer:?}"
        );
        sut.base = board::version(
            &sut.ask(&json!({ "query": "{ dataset { version } }" }))
                .await?,
        )?;
        Ok(sut)
    }

    async fn ask(&self, body: &Value) -> Result<Value> {
        let data = self.clients[0].ask(0, body, None).await;
        data.map_err(|no_answer| anyhow!("{no_answer:?}"))
    }

    /// Sends something in somebody's name: the version that was made, if one was, or the code of why nothing was done.
    async fn send(
        &mut self,
        by: usize,
        body: &Value,
    ) -> Result<std::result::Result<Option<i64>, String>> {
        let data = match self.clients[by].ask(0, body, None).await {
            Ok(data) => data,
            Err(NoAnswer::Wrong(told)) if told.contains("\"FORBIDDEN\"") => {
                return Ok(Err("FORBIDDEN".to_owned()));
            }
            Err(no_answer) => return Err(anyhow!("{no_answer:?}")),
        };
        let done = &data["done"];
        let errors = done["userErrors"].as_array().context("no payload")?;
        if let Some(code) = errors.first() {
            return Ok(Err(code["code"].as_str().unwrap_or_default().to_owned()));
        }
        let changeset = &done["changeset"];
        let version = changeset["version"]
            .as_i64()
            .map(|version| version - self.base);
        if version.is_none()
            && let Some(id) = changeset["id"].as_str()
            && !self.ids.iter().any(|known| known == id)
        {
            self.ids.push(id.to_owned());
        }
        Ok(Ok(version))
    }

    /// Does a step from where the machine is; the answer, in its terms.
    async fn answer(
        &mut self,
        before: &Board,
        step: &Step,
    ) -> Result<std::result::Result<Option<i64>, String>> {
        let expecting = |edits: &[_]| {
            let edits = before.expecting(edits).into_iter();
            let edits =
                edits.map(|(record, value, expected)| (record, value, Some(expected + self.base)));
            edits.collect::<Vec<_>>()
        };
        match step {
            Step::Publish(edits) => {
                let body = propose(&input(&expecting(edits), true));
                let answer = self.send(0, &body).await?;
                if answer.is_ok() {
                    self.sent = body;
                }
                Ok(answer)
            }
            Step::Again => self.send(0, &self.sent.clone()).await,
            Step::Propose(author, edits) => {
                let body = propose(&input(&expecting(edits), false));
                self.send(*author, &body).await
            }
            Step::Amend(at, behind, edits) => {
                let at = before.meant(*at);
                let revision = before.proposals[at].revision - behind;
                let input = input(&expecting(edits), false);
                let body = json!({ "query": AMEND, "variables": {
                    "id": self.ids[at], "revision": revision, "input": input,
                } });
                let answer = self.send(0, &body).await;
                Ok(answer?.map(|_| None))
            }
            Step::Decide(at, behind, by, verdict) => {
                let at = before.meant(*at);
                let revision = before.proposals[at].revision - behind;
                let (what, more) = match verdict {
                    Verdict::Publish => ("publishChangeset", ""),
                    Verdict::Reject => ("rejectChangeset", ", reason: \"No.\""),
                    Verdict::Withdraw => ("withdrawChangeset", ""),
                };
                let query = format!(
                    "mutation ($id: ID!, $revision: Int!) {{
                        done: {what}(id: $id, revision: $revision{more}) {{ {PAYLOAD} }} }}"
                );
                let variables = json!({ "id": self.ids[at], "revision": revision });
                let body = json!({ "query": query, "variables": variables });
                self.send(*by, &body).await
            }
            Step::Revert(version) => {
                let version = before.meant_version(*version) + self.base;
                let query = format!(
                    "mutation ($version: Int!) {{
                        done: revertVersion(version: $version, publish: true) {{ {PAYLOAD} }} }}"
                );
                let body = json!({ "query": query, "variables": { "version": version } });
                self.send(0, &body).await
            }
        }
    }

    /// Whether all that is told is what the machine has.
    async fn is_as(&self, board: &Board) -> Result<()> {
        let records = SLUGS.iter().enumerate().map(|(at, slug)| {
            format!("r{at}: node(id: \"iscm:{slug}\") {{ ... on Iscm {{ website }} }}")
        });
        let proposals = self.ids.iter().enumerate().map(|(at, id)| {
            format!("p{at}: changeset(id: \"{id}\") {{ status revision version author }}")
        });
        let fields: Vec<_> = records.chain(proposals).collect();
        let query = format!("{{ dataset {{ version }} {} }}", fields.join(" "));
        let data = self.ask(&json!({ "query": query })).await?;
        let version = board::version(&data)? - self.base;
        ensure!(
            version == board.version(),
            "version {version} and not {}",
            board.version()
        );
        for (at, value) in board.values.iter().enumerate() {
            let is = &data[format!("r{at}")]["website"];
            ensure!(*is == site(*value), "record {at} is {is}, and not {value}");
        }
        ensure!(self.ids.len() == board.proposals.len(), "proposals");
        for (at, proposal) in board.proposals.iter().enumerate() {
            let is = &data[format!("p{at}")];
            let expected = json!({
                "status": proposal.status,
                "revision": proposal.revision,
                "version": proposal.version.map(|version| version + self.base),
                "author": format!("author-{}", proposal.author),
            });
            ensure!(*is == expected, "proposal {at} is {is}, and not {expected}");
        }
        Ok(())
    }
}

/// What is asked of a payload.
const PAYLOAD: &str = "changeset { id version } userErrors { code message }";

/// How a proposal is amended.
const AMEND: &str = "mutation ($id: ID!, $revision: Int!, $input: ProposeChangesetInput!) {
    done: amendChangeset(id: $id, revision: $revision, input: $input) { changeset { id version } userErrors { code message } }
}";

fn propose(input: &Value) -> Value {
    let query = format!(
        "mutation ($input: ProposeChangesetInput!) {{ done: proposeChangeset(input: $input) {{ {PAYLOAD} }} }}"
    );
    json!({ "query": query, "variables": { "input": input } })
}

fn site(value: u8) -> String {
    format!("https://example.org/m-{value}")
}

/// The input of edits: published at once with a key of its own, or proposed.
fn input(edits: &[(usize, u8, Option<i64>)], publishes: bool) -> Value {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let changes = edits.iter().map(|(record, value, expected)| {
        let id = format!("iscm:{}", SLUGS[*record]);
        json!({ "update": { "iscm": { "id": id, "website": site(*value), "expectedVersion": expected } } })
    });
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    json!({
        "title": format!("Step {number}"),
        "changes": changes.collect::<Vec<_>>(),
        "publish": publishes,
        "idempotencyKey": publishes.then(|| format!("step-{number}")),
    })
}
