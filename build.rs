//! Builds the pages of `web/` with npm, to be embedded in the program. Where npm is not there, or fails,
//! the program is built without them, and tells so on a plainer page that works.
//!
//! `ISCM_WEB=off` leaves them out, which makes builds quicker when only Rust is worked on.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// What the pages are made from, in `web/`.
const SOURCES: [&str; 8] = [
    "src",
    "index.html",
    "icon.svg",
    "licenses.js",
    "map.js",
    "package.json",
    "package-lock.json",
    "vite.config.js",
];

fn main() {
    println!("cargo::rerun-if-env-changed=ISCM_WEB");
    let web = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("web");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    for source in SOURCES {
        println!("cargo::rerun-if-changed={}", web.join(source).display());
    }
    let pages = out.join("web");
    let map = out.join("map.txt");
    let built = if env::var_os("ISCM_WEB").is_some_and(|value| value == "off") {
        Err("it was left out by ISCM_WEB=off".to_owned())
    } else {
        build(&web, &out.join("web-build"), &pages, &map)
    };
    let missing = built.err();
    if let Some(why) = &missing {
        println!("cargo::warning=The playground is not built: {why}");
        let _ = fs::remove_dir_all(&pages);
        let _ = fs::create_dir_all(&pages);
        // No map, either.
        let _ = fs::write(&map, "");
    }
    // What the plain page says of it; empty when all is there.
    println!(
        "cargo::rustc-env=ISCM_WEB_MISSING={}",
        missing.unwrap_or_default()
    );
}

/// Builds the pages and the map in a folder of their own, so that the sources stay as they are.
fn build(web: &Path, work: &Path, pages: &Path, map: &Path) -> Result<(), String> {
    fs::create_dir_all(work).map_err(|error| format!("there is no room for it: {error}"))?;
    let copied = SOURCES
        .iter()
        .try_for_each(|source| copy(&web.join(source), &work.join(source)));
    copied.map_err(|error| format!("its sources cannot be copied: {error}"))?;
    let npm = |args: &[&str]| npm(work, pages, map, args);
    npm(&[
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
    ])?;
    npm(&["run", "build"])
}

fn npm(work: &Path, pages: &Path, map: &Path, args: &[&str]) -> Result<(), String> {
    let mut command = Command::new("npm");
    command
        .args(args)
        .current_dir(work)
        .env("ISCM_WEB_OUT", pages)
        .env("ISCM_MAP", map);
    let output = command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "npm was not found".to_owned(),
        _ => format!("npm cannot be run: {error}"),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<_> = told
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let first = lines
        .first()
        .map_or("no reason was told", |line| line.trim());
    Err(format!("`npm {}` failed: {first}", args.join(" ")))
}

/// Copies a file or a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(drop);
    }
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}
