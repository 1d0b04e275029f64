//! Runnable examples of Kitaab: see the files in this folder.
