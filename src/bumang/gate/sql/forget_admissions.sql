-- Nobody can take a turn that is closed. A minute later, nobody who began before is still at it.
DELETE FROM admission USING waiting_line
WHERE admission.line_id = waiting_line.line_id
    AND admission.place <= waiting_line.closed
    AND waiting_line.closed_at < now() - interval '1 minute'
