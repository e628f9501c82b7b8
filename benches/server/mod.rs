//! A server that is measured, in a process of its own.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::{fs, thread};

use anyhow::{Context, Result, bail};

/// A server in a process of its own, which ends when this is dropped.
pub(super) struct Server {
    process: Child,
    /// Its address of GraphQL.
    pub(super) endpoint: String,
    ticks_per_second: f64,
}

impl Server {
    /// Starts it and reads its log up to the line that tells the endpoint's address; the rest of the
    /// log is read and dropped, so that the server never waits for a reader.
    pub(super) fn start(command: &mut Command) -> Result<Self> {
        Self::start_noting(command, io::sink())
    }

    /// The same; the rest of the log is written elsewhere.
    pub(super) fn start_noting(
        command: &mut Command,
        mut rest: impl Write + Send + 'static,
    ) -> Result<Self> {
        let command = command.stdin(Stdio::null()).stdout(Stdio::null());
        let process = command.stderr(Stdio::piped()).spawn()?;
        let mut server = Self {
            process,
            endpoint: String::new(),
            ticks_per_second: ticks_per_second()?,
        };
        let log = server.process.stderr.take().context("no log")?;
        let (mut log, mut read) = (BufReader::new(log), String::new());
        server.endpoint = loop {
            let start = read.len();
            if log.read_line(&mut read)? == 0 {
                bail!("a server does not start:\n{read}");
            }
            if let Some((_, address)) = read[start..].split_once("endpoint") {
                break address.trim().to_owned();
            }
        };
        thread::spawn(move || io::copy(&mut log, &mut rest));
        Ok(server)
    }

    /// Its process.
    pub(super) fn id(&self) -> u32 {
        self.process.id()
    }

    /// How it ended, if it did.
    #[allow(dead_code, reason = "most benches see none end")]
    pub(super) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.process.try_wait()?)
    }

    /// The CPU time that the process has used, as user and as system, in seconds.
    pub(super) fn cpu(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.id()))?;
        // The second field is the program's name, which could hold spaces; times are 14th and 15th.
        let (_, from_third) = stat.rsplit_once(')').context("no stat")?;
        let times = from_third.split_whitespace().skip(11).take(2);
        let ticks = times.map(str::parse::<f64>).sum::<Result<f64, _>>()?;
        Ok(ticks / self.ticks_per_second)
    }
}

fn ticks_per_second() -> Result<f64> {
    let ticks = Command::new("getconf").arg("CLK_TCK").output()?.stdout;
    Ok(String::from_utf8(ticks)?.trim().parse()?)
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
