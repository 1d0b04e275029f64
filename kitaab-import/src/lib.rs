//! Readers for the files of other programs, as plans of what they would add to a Kitaab book.
