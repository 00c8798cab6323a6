-- The front of line $1 goes on by $2 places at most, never beyond the last, and $5 places are kept
-- for newcomers; then how it stands.
UPDATE waiting_line
SET
    front = least(front + $2, last_place),
    claimed = claimed + $3,
    served = served + $4,
    last_place = last_place + $5
WHERE line_id = $1
RETURNING front, last_place, claimed, served
