//! Arguments in, exit code out.

use std::process::ExitCode;

/// Trees of thousands of files are built and dropped on several threads; the system's allocator grows
/// page by page there.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    sekisho::cli::run()
}
