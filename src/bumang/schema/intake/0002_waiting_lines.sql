-- The waiting room. Nothing is kept of one who waits: the ticket says it. Places are given in order
-- and the front only ever goes on, so that no place moves backwards, whatever starts again.
CREATE TABLE waiting_line (
    line_id smallint PRIMARY KEY,
    last_place bigint NOT NULL DEFAULT 0,
    front bigint NOT NULL DEFAULT 0,
    claimed bigint NOT NULL DEFAULT 0,
    served bigint NOT NULL DEFAULT 0,
    CONSTRAINT front_within_line CHECK (front BETWEEN 0 AND last_place)
);

INSERT INTO waiting_line (line_id) VALUES (0), (1), (2), (3);

-- A turn is taken once, whatever is replayed, copied or raced.
CREATE TABLE admission (
    line_id smallint NOT NULL REFERENCES waiting_line,
    place bigint NOT NULL,
    admitted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (line_id, place)
);

CREATE FUNCTION line_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.front < OLD.front OR NEW.last_place < OLD.last_place THEN
        RAISE EXCEPTION 'a place in a line never moves backwards';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER waiting_line_goes_on BEFORE UPDATE ON waiting_line
FOR EACH ROW EXECUTE FUNCTION line_goes_on();
