-- The first of $2 places in line $1, for a group that came together.
UPDATE waiting_line SET last_place = last_place + $2
WHERE line_id = $1
RETURNING last_place - $2 + 1
