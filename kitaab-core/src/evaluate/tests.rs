//! Each paragraph of `docs/evaluation.md`, by example.

mod agreement;
mod book;
mod conditions;
mod days;
mod every_day;
mod make_ups;
mod paces;
mod rules;
mod targets;
mod words;
