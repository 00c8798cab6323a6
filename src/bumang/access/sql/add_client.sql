-- A new client.
INSERT INTO client (client_id, salt, secret_hash, role, subject, name)
VALUES ($1, $2, $3, $4, $5, $6)
