//! The server under test: the real one, on a port of its own.

use std::future::pending;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use iscm::App;
use iscm::config::{Config, Edge, Origins};
use iscm::dataset::Files;
use iscm::db::{self, Access};
use iscm::graph::Graph;
use iscm::store::write_in;
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::{OnceCell, oneshot};
use tokio::task::JoinHandle;

use super::database::{Backend, TestDatabase};
use super::files::{DataFolder, tables_with};
use super::released::connect;

/// A client; what tests ask is not encrypted.
pub(crate) fn client() -> Client {
    // An error says that another test was faster.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // A connection that is idle for as long as a server waits is closed by both at once: the client is faster.
    let client = Client::builder().pool_idle_timeout(Duration::from_millis(500));
    // The system's certificates take longer to read than a request.
    let client = client.tls_certs_only([]);
    client.build().expect("a client")
}

/// The origins of a list.
pub(crate) fn origins(list: &[&str]) -> Origins {
    Origins::read(&list.join(",")).expect("origins")
}

/// A running server; it stops when it is dropped.
pub(crate) struct TestServer {
    url: String,
    graph: Graph,
    client: Client,
    stop: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<anyhow::Result<()>>>,
    /// Held as long as the server runs on it.
    database: Option<Arc<TestDatabase>>,
}

/// A server that tests share.
pub(crate) type Shared = OnceCell<(String, Graph, Arc<TestDatabase>)>;

impl TestServer {
    /// A server over the data set.
    pub(crate) async fn start(backend: Backend) -> Self {
        let database = TestDatabase::filled(backend).await;
        Self::over(database, TestDatabase::config).await
    }

    /// The server over the data set that all tests share which only ask, and ask nothing of the server
    /// itself.
    pub(crate) async fn shared(backend: Backend) -> Self {
        static SHARED: [Shared; 2] = [const { OnceCell::const_new() }; 2];
        Self::sharing(&SHARED[backend as usize], move || Self::start(backend)).await
    }

    /// A server that tests share. It is started by the first who asks, and outlives the tests' runtimes on one of its
    /// own.
    pub(crate) async fn sharing<S>(
        shared: &'static Shared,
        start: impl FnOnce() -> S + Send + 'static,
    ) -> Self
    where
        S: Future<Output = Self>,
    {
        let shared = shared.get_or_init(|| async {
            let (started, starting) = oneshot::channel();
            thread::spawn(move || {
                let runtime = Runtime::new().expect("a runtime");
                runtime.block_on(async {
                    let server = start().await;
                    let database = server.database.clone().expect("a database");
                    let shared = (server.url.clone(), server.graph.clone(), database);
                    // It fails where the test that waited for it failed.
                    let _ = started.send(shared);
                    pending::<()>().await;
                });
            });
            starting.await.expect("a server")
        });
        let (url, graph, database) = shared.await;
        Self {
            url: url.clone(),
            graph: graph.clone(),
            client: client(),
            stop: None,
            task: None,
            database: Some(Arc::clone(database)),
        }
    }

    /// A server over the data set that looks for new versions all the time.
    pub(crate) async fn following(backend: Backend) -> Self {
        Self::configured(backend, |config| config.refresh = Duration::from_millis(50)).await
    }

    /// One that looks for new versions all the time, and waits a second for the head of a request.
    pub(crate) async fn impatient(backend: Backend) -> Self {
        Self::configured(backend, |config| {
            config.refresh = Duration::from_millis(50);
            config.edge.header_timeout = 1;
        })
        .await
    }

    /// A server over the data set, with an edge of its own.
    pub(crate) async fn edge(backend: Backend, set: impl FnOnce(&mut Edge)) -> Self {
        Self::configured(backend, |config| set(&mut config.edge)).await
    }

    /// A server over the data set, with a configuration of its own.
    pub(crate) async fn configured(backend: Backend, set: impl FnOnce(&mut Config)) -> Self {
        let database = TestDatabase::filled(backend).await;
        let configure = |database: &TestDatabase| {
            let mut config = database.config();
            set(&mut config);
            config
        };
        Self::over(database, configure).await
    }

    /// A server over data files that were changed.
    pub(crate) async fn changed(backend: Backend, change: impl FnOnce(&DataFolder)) -> Self {
        let database = TestDatabase::filled(backend).await;
        let folder = DataFolder::copy();
        change(&folder);
        let files = Files::read(folder.path()).expect("the files");
        let db = database.open().await;
        let imported = iscm::import(&db, &files, "A change").await;
        imported.expect("imported");
        db.close().await.expect("closed");
        Self::over(database, TestDatabase::config).await
    }

    /// A server over a database.
    pub(crate) async fn over(
        database: TestDatabase,
        configure: impl FnOnce(&TestDatabase) -> Config,
    ) -> Self {
        let mut server = Self::with(&configure(&database)).await;
        server.database = Some(Arc::new(database));
        server
    }

    /// A server with a configuration.
    pub(crate) async fn with(config: &Config) -> Self {
        Self::of(App::build(config).await.expect("an app")).await
    }

    /// A server of an app.
    pub(crate) async fn of(app: App) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (stop, stopped) = oneshot::channel();
        let graph = app.graph().clone();
        let task = tokio::spawn(app.serve(listener, async {
            let _ = stopped.await;
        }));
        Self {
            url,
            graph,
            client: client(),
            stop: Some(stop),
            task: Some(task),
            database: None,
        }
    }

    /// The graph that it serves.
    pub(crate) fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The address that it listens on.
    pub(crate) fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// The database that it serves.
    pub(crate) fn database(&self) -> &TestDatabase {
        self.database.as_ref().expect("a database of its own")
    }

    /// Publishes a version in which the RCM was established in another year.
    pub(crate) async fn publish(&self, year: i32) {
        let tables = tables_with(year);
        let db = connect(self.database()).await;
        // As a program that knows the schema does, whatever this one knows.
        let transaction = db::begin(&db, Access::Write).await.expect("begun");
        let outcome = write_in(&transaction, iscm::change(&tables, "Another year")).await;
        outcome.expect("written");
        transaction.commit().await.expect("committed");
        db.close().await.expect("closed");
    }

    /// A request that is still to be sent.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    /// The answer to a GET.
    pub(crate) async fn get(&self, path: &str) -> Response {
        let url = format!("{}{path}", self.url);
        self.client.get(url).send().await.expect("an answer")
    }

    /// The answer to a body sent to the endpoint.
    pub(crate) async fn post(
        &self,
        content_type: &str,
        body: impl Into<reqwest::Body>,
    ) -> Response {
        let request = self.client.post(format!("{}/graphql", self.url));
        let request = request.header("content-type", content_type).body(body);
        request.send().await.expect("an answer")
    }

    /// The whole answer to a query.
    pub(crate) async fn ask(&self, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let response = self.post("application/json", body).await;
        response.json().await.expect("JSON")
    }

    /// The data of a query that has no errors.
    pub(crate) async fn data(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.ask(query, variables).await;
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].take()
    }

    /// Stops the server and waits until it has.
    pub(crate) async fn stop(mut self) {
        drop(self.stop.take());
        let task = self.task.take().expect("a running server");
        task.await.expect("no panic").expect("a clean end");
    }
}
