-- Trying again does not help: a person looks at it. It stays here, open, until it is decided.
WITH given_up AS (DELETE FROM retry WHERE log_id = $1 AND seq = $2)
INSERT INTO staff_task (log_id, seq, item, error) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
