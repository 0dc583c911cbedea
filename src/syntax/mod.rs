//! Texts to spanned trees. The only room that names a parser.

pub mod hcl;
pub mod json;
pub mod sections;
pub mod spans;
pub mod yaml;
