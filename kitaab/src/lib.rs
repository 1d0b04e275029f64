//! An embeddable book of deeds for self-accountability (muhasabah).
