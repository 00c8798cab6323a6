-- No more tokens for a client; the first time counts.
UPDATE client SET disabled_at = coalesce(disabled_at, now()) WHERE client_id = $1
RETURNING client_id
