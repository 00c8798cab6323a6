-- From now on the service is told nothing. `$3`: only what was agreed to in other words; null: whatever.
UPDATE code_agreement SET stopped_at = clock_timestamp()
WHERE person_id = $1 AND service = $2 AND stopped_at IS NULL AND asks IS DISTINCT FROM $3
