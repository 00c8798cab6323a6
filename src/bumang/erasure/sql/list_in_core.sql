-- The entries at places $1 and $2 are erased by order $3.
INSERT INTO erased_entry (log_id, seq, erasure_id)
SELECT log_id, seq, $3 FROM unnest($1::smallint [], $2::bigint []) AS place (log_id, seq)
ON CONFLICT DO NOTHING
