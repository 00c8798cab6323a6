-- A look, with what was told; nothing where this code was answered before, or refused so.
INSERT INTO code_look (person_id, device_key, time_window, office, service, told, refused)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING
RETURNING service, office, looked_at, told, refused
