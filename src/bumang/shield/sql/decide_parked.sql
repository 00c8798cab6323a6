-- An operator's decision on one that is parked, and why, in one step.
WITH decided AS (
    UPDATE delivery SET
        state = CASE WHEN $2 = 'retry' THEN 'waiting' ELSE 'closed' END,
        attempts = 0,
        reason = CASE WHEN $2 = 'retry' THEN '' ELSE $4 END,
        not_before = now(),
        ended_at = CASE WHEN $2 = 'retry' THEN NULL ELSE now() END
    WHERE number = $1 AND state = 'parked'
    RETURNING number
)
INSERT INTO delivery_decision (number, act, who, reason)
SELECT number, $2, $3, $4 FROM decided
RETURNING number
