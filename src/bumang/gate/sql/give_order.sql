-- An order that changes setting $1 of $2 to $3 until $4, by $5 because of $6, after order $7, which it
-- takes back or not ($8). No row: $7 is not the last order of this setting any more.
INSERT INTO gate_order
    (setting, target, value, ends_at, given_by, reason, follows, reverts, value_before)
SELECT $1, $2, $3::jsonb, $4, $5, $6, $7::bigint, $8, last.value
FROM (SELECT 1) AS always
LEFT JOIN LATERAL (
    SELECT order_id, CASE WHEN ends_at IS NULL OR ends_at > now() THEN value END AS value
    FROM gate_order
    WHERE setting = $1 AND target = $2
    ORDER BY order_id DESC
    LIMIT 1
) AS last ON true
WHERE coalesce(last.order_id, 0) = $7::bigint
RETURNING *
