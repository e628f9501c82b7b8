//! A mail server of the tests' own: it takes letters, or does not.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A letter that came: as it was written.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) to: String,
    pub(crate) letter: String,
}

/// A mail server.
pub(crate) struct Post {
    pub(crate) port: u16,
    /// What it answers to a letter, e.g. `250 taken`.
    answer: watch::Sender<&'static str>,
    letters: mpsc::UnboundedReceiver<Received>,
    task: JoinHandle<()>,
}

impl Drop for Post {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Post {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (answer, told) = watch::channel("250 taken");
        let (sender, letters) = mpsc::unbounded_channel();
        let shared = Arc::new((told, sender));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(take(stream, Arc::clone(&shared)));
            }
        });
        Self {
            port,
            answer,
            letters,
            task,
        }
    }

    pub(crate) fn answers(&self, answer: &'static str) {
        self.answer.send_replace(answer);
    }

    /// The next letter that comes, taken or not.
    pub(crate) async fn next(&mut self) -> Received {
        let next = timeout(Duration::from_secs(20), self.letters.recv()).await;
        next.expect("a letter in time").expect("a server")
    }

    /// That no letter comes for a while.
    pub(crate) async fn is_quiet(&mut self) {
        let next = timeout(Duration::from_millis(500), self.letters.recv()).await;
        assert!(next.is_err(), "{next:?}");
    }
}

type Shared = Arc<(
    watch::Receiver<&'static str>,
    mpsc::UnboundedSender<Received>,
)>;

/// Speaks SMTP with a client to its end.
async fn take(stream: TcpStream, shared: Shared) -> Option<()> {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    writing.write_all(b"220 post ESMTP\r\n").await.ok()?;
    let mut to = String::new();
    while let Some(line) = lines.next_line().await.ok()? {
        let answer = match line.to_ascii_uppercase() {
            line if line.starts_with("QUIT") => return None,
            line if line.starts_with("DATA") => {
                writing.write_all(b"354 go on\r\n").await.ok()?;
                let mut letter = String::new();
                loop {
                    let line = lines.next_line().await.ok()??;
                    if line == "." {
                        break;
                    }
                    letter.push_str(&line);
                    letter.push('\n');
                }
                let answer = *shared.0.borrow();
                let to = std::mem::take(&mut to);
                let _ = shared.1.send(Received { to, letter });
                answer
            }
            upper => {
                if upper.starts_with("RCPT TO:") {
                    line["RCPT TO:".len()..].clone_into(&mut to);
                }
                "250 well"
            }
        };
        writing
            .write_all(format!("{answer}\r\n").as_bytes())
            .await
            .ok()?;
    }
    None
}

impl Received {
    /// A header, with its lines in one.
    pub(crate) fn header(&self, name: &str) -> String {
        let head = self.letter.split("\n\n").next().unwrap_or_default();
        let unfolded = head.replace("\n ", " ");
        let begin = format!("{name}: ");
        let line = unfolded.lines().find(|line| line.starts_with(&begin));
        line.unwrap_or_else(|| panic!("{name} in {head}"))[begin.len()..].to_owned()
    }

    /// What it says, as people read it.
    pub(crate) fn text(&self) -> String {
        let (head, body) = self.letter.split_once("\n\n").expect("a head");
        if !head.contains("Content-Transfer-Encoding: quoted-printable") {
            return body.to_owned();
        }
        let body = body.replace("=\n", "");
        let mut parts = body.split('=');
        let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
        for part in parts {
            let (code, rest) = part.split_at(2);
            bytes.push(u8::from_str_radix(code, 16).expect("a byte"));
            bytes.extend(rest.as_bytes());
        }
        String::from_utf8(bytes).expect("UTF-8")
    }

    /// The first address in it with a word in its path, without the server's.
    pub(crate) fn link(&self, what: &str) -> String {
        let body = self.letter.replace("=\n", "").replace("=3D", "=");
        let begin = format!("https://iscm.example.org/digests/{what}?");
        let at = body
            .find(&begin)
            .unwrap_or_else(|| panic!("{what} in {body}"));
        let rest = &body[at + "https://iscm.example.org".len()..];
        rest.split([' ', '\n', '>'])
            .next()
            .expect("a link")
            .to_owned()
    }
}
