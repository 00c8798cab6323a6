-- The front of line $1 goes on at $2 places a second in all, however many processes ask; what was not
-- used within a second (or the time of one place) is gone. Then how the line stands.
WITH due AS (
    SELECT
        line_id,
        greatest(paced_to, now() - interval '1 second' * greatest(1, 1 / $2::float8)) AS since
    FROM waiting_line
    WHERE line_id = $1
    FOR UPDATE
), call AS (
    SELECT line_id, since, greatest(0, floor(extract(epoch FROM now() - since) * $2::float8)) AS places
    FROM due
)
UPDATE waiting_line AS line
SET front = least(line.front + call.places::bigint, line.last_place),
    paced_to = call.since + interval '1 second' * (call.places / $2::float8),
    claimed = line.claimed + $3,
    served = line.served + $4
FROM call
WHERE line.line_id = call.line_id
RETURNING line.front, line.last_place, line.claimed, line.served
