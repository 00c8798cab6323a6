-- What became of the entries at some places, and whether their content was deleted.
SELECT
    outcome.log_id, outcome.seq, outcome.state, outcome.decided_at,
    erased_entry.seq IS NOT NULL AS erased
FROM unnest($1::smallint [], $2::bigint []) AS place (log_id, seq)
INNER JOIN outcome ON outcome.log_id = place.log_id AND outcome.seq = place.seq
LEFT JOIN erased_entry
    ON outcome.log_id = erased_entry.log_id AND outcome.seq = erased_entry.seq
