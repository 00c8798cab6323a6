-- Opening $8, for which nobody could come yet, is withdrawn, and another one announced in its place: of
-- matter $1 with doors at $2 and the hour $3, committed to $4, by $5 because of $6, in the line that was
-- used longest ago; $7 is the seed where the instance keeps it. No row: neither was done.
WITH free AS (
    SELECT line.line_id, line.last_place
    FROM waiting_line AS line
    LEFT JOIN opening AS used USING (line_id)
    WHERE line.line_id BETWEEN 32 AND 63
    GROUP BY line.line_id
    HAVING coalesce(bool_and(
        used.withdrawn_at IS NOT NULL OR used.opens_at < now() - interval '3 days'
    ), true)
    AND bool_and(line.front = line.last_place)
    ORDER BY max(used.opening_id) NULLS FIRST, line.line_id
    LIMIT 1
), replaced AS (
    UPDATE opening SET withdrawn_at = now(), withdrawn_by = $5, withdrawn_why = $6
    WHERE opening_id = $8 AND withdrawn_at IS NULL AND doors_at > now() AND EXISTS (SELECT FROM free)
    RETURNING opening_id
), announced AS (
    INSERT INTO opening
        (line_id, matter, doors_at, opens_at, commitment, places_before, announced_by, reason)
    SELECT free.line_id, $1, greatest($2, now()), $3, $4, free.last_place, $5, $6
    FROM free, replaced
    RETURNING *
), kept AS (
    INSERT INTO opening_seed (opening_id, seed)
    SELECT opening_id, $7 FROM announced WHERE $7::bytea IS NOT NULL
)
SELECT * FROM announced
