-- A person's devices that were not stopped, the latest first.
SELECT
    device_id,
    name,
    session IS NOT NULL AS by_server,
    added_at
FROM code_device
WHERE person_id = $1 AND stopped_at IS NULL
ORDER BY added_at DESC, device_id
