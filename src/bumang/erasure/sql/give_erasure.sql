-- An order on ground $1 because of $2, for the entries at places $3 and $4 and the record of person $5,
-- by $6.
INSERT INTO erasure (erasure_id, ground, reason, logs, seqs, registered, ordered_by)
SELECT coalesce(max(erasure_id), 0) + 1, $1, $2, $3::smallint [], $4::bigint [], $5::bigint, $6
FROM erasure
RETURNING *
