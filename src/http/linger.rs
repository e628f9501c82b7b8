//! The end of a connection that the peer may still send on.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;

/// How long a connection is read on after the last that is sent on it.
const LINGERING: Duration = Duration::from_secs(2);

/// Sends no more, and reads on for a moment what a peer still sends: a connection that is closed before that
/// is reset, and what was sent last with it, perhaps before the peer has read it.
pub(super) async fn linger(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
    let mut rest = vec![0; 8 << 10];
    let ended = async {
        let _ = stream.shutdown().await;
        while stream.read(&mut rest).await.is_ok_and(|count| count > 0) {}
    };
    let _ = timeout(LINGERING, ended).await;
}
