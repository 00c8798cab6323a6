-- A device's key is of one device and one service for ever; given again, it only lasts longer.
INSERT INTO code_grant (person_id, device_key, device_id, service, ends_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (person_id, device_key) DO UPDATE SET granted_at = now(), ends_at = excluded.ends_at
WHERE code_grant.device_id = excluded.device_id AND code_grant.service = excluded.service
RETURNING device_key
