//! A way to PostgreSQL on which answers come late, and connections break.

use std::path::PathBuf;
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
            while let Ok((here, _)) = listener.accept().await {
                seed += 1;
                ways.spawn(way(here, socket.clone(), (latest, seed), cut.clone()));
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

/// One connection, to its end or to the next cut.
async fn way(
    here: TcpStream,
    socket: PathBuf,
    (latest, seed): (usize, u64),
    mut cut: watch::Receiver<u64>,
) {
    cut.mark_unchanged();
    let Ok(there) = UnixStream::connect(socket).await else {
        return;
    };
    let (mut from_here, mut to_here) = here.into_split();
    let (mut from_there, mut to_there) = there.into_split();
    let dice = |more| Dice::new(seed * 2 + more);
    tokio::select! {
        () = pass(&mut from_here, &mut to_there, latest, dice(0)) => {}
        () = pass(&mut from_there, &mut to_here, latest, dice(1)) => {}
        _ = cut.changed() => {}
    }
}

/// Passes bytes on, each after a while.
async fn pass(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    latest: usize,
    mut dice: Dice,
) {
    let mut bytes = vec![0; 1 << 16];
    while let Ok(count) = from.read(&mut bytes).await {
        let late = dice.below(latest + 1) as u64;
        if count == 0 {
            return;
        }
        sleep(Duration::from_millis(late)).await;
        if to.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
}
