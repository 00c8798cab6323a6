-- The last order of setting $1 of $2.
SELECT * FROM gate_order WHERE setting = $1 AND target = $2 ORDER BY order_id DESC LIMIT 1
