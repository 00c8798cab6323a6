-- What is needed to tell a client by its secret.
SELECT salt, secret_hash, role, subject, name FROM client
WHERE client_id = $1 AND disabled_at IS NULL
