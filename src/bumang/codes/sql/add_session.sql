-- The sign-in that stands for a device; the same again while it was not stopped.
INSERT INTO code_device (person_id, device_id, name, session)
SELECT $1, $2, $3, $5
WHERE
    (SELECT count(*) FROM code_device WHERE person_id = $1 AND stopped_at IS NULL) < $4
    OR EXISTS (
        SELECT FROM code_device WHERE person_id = $1 AND session = $5 AND stopped_at IS NULL
    )
ON CONFLICT (person_id, session) WHERE stopped_at IS NULL DO UPDATE SET name = excluded.name
RETURNING device_id
