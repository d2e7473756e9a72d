//! The `insignia` command.
fn main() {}
