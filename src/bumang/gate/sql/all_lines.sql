-- How every line stands.
SELECT line_id, front, last_place, claimed, served FROM waiting_line ORDER BY line_id
