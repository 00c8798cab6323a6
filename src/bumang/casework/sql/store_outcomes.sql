-- The outcomes of a stretch, in bulk. The primary key refuses a second outcome of an entry.
INSERT INTO outcome (log_id, seq, item, state, told, submitter, started_at)
SELECT *, $7 FROM unnest(
    $1::smallint [], $2::bigint [], $3::text [], $4::text [], $5::bytea [], $6::text []
)
