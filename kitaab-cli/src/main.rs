//! The program `kitaab`.

fn main() {}
