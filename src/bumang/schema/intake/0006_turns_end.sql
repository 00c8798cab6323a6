-- Where each line stood, about once an hour: what was called two days before the present is over.
CREATE TABLE waiting_mark (
    line_id smallint NOT NULL REFERENCES waiting_line,
    marked_at timestamptz NOT NULL DEFAULT now(),
    front bigint NOT NULL,
    PRIMARY KEY (line_id, marked_at)
);

-- Turns up to `closed` are over, taken or not: none of them can be taken any more, so that the
-- admissions kept to refuse a second one may be forgotten.
ALTER TABLE waiting_line
ADD COLUMN closed bigint NOT NULL DEFAULT 0
CONSTRAINT closed_within_front CHECK (closed BETWEEN 0 AND front),
ADD COLUMN closed_at timestamptz NOT NULL DEFAULT now();

CREATE OR REPLACE FUNCTION line_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.front < OLD.front OR NEW.last_place < OLD.last_place OR NEW.closed < OLD.closed THEN
        RAISE EXCEPTION 'a place in a line never moves backwards';
    END IF;
    RETURN NEW;
END
$$;

-- One place a person in a line, where signed in. `person` is a keyed hash of line and internal
-- number, so that it says nobody; the row goes when the turn is over.
CREATE TABLE waiting_person (
    person bigint PRIMARY KEY,
    place bigint NOT NULL,
    line_id smallint NOT NULL REFERENCES waiting_line
);

-- What came in each half hour, for all processes together: the better hour is read from it.
CREATE TABLE arrivals (
    began timestamptz PRIMARY KEY,
    came bigint NOT NULL,
    queued bigint NOT NULL
);
