-- All clients, the oldest first; nothing of their secrets.
SELECT client_id, role, subject, name, added_at, disabled_at FROM client ORDER BY added_at, client_id
