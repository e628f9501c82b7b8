//! The program itself, as a process.

use std::fs;
use std::io::{BufRead, BufReader, Lines};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStderr, Command, Stdio};

use super::postgres::nobody;

/// What a process that ended left behind.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

fn command(args: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iscm"));
    command.args(args).stdin(Stdio::null());
    for variable in ["DATABASE_URL", "ISCM_LISTEN", "ISCM_CONFIG", "ISCM_LOG"] {
        command.env_remove(variable);
    }
    // Most searches nobody asks for.
    command.env("ISCM_SEARCH_INDEX", "search");
    command.envs(variables.iter().copied());
    command
}

/// Runs the program to its end.
pub(crate) fn run(args: &[&str]) -> Finished {
    run_with(args, &[])
}

/// The same with variables of the environment.
pub(crate) fn run_with(args: &[&str], variables: &[(&str, &str)]) -> Finished {
    finish(command(args, variables))
}

/// Runs the program to its end as a user who has no rights: when the tests run as root, as nobody.
pub(crate) fn run_as_nobody(args: &[&str]) -> Finished {
    finish(command_as_nobody(args))
}

fn command_as_nobody(args: &[&str]) -> Command {
    let mut command = command(args, &[]);
    let me = fs::metadata("/proc/self").expect("Linux").uid();
    if me == 0 {
        let (user, group) = nobody();
        command.uid(user).gid(group).current_dir("/");
    }
    command
}

fn finish(mut command: Command) -> Finished {
    let output = command.output().expect("the program runs");
    Finished {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// One line on standard error, and the exit code 1.
pub(crate) fn fails(args: &[&str], parts: &[&str]) {
    let finished = run(&[args, &["--log", "error"]].concat());
    assert_eq!(
        finished.code,
        Some(1),
        "{args:?}: {} {}",
        finished.out,
        finished.err
    );
    assert_eq!(
        finished.err.lines().count(),
        1,
        "{args:?}: {}",
        finished.err
    );
    for part in parts {
        assert!(
            finished.err.contains(part),
            "{args:?} has {part:?}: {}",
            finished.err
        );
    }
    assert!(finished.err.starts_with("iscm: "), "{}", finished.err);
}

/// The program as it runs.
pub(crate) struct Program {
    process: Child,
    log: Lines<BufReader<ChildStderr>>,
}

impl Program {
    pub(crate) fn start(args: &[&str]) -> Self {
        Self::start_with(args, &[])
    }

    /// The same with variables of the environment.
    pub(crate) fn start_with(args: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::spawn(command(args, variables))
    }

    /// The same as a user who has no rights.
    pub(crate) fn start_as_nobody(args: &[&str]) -> Self {
        Self::spawn(command_as_nobody(args))
    }

    /// The same out of a shell: the script has the program as `$0` and the arguments behind it.
    pub(crate) fn start_in_shell(script: &str, args: &[&str]) -> Self {
        let program = command(args, &[]);
        let mut shell = Command::new("sh");
        shell.args(["-c", script]).arg(program.get_program());
        shell.args(program.get_args()).stdin(Stdio::null());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        Self::spawn(shell)
    }

    /// The id of its process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    fn spawn(mut command: Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().expect("the program starts");
        let log = BufReader::new(process.stderr.take().expect("a log")).lines();
        Self { process, log }
    }

    /// Serves a database, without budgets; with the address of its endpoint.
    pub(crate) fn serving(database: &str) -> (Self, String) {
        let mut program = Self::start(&[
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--log",
            "warn,iscm=info,iscm::http=warn",
            "--rate-limit",
            "0",
            "--database",
            database,
        ]);
        let url = program.endpoint();
        (program, url)
    }

    /// The next line of the log.
    pub(crate) fn line(&mut self) -> String {
        let line = self.log.next();
        line.expect("the log goes on").expect("the log is text")
    }

    /// The address of the endpoint, once the log tells it.
    pub(crate) fn endpoint(&mut self) -> String {
        let line = self.wait_for("endpoint ");
        let address = line.split_whitespace().last();
        address.expect("an address").to_owned()
    }

    /// Reads the log up to a line that has a text; the line.
    pub(crate) fn wait_for(&mut self, text: &str) -> String {
        let mut log = String::new();
        loop {
            let Some(line) = self.log.next() else {
                panic!("the log ends without {text:?}:\n{log}");
            };
            let line = line.expect("the log is text");
            if line.contains(text) {
                return line;
            }
            log = log + &line + "\n";
        }
    }

    /// The rest of the log, to the end of the program.
    pub(crate) fn rest(&mut self) -> String {
        let lines = self.log.by_ref().map(|line| line.expect("text"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// How much memory it holds, in bytes.
    pub(crate) fn resident_memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(path).expect("Linux");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.expect("a size").trim().trim_end_matches(" kB");
        kilobytes.parse::<u64>().expect("a number") << 10
    }

    /// Sends a signal, e.g. `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let pid = self.process.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &pid]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Waits for the end; the exit code, which a killed process has none of.
    pub(crate) fn wait(mut self) -> Option<i32> {
        let status = self.process.wait().expect("the process ends");
        status.code()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
