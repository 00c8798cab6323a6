-- The operators' actions that the core has stated.
SELECT statement.kind, statement.subject, statement_block.commitments AS commitment
FROM statement
INNER JOIN statement_block ON statement.block_id = statement_block.block_id
WHERE statement.kind IN ('order', 'opening')
