-- The statement of kind $1 about $2: its salt and body, when it was made, and its place in the log,
-- null while it has none.
SELECT
    statement.salt, statement.body, statement_block.made_at,
    statement_block.first_place + statement.at AS place
FROM statement
INNER JOIN statement_block ON statement.block_id = statement_block.block_id
WHERE statement.kind = $1 AND statement.subject = $2
