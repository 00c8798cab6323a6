-- What stands behind a code that was shown: its device and what was agreed to, locked against a stop.
SELECT
    granted.device_id,
    device.stopped_at IS NOT NULL AS device_stopped
FROM code_grant AS granted
INNER JOIN code_device AS device
    ON granted.person_id = device.person_id AND granted.device_id = device.device_id
WHERE granted.person_id = $1 AND granted.device_key = $2 AND granted.service = $3
FOR SHARE OF device
