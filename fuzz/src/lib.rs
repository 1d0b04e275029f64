//! What the fuzz targets do with their input. The tests of kitaab-import replay the kept corpus through the same.

mod entry;

pub use entry::run;
