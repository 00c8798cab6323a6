-- The next places of the log for $1 of the blocks that have none, at most.
WITH waiting AS (
    SELECT block_id, size FROM statement_block
    WHERE first_place IS NULL ORDER BY block_id LIMIT $1
), placed AS (
    SELECT
        block_id,
        (SELECT coalesce(max(after), 0) FROM statement_block)
        + sum(size) OVER (ORDER BY block_id) - size AS place
    FROM waiting
)
UPDATE statement_block SET first_place = placed.place
FROM placed WHERE statement_block.block_id = placed.block_id
