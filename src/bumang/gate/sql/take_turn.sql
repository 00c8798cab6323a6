-- When the turn of place $2 in line $1 was taken: now, or earlier by the same ticket. No row: the
-- place was not called yet, or its turn is over.
INSERT INTO admission (line_id, place)
SELECT line_id, $2::bigint FROM waiting_line
WHERE line_id = $1 AND $2::bigint BETWEEN closed + 1 AND front
ON CONFLICT (line_id, place) DO UPDATE SET admitted_at = admission.admitted_at
RETURNING admitted_at, xmax = 0
