//! What file functions read: files of the checked tree and nothing else.

use std::sync::Arc;

/// The files that a configuration may read.
pub trait Files: Sync {
    /// The bytes of a file, by its path from the root of the tree.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn read(&self, path: &str) -> Result<Arc<[u8]>, Unread>;

    /// The paths of all files in a folder of the tree and below it, sorted, each relative to that folder.
    ///
    /// # Errors
    /// Why they cannot be told.
    fn list(&self, folder: &str) -> Result<Vec<String>, Unread>;
}

/// Why a file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// There is none.
    Missing,
    /// It is a folder, or something else that has no text.
    NotAFile,
    /// It is outside the checked tree, or may not be read.
    Outside,
    /// It is larger than what is read.
    TooLarge,
}

/// No files at all: that of standard input, and of tests.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Arc<[u8]>, Unread> {
        Err(Unread::Outside)
    }

    fn list(&self, _: &str) -> Result<Vec<String>, Unread> {
        Err(Unread::Outside)
    }
}
