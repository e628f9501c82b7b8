//! A way to PostgreSQL on which answers come late, and connections break.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Result;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::sleep;

use super::dice::Dice;

/// A proxy of connections; all end with it.
pub(super) struct Proxy {
    port: u16,
    cuts: watch::Sender<u64>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// One to a socket, on which what is sent and answered takes up to so many milliseconds longer.
    pub(super) async fn open(socket: PathBuf, latest: usize) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let (cuts, cut) = watch::channel(0);
        let task = tokio::spawn(async move {
            let (mut ways, mut seed) = (JoinSet::new(), 0);
            let commits = Arc::default();
            while let Ok((here, _)) = listener.accept().await {
                seed += 1;
                let (socket, cut, commits) = (socket.clone(), cut.clone(), Arc::clone(&commits));
                ways.spawn(way(here, socket, (latest, seed), cut, commits));
                while ways.try_join_next().is_some() {}
            }
        });
        Ok(Self { port, cuts, task })
    }

    /// The address of a database behind it.
    pub(super) fn url(&self, name: &str) -> String {
        let port = self.port;
        format!("postgres://iscm@127.0.0.1:{port}/{name}?sslmode=disable")
    }

    /// Breaks all connections.
    pub(super) fn cut(&self) {
        self.cuts.send_modify(|cuts| *cuts += 1);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Of so many transactions that write, one loses its connection before the server is told to commit, and one before its
/// answer comes.
const SPOILT: usize = 4;

/// One connection, to its end, to the next cut, or to a transaction that is to lose it.
async fn way(
    here: TcpStream,
    socket: PathBuf,
    (latest, seed): (usize, u64),
    mut cut: watch::Receiver<u64>,
    commits: Arc<AtomicUsize>,
) {
    cut.mark_unchanged();
    let Ok(there) = UnixStream::connect(socket).await else {
        return;
    };
    let (mut from_here, mut to_here) = here.into_split();
    let (mut from_there, mut to_there) = there.into_split();
    let late = |more| (latest, Dice::new(seed * 2 + more));
    tokio::select! {
        () = pass(&mut from_here, &mut to_there, late(0), Some(&commits)) => {}
        () = pass(&mut from_there, &mut to_here, late(1), None) => {}
        _ = cut.changed() => {}
    }
}

/// Passes bytes on, each after a while, to the end or to a commit that is to lose the connection; all that wrote are
/// counted.
async fn pass(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    (latest, mut dice): (usize, Dice),
    commits: Option<&AtomicUsize>,
) {
    let (mut bytes, mut has_written) = (vec![0; 1 << 16], false);
    while let Ok(count) = from.read(&mut bytes).await {
        let late = dice.below(latest + 1) as u64;
        sleep(Duration::from_millis(late)).await;
        let bytes = &bytes[..count];
        let has = |text: &[u8]| bytes.windows(text.len()).any(|part| part == text);
        has_written |= has(b"INSERT INTO");
        let number = match commits {
            Some(commits) if has_written && has(b"COMMIT") => {
                has_written = false;
                commits.fetch_add(1, Ordering::Relaxed) % SPOILT
            }
            _ => 0,
        };
        let is_unheard = number == 1;
        let is_last = number == 3;
        if count == 0 || is_unheard || to.write_all(bytes).await.is_err() || is_last {
            return;
        }
    }
}
