-- Whether a device may show a service's code: locked, so that a stop comes before or after as a whole.
SELECT agreement.asks
FROM code_agreement AS agreement
INNER JOIN code_device AS device ON agreement.person_id = device.person_id
WHERE
    agreement.person_id = $1
    AND agreement.service = $2
    AND agreement.stopped_at IS NULL
    AND device.device_id = $3
    AND device.stopped_at IS NULL
FOR SHARE
