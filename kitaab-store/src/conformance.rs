//! The conformance suite: the contract's page, sentence by sentence, as tests of a store.
//!
//! A store's tests call [`conformance!`](crate::conformance!) with what makes an empty store:
//!
//! ```
//! use std::sync::Arc;
//! use kitaab_store::{MemoryStore, Store};
//!
//! async fn empty() -> (Arc<dyn Store>, impl Sized) {
//!     (Arc::new(MemoryStore::new()), ())
//! }
//!
//! kitaab_store::conformance!(empty);
//! ```
//!
//! Every property becomes a test of its own, so that a failure has a name. What is beside the store
//! in the pair lives as long as the test: a folder, a server, or `()`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a property that does not hold says so by panicking")]

use crate::contract::Head;

pub mod accesses;
pub mod books;
pub mod claims;
pub mod concurrency;
pub mod derived;
pub mod entries;
pub mod erasing;
pub mod history;
pub mod ledger;
pub mod preconditions;
pub mod records;
pub mod reflections;
pub mod relations;
pub mod sharing;
pub mod writing;

mod replay;
mod world;

pub use replay::{check_book, check_chain, read_book, read_ledger, replay};

/// A head as any store tells it: which beginning of its owner's book it is of, each says in its own way.
#[must_use]
pub fn elsewhere(head: Head) -> Head {
    Head { begun: (head.begun > 0).into(), ..head }
}

/// Runs a property to its end on a runtime of its own.
pub fn run(property: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build();
    runtime.expect("a runtime").block_on(property);
}

/// Generates a test for each property of the contract. Takes an async function, or a closure that
/// gives a future, which makes an empty store: `(Arc<dyn Store>, guard)`.
#[macro_export]
macro_rules! conformance {
    ($make:expr) => {
        $crate::conformance! { @properties $make;
            writing {
                a_commit_takes_the_next_place,
                a_commit_without_changes_takes_a_place,
                every_kind_of_record_is_kept,
                what_is_written_survives_as_it_is,
                an_entry_is_put_added_to_and_kept,
                an_addition_stays_within_bounds,
                a_column_writes_many_entries,
                make_ups_are_counted,
                fidya_is_counted,
                a_removal_takes_what_cannot_be_without_it,
                a_failed_commit_leaves_nothing,
                a_failed_first_commit_leaves_no_book,
                what_is_wrong_first_is_told,
                a_deed_with_entries_keeps_its_category_and_measure,
                a_large_commit_is_one_commit,
            }
            preconditions {
                a_request_is_answered_once,
                a_request_is_answered_to_the_one_who_asked,
                a_request_that_was_answered_is_known_to_the_one_who_asked,
                a_request_with_other_changes_conflicts,
                a_request_comes_before_everything_else,
                a_request_is_known_after_an_erasure,
                the_last_commit_of_a_device_sent_again_is_applied_once,
                the_numbers_of_a_device_rise,
                an_expected_catalogue_must_be_current,
                expected_revisions_must_be_current,
                what_is_stale_writes_nothing,
            }
            entries {
                an_entry_is_found_by_item_and_day,
                entries_come_newest_first,
                entries_come_in_pages,
                pages_of_entries_hold_while_others_write,
                entries_are_chosen_by_item,
                entries_are_found_by_the_words_of_their_notes,
                having_entries_is_told_for_items,
                limits_are_checked,
            }
            records {
                records_hold_the_items_asked_for,
                records_know_every_logged_day,
                records_span_versions_of_a_scale,
                reviewed_days_rise,
                make_ups_are_told_by_day,
                fidya_is_told_by_day_and_apart_from_make_ups,
            }
            reflections {
                reflections_come_newest_first,
                reflections_come_in_pages,
                reflections_are_found_by_words,
                reflections_are_found_by_arabic_words,
            }
            history {
                a_history_is_told_newest_first,
                every_kind_of_record_has_a_history,
                a_column_is_narrowed_to_the_entry,
                a_column_is_told_beside_an_entry_of_its_own,
                a_history_leads_past_what_was_written_beside,
                a_history_comes_in_pages_of_whole_commits,
                a_removed_record_keeps_its_history,
                a_revision_is_the_last_change,
            }
            ledger {
                the_chain_can_be_recomputed,
                commits_come_in_order,
                headers_come_newest_first,
                one_commit_is_found_by_its_number,
                everything_is_the_replay_of_the_ledger,
                texts_are_ordered_by_code_point,
            }
            erasing {
                an_erasure_drops_bodies_and_keeps_the_chain,
                every_kind_of_record_can_be_erased,
                an_erased_deed_takes_along_what_belongs_to_it,
                an_entry_is_erased_from_within_a_column,
                an_erasure_reaches_into_its_own_commit,
                an_erasure_finds_what_was_removed_before,
                what_was_erased_can_be_written_again,
                what_cannot_be_erased_is_refused,
            }
            derived {
                rollups_are_the_sums_of_the_entries,
                rollups_leave_out_hidden_items,
                rollups_follow_scores_categories_and_the_tree,
                verdicts_are_recorded_and_replaced,
                verdicts_are_recorded_only_where_the_ledger_stands,
                verdicts_go_with_their_merit,
                a_change_moves_what_is_dirty,
            }
            claims {
                a_claim_lasts_until_it_ends,
                a_claim_is_by_reminder_and_slot,
                a_claim_is_released_by_its_holder,
                what_is_long_ago_is_not_handed_out,
                claims_go_with_their_reminder,
                many_hosts_get_each_occurrence_once,
            }
            relations {
                a_step_is_written_into_both_books,
                steps_are_applied_all_or_not_at_all,
                steps_sent_again_are_applied_once,
                who_has_no_book_cannot_be_asked,
                a_request_to_one_who_blocks_does_not_arrive_nor_tell,
                a_request_that_had_not_come_through_is_answered,
                a_rejected_request_rests,
                what_no_step_could_be_is_refused,
                a_relation_that_ends_takes_its_permissions_along,
                requests_that_cross_end_in_one_relation,
            }
            sharing {
                a_book_that_shows_nothing_is_unknown,
                what_is_shared_is_seen_and_nothing_else,
                an_item_is_shared_without_what_is_beside_it,
                hidden_items_are_neither_seen_nor_counted,
                a_follower_sees_and_is_not_seen,
                what_is_the_owners_alone_is_denied,
                a_writer_writes_what_they_may,
                a_writer_keeps_the_rules_of_entries,
                a_writer_takes_back_their_own,
                what_is_revoked_holds_no_more,
                values_of_a_version_that_is_gone_are_seen,
                what_holds_between_records_is_kept,
            }
            accesses {
                a_reading_is_noted_once_a_day,
                what_is_not_read_is_not_noted,
                the_access_log_comes_in_pages,
                the_access_log_goes_with_the_book,
            }
            books {
                a_book_that_was_never_written_to_is_empty,
                owners_are_told_in_order,
                books_do_not_touch_each_other,
                an_erased_book_is_as_if_it_had_never_been,
                a_book_begun_anew_is_another,
                a_chain_is_adopted_whole,
                a_broken_chain_is_refused_and_named,
                a_chain_is_adopted_only_by_an_empty_book,
                a_chain_with_erasures_is_adopted,
                a_backup_never_overwrites,
            }
            concurrency {
                writers_of_two_books_leave_no_gap,
                readers_never_see_half_a_commit,
                a_cancelled_commit_is_whole_or_nothing,
                one_request_from_many_writers_has_one_effect,
            }
        }
    };
    (@properties $make:expr; $($area:ident { $($property:ident,)+ })+) => {$(
        mod $area {
            #[allow(unused_imports, reason = "what makes a store may be named by its full path")]
            use super::*;
            $(
                #[test]
                fn $property() {
                    $crate::conformance::run(async {
                        let (store, _guard) = ($make)().await;
                        $crate::conformance::$area::$property(store).await;
                    });
                }
            )+
        }
    )+};
}
