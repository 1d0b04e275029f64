-- What the app may call, and analysts. All else is for these functions, and for those that maintain the database.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA kitaab FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    actor, book, away,
    answer_at_once, apply, erase_book, record,
    head, catalogue_version, owners, device_seq, commits, commit_at, headers, revision, history, records_of, hold_book,
    structure, entries_page, entry, has_entries, records, reviewed_days, rollups, counts, reflections_page, verdicts_of,
    record_verdicts, claim_reminders, confirm_reminder, release_reminder,
    hold_together, structure_between, structure_seen, check_view, entries_seen, records_seen, relation_revision, note_reading, accesses
TO kitaab_app;
GRANT EXECUTE ON FUNCTION aggregate_days TO kitaab_readonly;
