-- What became of the named entries.
SELECT outcome.log_id, outcome.seq, outcome.state, outcome.decided_at
FROM unnest($1::smallint [], $2::bigint []) AS place (log_id, seq)
JOIN outcome ON outcome.log_id = place.log_id AND outcome.seq = place.seq
