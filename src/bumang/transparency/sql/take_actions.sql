-- The operators' actions read from the intake, each as a block of its own: made when it was done there.
WITH read AS (
    SELECT *, nextval('statement_block_number') AS block_id
    FROM unnest(
        $1::bigint [], $2::text [], $3::text [], $4::timestamptz [], $5::bytea [], $6::text [],
        $7::bytea []
    ) AS action (number, kind, subject, made_at, salt, body, commitment)
), block AS (
    INSERT INTO statement_block (block_id, made_at, commitments)
    SELECT block_id, made_at, commitment FROM read
), stated AS (
    INSERT INTO statement (kind, subject, block_id, at, salt, body)
    SELECT kind, subject, block_id, 0, salt, convert_to(body, 'UTF8') FROM read
)
UPDATE statement_cursor SET number = (SELECT max(number) FROM read) WHERE source = 'operators'
