-- The outcomes of some rows of a file. The primary key refuses a second outcome of a row.
INSERT INTO row_outcome (log_id, seq, row_number, state, told)
SELECT $1, $2, added.row_number, added.state, added.told
FROM unnest($3::integer [], $4::text [], $5::bytea []) AS added (row_number, state, told)
