-- What a person agreed to and did not stop.
SELECT service, asks, agreed_at FROM code_agreement
WHERE person_id = $1 AND stopped_at IS NULL
