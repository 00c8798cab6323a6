-- The bits that a person agreed to tell a service, locked against a stop.
SELECT asks FROM code_agreement
WHERE person_id = $1 AND service = $2 AND stopped_at IS NULL
FOR SHARE
