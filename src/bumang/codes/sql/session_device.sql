-- The device that a sign-in stands for.
SELECT device_id FROM code_device WHERE person_id = $1 AND session = $2 AND stopped_at IS NULL
