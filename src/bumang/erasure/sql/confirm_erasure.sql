-- Order $1 is confirmed by $2.
UPDATE erasure SET confirmed_at = now(), confirmed_by = $2 WHERE erasure_id = $1 RETURNING *
