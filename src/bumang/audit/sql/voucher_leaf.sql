-- The leaf of a voucher by its number.
SELECT substr(statement_block.commitments, 32 * statement.at + 1, 32)
FROM statement
INNER JOIN statement_block ON statement.block_id = statement_block.block_id
WHERE statement.kind = 'voucher' AND statement.subject = $1
