-- Opening $1 does not take place, by $2 because of $3.
UPDATE opening SET withdrawn_at = now(), withdrawn_by = $2, withdrawn_why = $3
WHERE opening_id = $1 AND seed IS NULL AND withdrawn_at IS NULL
RETURNING *
