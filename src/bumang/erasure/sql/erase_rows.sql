-- The same of the rows of files: a file is one content and goes whole.
UPDATE row_outcome SET told = NULL
FROM unnest($1::smallint [], $2::bigint []) AS place (log_id, seq)
WHERE row_outcome.log_id = place.log_id AND row_outcome.seq = place.seq
AND row_outcome.told IS NOT NULL
