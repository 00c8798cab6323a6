-- The entries at places $1 and $2 are erased by order $3 of the core: those that are in this intake.
INSERT INTO erased_entry (log_id, seq, erasure_id)
SELECT place.log_id, place.seq, $3
FROM unnest($1::smallint [], $2::bigint []) AS place (log_id, seq)
INNER JOIN entry ON place.log_id = entry.log_id AND place.seq = entry.seq
ON CONFLICT DO NOTHING
