-- Salts of what was decided of the entries at places $1 and $2.
UPDATE statement SET salt = NULL, body = NULL
FROM unnest($1::smallint [], $2::bigint []) AS place (log_id, seq)
WHERE statement.kind = 'decision' AND statement.subject = concat(place.log_id, '/', place.seq)
AND statement.salt IS NOT NULL
