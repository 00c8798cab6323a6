-- Whoever left the doubtful lane: for the place they had there, one place in the main line, whatever is
-- sent again.
CREATE TABLE line_change (
    line_id smallint NOT NULL REFERENCES waiting_line,
    place bigint NOT NULL,
    to_line smallint NOT NULL REFERENCES waiting_line,
    to_place bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (line_id, place)
);
