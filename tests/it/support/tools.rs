//! Programs of others that tests run: whether they are there, and what they say.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

/// Whether a program is there; says aloud when it is not, and fails when it must be, because a variable is set.
pub(crate) fn is_there(program: &str, args: &[&str], variable: &str) -> bool {
    let output = Command::new(program).args(args).output();
    let is_there = output.is_ok_and(|output| output.status.success());
    assert!(
        is_there || env::var_os(variable).is_none(),
        "{variable} is set, and there is no {program} ({args:?})"
    );
    if !is_there {
        let notice = format!("SKIPPED: there is no {program} ({args:?})");
        writeln!(io::stderr(), "{notice}").expect("standard error is writable");
    }
    is_there
}

/// Runs a program, which is to end well; what it wrote, which is shown.
pub(crate) fn run(command: &mut Command) -> String {
    let output = command.output().expect("the program runs");
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{command:?}\n{out}\n{err}");
    writeln!(io::stderr(), "{out}").expect("standard error is writable");
    out.into_owned()
}

/// The Python of `clients/files`, whose environment is made once for each state of its requirements; nothing where
/// there is no Python.
pub(crate) fn python() -> Option<&'static Path> {
    static PYTHON: OnceLock<Option<PathBuf>> = OnceLock::new();
    let python = PYTHON.get_or_init(|| {
        let is_there = is_there("python3", &["--version"], "ISCM_TEST_REQUIRE_PYTHON");
        is_there.then(environment)
    });
    python.as_deref()
}

fn environment() -> PathBuf {
    let clients = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/files");
    let environment = clients.join(".venv");
    let python = environment.join("bin/python");
    let requirements = clients.join("requirements.txt");
    let wanted = fs::read(&requirements).expect("requirements");
    let stamp = environment.join("requirements.txt");
    if !fs::read(&stamp).is_ok_and(|made| made == wanted) {
        let mut make = Command::new("python3");
        run(make.args(["-m", "venv"]).arg(&environment));
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet"]);
        install.args(["--disable-pip-version-check", "-r"]);
        run(install.arg(requirements));
        fs::write(stamp, wanted).expect("a stamp");
    }
    python
}
