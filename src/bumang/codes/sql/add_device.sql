-- A new device, while there are not too many.
INSERT INTO code_device (person_id, device_id, name)
SELECT $1, $2, $3
WHERE (SELECT count(*) FROM code_device WHERE person_id = $1 AND stopped_at IS NULL) < $4
RETURNING device_id
