-- The orders before number $1, the latest first, at most $2.
SELECT * FROM gate_order WHERE order_id < $1 ORDER BY order_id DESC LIMIT $2
