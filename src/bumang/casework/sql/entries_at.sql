-- Those of the named entries that are one submitter's.
SELECT entry.log_id, entry.seq, entry.number, entry.item, entry.accepted_at
FROM unnest($1::smallint [], $2::bigint []) AS place (log_id, seq)
JOIN entry ON entry.log_id = place.log_id AND entry.seq = place.seq
WHERE entry.submitter = $3
