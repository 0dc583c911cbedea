//! The catalogue: facts about regions, operators, providers and resource types. No opinions.
//!
//! Each subject is a table of tab-separated values beside the code that reads it, sorted by bytes and
//! searched in place: nothing is loaded when the program starts. `README.md` in this folder describes
//! the columns and how to add a row.

pub mod operators;
pub mod providers;
pub mod regions;
mod table;
pub mod types;
