-- The last order of each setting, if there is any order after number $1; else nothing.
SELECT DISTINCT ON (setting, target) *
FROM gate_order
WHERE (SELECT max(order_id) FROM gate_order) > $1
ORDER BY setting, target, order_id DESC
