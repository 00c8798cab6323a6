-- Give back a claim with the effects of its entries. Without a row, someone else holds it now.
DELETE FROM claim WHERE log_id = $1 AND first_seq = $2 AND token = $3 RETURNING taken_at
