//! Bad, odd and hostile input, given to the built program as a user gives it.

mod folders;
mod generated;
mod hostile;
mod tree;
