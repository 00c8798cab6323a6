-- What operators did after action $1, from the intake, $2 at most.
SELECT number, kind, subject, made_at, salt, body, commitment FROM operator_action
WHERE number > $1 ORDER BY number LIMIT $2
