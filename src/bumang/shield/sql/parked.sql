-- What waits for a person, the oldest first.
SELECT number, item, accepted_at, sent_at, attempts, reason
FROM delivery
WHERE state = 'parked'
ORDER BY place
LIMIT $1
