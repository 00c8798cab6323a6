-- What was called longer ago than $1 is over.
WITH over AS (
    DELETE FROM waiting_mark WHERE marked_at < now() - $1::interval RETURNING line_id, front
)
UPDATE waiting_line SET closed = until.front, closed_at = now()
FROM (SELECT line_id, max(front) AS front FROM over GROUP BY line_id) AS until
WHERE waiting_line.line_id = until.line_id AND waiting_line.closed < until.front
