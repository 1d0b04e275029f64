//! The domain of Kitaab, the book of deeds: types, rules, commits and their evaluation, without any I/O.
