-- What operators did, as the intake holds it, that was not stated there.
SELECT made.kind, made.subject
FROM (
    SELECT 'order' AS kind, order_id::text AS subject FROM gate_order
    UNION ALL
    SELECT 'opening', concat(opening_id, '/announced') FROM opening
    UNION ALL
    SELECT 'opening', concat(opening_id, '/revealed') FROM opening WHERE seed IS NOT NULL
    UNION ALL
    SELECT 'opening', concat(opening_id, '/withdrawn') FROM opening WHERE withdrawn_at IS NOT NULL
) AS made
WHERE NOT EXISTS (
    SELECT FROM operator_action
    WHERE operator_action.kind = made.kind AND operator_action.subject = made.subject
)
