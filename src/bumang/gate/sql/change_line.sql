-- For place $2 of line $1 a place at the end of line $3: a new one, or the one it was changed for before.
WITH known AS (
    SELECT to_place FROM line_change WHERE line_id = $1 AND place = $2
), next AS (
    UPDATE waiting_line SET last_place = last_place + 1
    WHERE line_id = $3 AND NOT EXISTS (SELECT FROM known)
    RETURNING last_place
), stored AS (
    INSERT INTO line_change (line_id, place, to_line, to_place)
    SELECT $1, $2, $3, last_place FROM next
    RETURNING to_place
)
SELECT to_place FROM stored UNION ALL SELECT to_place FROM known
