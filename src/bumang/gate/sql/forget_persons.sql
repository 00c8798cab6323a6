-- A person whose turn is over may have another place.
DELETE FROM waiting_person USING waiting_line
WHERE waiting_person.line_id = waiting_line.line_id AND waiting_person.place <= waiting_line.closed
