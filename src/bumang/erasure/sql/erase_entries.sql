-- The content of the entries at places $1 and $2 goes, with the salt and who submitted it.
UPDATE entry SET content = '', salt = NULL, submitter = ''
FROM unnest($1::smallint [], $2::bigint []) AS place (log_id, seq)
WHERE entry.log_id = place.log_id AND entry.seq = place.seq AND entry.salt IS NOT NULL
