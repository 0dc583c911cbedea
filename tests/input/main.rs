//! Bad, odd and hostile input, given to the built program as a user gives it.

#[path = "../cases/mod.rs"]
mod cases;
mod folders;
mod generated;
mod helm;
mod hostile;
mod hostile_expressions;
mod hostile_json;
mod hostile_kustomize;
mod hostile_plan;
mod hostile_settings;
mod hostile_terragrunt;
mod revisions;
mod tree;
