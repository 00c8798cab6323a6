-- The blocks of log $1 from place $2 on, $3 of them at most. A block has no root of its own.
SELECT first_place AS first_seq, size, commitments, NULL::bytea AS root FROM statement_block
WHERE $1::text = 'core' AND first_place >= $2
ORDER BY first_place
LIMIT $3
