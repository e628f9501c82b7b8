//! The program. All of it is in the library, so that nothing is compiled twice.

/// Memory is from mimalloc, unless the feature is left out.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    iscm::commands::run()
}
