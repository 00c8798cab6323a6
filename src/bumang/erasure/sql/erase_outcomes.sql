-- What the submitters at places $1 and $2 were told goes, and who they were; that and how it was decided
-- stays.
UPDATE outcome SET told = '{}', submitter = NULL
FROM unnest($1::smallint [], $2::bigint []) AS place (log_id, seq)
WHERE outcome.log_id = place.log_id AND outcome.seq = place.seq
AND (outcome.told <> '{}' OR outcome.submitter IS NOT NULL)
