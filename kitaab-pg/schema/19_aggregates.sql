-- What analysts see: sums over at least twenty owners, without ids and names.

CREATE FUNCTION aggregate_days() RETURNS TABLE (
    day date, owners bigint, entries numeric, reviewed bigint,
    hasanaat_counted numeric, hasanaat_total numeric, hasanaat_scored numeric, hasanaat_score numeric,
    saiyyiaat_counted numeric, saiyyiaat_total numeric, saiyyiaat_scored numeric, saiyyiaat_score numeric
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = kitaab, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM set_config('kitaab.aggregating', 'on', true);
    RETURN QUERY
    SELECT d.day, count(*), sum(d.entries::numeric), count(*) FILTER (WHERE d.reviewed), sum(d.hasanaat_counted::numeric), sum(d.hasanaat_total),
           sum(d.hasanaat_scored::numeric), sum(d.hasanaat_score), sum(d.saiyyiaat_counted::numeric), sum(d.saiyyiaat_total), sum(d.saiyyiaat_scored::numeric),
           sum(d.saiyyiaat_score)
    FROM days d GROUP BY d.day HAVING count(*) >= 20;
    PERFORM set_config('kitaab.aggregating', '', true);
END $$;

-- What all books together come to, by day.
CREATE VIEW daily_figures AS SELECT * FROM aggregate_days();
GRANT SELECT ON daily_figures TO kitaab_readonly;
