-- Blocks whose leaves are not one statement's each, and those that do not begin where another ends.
SELECT block.block_id, 'a leaf is not one statement''s' AS what
FROM statement_block AS block
LEFT JOIN statement USING (block_id)
GROUP BY block.block_id
HAVING count(statement.at) <> block.size OR count(DISTINCT statement.at) <> block.size
    OR max(statement.at) >= block.size
UNION ALL
SELECT block_id, 'does not begin where another ends'
FROM (
    SELECT block_id, first_place, lag(after, 1, 0::bigint) OVER (ORDER BY first_place) AS before
    FROM statement_block WHERE first_place IS NOT NULL
) AS placed
WHERE first_place <> before
