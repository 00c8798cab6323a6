-- From now on nothing that this device shows is answered.
UPDATE code_device SET stopped_at = now()
WHERE person_id = $1 AND device_id = $2 AND stopped_at IS NULL
