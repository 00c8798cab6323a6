-- What became of one in hand; nothing where it is in other hands by now.
UPDATE delivery SET
    state = $3,
    reason = $4,
    not_before = now() + make_interval(secs => $5),
    attempts = attempts - $6,
    ended_at = CASE WHEN $3 IN ('delivered', 'closed') THEN now() END,
    claim = NULL
WHERE place = $1 AND claim = $2
RETURNING place
