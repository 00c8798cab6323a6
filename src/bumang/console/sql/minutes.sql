-- The minutes after $1, in order.
SELECT minute, answers, lines FROM gate_minute WHERE minute > $1 ORDER BY minute
