INSERT INTO checkpoint (log_id, size, root, note) VALUES ($1, $2, $3, $4)
