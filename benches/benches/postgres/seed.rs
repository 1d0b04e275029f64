//! The seed's schema, read in place, and what its applications do with it.

use std::path::PathBuf;

use kitaab_test_pg::{Cluster, Database, Role};

use crate::world::{FIRST_DAY, ITEMS, Plan, RECORDED_FROM};

/// A database with the seed's schema and as many entries as ours.
#[derive(Debug)]
pub(crate) struct Seed {
    pub(crate) database: Database,
}

/// The folder with the seed's SQL; says so where there is none.
fn folder() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/bench");
    let folder = std::env::var_os("KITAAB_BENCH_SQL").map_or_else(beside, PathBuf::from);
    if folder.join("seed.sql").is_file() {
        return Some(folder);
    }
    println!("SKIPPED: what is compared with the seed's schema: no seed.sql (KITAAB_BENCH_SQL names its folder)");
    None
}

impl Seed {
    pub(crate) async fn make(cluster: &Cluster, plan: Plan) -> Option<Self> {
        let folder = folder()?;
        let database = cluster.blank().await;
        for file in ["seed.sql", "base_seed.sql"] {
            let sql = std::fs::read_to_string(folder.join(file)).unwrap();
            database.run(Role::Superuser, &sql).await;
        }
        // Its months end with 2025; whoever runs it makes the next ones, and those of the audit.
        database
            .run(
                Role::Superuser,
                "DO $$ BEGIN FOR i IN 0..11 LOOP
                    EXECUTE format('CREATE TABLE entries_2026_%s PARTITION OF entries FOR VALUES FROM (%L) TO (%L)', i,
                        (date '2026-01-01' + make_interval(months => i))::date, (date '2026-01-01' + make_interval(months => i + 1))::date);
                END LOOP; END $$;
                CREATE TABLE audit_logs_default PARTITION OF audit_logs DEFAULT;",
            )
            .await;
        let fill = format!(
            "INSERT INTO entries (entry_id, user_id, deed_item_id, entry_date, measure_value, count_value, edited_by_user_id)
             SELECT gen_random_uuid(), bi.user_id, bi.deed_item_id, date '{FIRST_DAY}' + day,
                    CASE WHEN bi.d % 2 = 0 THEN (ARRAY['No', 'Partially', 'Yes'])[(day + bi.k) % 3 + 1] END,
                    CASE WHEN bi.d % 2 = 1 THEN (day + bi.k) % 40 END, bi.user_id
             FROM generate_series(0, {} - 1) day, bi WHERE bi.i < {} ORDER BY day",
            plan.days, plan.owners
        );
        database.run(Role::Superuser, &fill).await;
        // A statement of its own: it can't run within a transaction.
        database.run(Role::Superuser, "VACUUM ANALYZE").await;
        Some(Self { database })
    }

    /// Recording as its applications do it: who asks, is it theirs, the entry, the audit.
    pub(crate) fn flow() -> String {
        let audit = "INSERT INTO audit_logs (user_id, table_name, record_id, action, new_values)
             VALUES (md5('u'||:i)::uuid, 'entries', md5('i'||:i||'_'||:k)::uuid, 'INSERT',
                 jsonb_build_object('user_id', md5('u'||:i)::uuid, 'deed_item_id', md5('i'||:i||'_'||:k)::uuid,
                     'entry_date', date '{RECORDED_FROM}' + :d::int, 'count_value', :v::int, 'edited_by_user_id', md5('u'||:i)::uuid));";
        Self::recording(&audit.replace("{RECORDED_FROM}", RECORDED_FROM))
    }

    /// The same where the database does what the seed's document has it do: [`Self::with_its_policies`].
    pub(crate) fn guarded_flow() -> String {
        Self::recording("")
    }

    fn recording(audit: &str) -> String {
        format!(
            "\\set i random(0, :owners - 1)
             \\set k {ITEMS}
             \\set d random(0, 329)
             \\set v random(0, 99)
             BEGIN;
             SELECT set_config('app.user_id', md5('u'||:i)::uuid::text, true);
             SELECT di.deed_item_id, d.measure_type FROM deed_items di JOIN deed d USING (deed_id)
                 WHERE di.deed_item_id = md5('i'||:i||'_'||:k)::uuid AND d.user_id = md5('u'||:i)::uuid AND di.is_active;
             INSERT INTO entries (entry_id, user_id, deed_item_id, entry_date, count_value, edited_by_user_id)
                 VALUES (gen_random_uuid(), md5('u'||:i)::uuid, md5('i'||:i||'_'||:k)::uuid, date '{RECORDED_FROM}' + :d::int, :v, md5('u'||:i)::uuid);
             {audit}
             COMMIT;"
        )
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
    }

    /// A copy of it that has what its document says beside the tables: the owner's policy on entries, for an application that is
    /// no superuser, the trigger that audits, and the one that tells caches. Where the document's do not run, they are mended:
    /// what is audited names the parent, and not the partition.
    pub(crate) async fn with_its_policies(&self, cluster: &Cluster) -> Database {
        let guarded = cluster.copy_of(self.database.name()).await;
        guarded
            .run(
                Role::Superuser,
                "ALTER TABLE entries ENABLE ROW LEVEL SECURITY;
                 CREATE POLICY owners ON entries USING (user_id = current_setting('app.user_id')::uuid);
                 CREATE FUNCTION audits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                     INSERT INTO audit_logs (user_id, table_name, record_id, action, new_values)
                     VALUES (current_setting('app.user_id', true)::uuid, 'entries', new.entry_id, tg_op::audit_action, to_jsonb(new));
                     RETURN new;
                 END $$;
                 CREATE TRIGGER audits AFTER INSERT OR UPDATE ON entries FOR EACH ROW EXECUTE FUNCTION audits();
                 CREATE FUNCTION tells() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                     PERFORM pg_notify('cache', json_build_object('table', tg_table_name, 'record', new.entry_id, 'user', new.user_id)::text);
                     RETURN new;
                 END $$;
                 CREATE TRIGGER tells AFTER INSERT OR UPDATE ON entries FOR EACH ROW EXECUTE FUNCTION tells();
                 GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO kitaab_app;",
            )
            .await;
        guarded
    }
}
