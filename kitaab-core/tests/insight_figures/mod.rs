//! Figures that are known beforehand: those of Loop Habit Tracker's own tests, and stories by hand.

mod book;
mod streaks;
mod strength;
