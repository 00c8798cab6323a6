-- The order that took order $1 back.
SELECT * FROM gate_order WHERE reverts = $1
