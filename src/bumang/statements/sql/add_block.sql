INSERT INTO statement_block (block_id, made_at, commitments) VALUES ($1, $2, $3)
