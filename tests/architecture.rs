//! Architecture test: filled by the house.
fn main() {}
