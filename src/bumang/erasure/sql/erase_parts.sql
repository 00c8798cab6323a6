-- Salts and bodies of what was stated of rows of the entries at places $1 and $2, and of payments.
UPDATE statement SET salt = NULL, body = NULL
FROM unnest($1::smallint [], $2::bigint []) AS place (log_id, seq)
WHERE statement.kind IN ('row', 'payment')
AND statement.subject >= concat(place.log_id, '/', place.seq, '/') COLLATE "C"
AND statement.subject < concat(place.log_id, '/', place.seq, '0') COLLATE "C"
AND statement.salt IS NOT NULL
