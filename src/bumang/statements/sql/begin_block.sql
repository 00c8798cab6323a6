-- The number of a block, and the transaction's time, which its commitments hold.
SELECT nextval('statement_block_number') AS block_id, now() AS made_at
