-- A place that is over is not changed any more.
DELETE FROM line_change USING waiting_line
WHERE line_change.line_id = waiting_line.line_id AND line_change.place <= waiting_line.closed
