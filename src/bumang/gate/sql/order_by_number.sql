-- Order $1.
SELECT * FROM gate_order WHERE order_id = $1
