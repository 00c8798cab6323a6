-- Where every line stands now, unless one was marked within the last hour.
INSERT INTO waiting_mark (line_id, front)
SELECT line_id, front FROM waiting_line
WHERE front > 0 AND NOT EXISTS (
    SELECT FROM waiting_mark
    WHERE waiting_mark.line_id = waiting_line.line_id AND marked_at > now() - interval '1 hour'
)
ON CONFLICT DO NOTHING
