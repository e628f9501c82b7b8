//! A folder for a while.

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tempfile::{Builder, TempDir};

/// A new folder, which nobody else may enter. It and what is in it are gone when it is let go.
pub(super) fn private_folder(prefix: &str, inside: &Path) -> io::Result<TempDir> {
    let mut builder = Builder::new();
    builder
        .prefix(prefix)
        .permissions(Permissions::from_mode(0o700));
    builder.tempdir_in(inside)
}
