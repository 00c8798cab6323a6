-- The place that place $2 of line $1 was changed for. No row: it still counts.
SELECT to_place FROM line_change WHERE line_id = $1 AND place = $2
