-- Announced openings. Those who come before the hour are numbered in the order of coming, in a line of
-- the opening's own (32 to 63); at the hour the seed committed to here is revealed, and their order
-- follows from seed, cohort and number. Nothing is kept of one who waits.
CREATE TABLE opening (
    opening_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    line_id smallint NOT NULL REFERENCES waiting_line CHECK (line_id BETWEEN 32 AND 63),
    -- A matter's code; empty: everything that asks the databases.
    matter text NOT NULL,
    doors_at timestamptz NOT NULL,
    opens_at timestamptz NOT NULL CHECK (opens_at > doors_at),
    commitment bytea NOT NULL CHECK (length(commitment) = 32),
    -- Places that the line had given before: the opening's numbers count from there.
    places_before bigint NOT NULL,
    announced_at timestamptz NOT NULL DEFAULT now(),
    announced_by text NOT NULL,
    reason text NOT NULL CHECK (length(btrim(reason)) >= 2),
    seed bytea CHECK (length(seed) = 32),
    cohort bigint CHECK (cohort >= 0),
    revealed_at timestamptz,
    withdrawn_at timestamptz,
    withdrawn_by text,
    withdrawn_why text,
    CONSTRAINT committed_before_anyone_comes CHECK (announced_at <= doors_at),
    -- Nobody can choose another seed than the one committed to before anyone came.
    CONSTRAINT seed_as_committed CHECK (seed IS NULL OR sha256(seed) = commitment),
    CONSTRAINT revealed_as_a_whole CHECK ((seed IS NULL) = (cohort IS NULL) AND (seed IS NULL) = (revealed_at IS NULL)),
    CONSTRAINT revealed_from_the_hour_on CHECK (revealed_at >= opens_at)
);

-- A line has one opening at a time that is still to come.
CREATE UNIQUE INDEX opening_alone_in_line ON opening (line_id)
WHERE seed IS NULL AND withdrawn_at IS NULL;

-- A seed that the instance made itself and keeps until the hour. Whoever may read this may know the
-- seed earlier, and still not change it.
CREATE TABLE opening_seed (
    opening_id bigint PRIMARY KEY REFERENCES opening,
    seed bytea NOT NULL CHECK (length(seed) = 32)
);

-- Of an opening nothing changes but this, each once: it is revealed, or withdrawn.
CREATE FUNCTION opening_as_announced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an announced opening is never deleted';
    END IF;
    IF (OLD.opening_id, OLD.line_id, OLD.matter, OLD.doors_at, OLD.opens_at, OLD.commitment,
        OLD.places_before, OLD.announced_at, OLD.announced_by, OLD.reason)
       IS DISTINCT FROM
       (NEW.opening_id, NEW.line_id, NEW.matter, NEW.doors_at, NEW.opens_at, NEW.commitment,
        NEW.places_before, NEW.announced_at, NEW.announced_by, NEW.reason) THEN
        RAISE EXCEPTION 'an opening stays as it was announced';
    END IF;
    IF OLD.seed IS NOT NULL OR OLD.withdrawn_at IS NOT NULL THEN
        RAISE EXCEPTION 'what was revealed or withdrawn stays so';
    END IF;
    IF NEW.seed IS NOT NULL THEN
        NEW.revealed_at := now();
        -- Locked: no place is given between the count and the reveal.
        SELECT last_place - NEW.places_before INTO NEW.cohort
        FROM waiting_line WHERE line_id = NEW.line_id FOR UPDATE;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER opening_as_announced BEFORE UPDATE OR DELETE ON opening
FOR EACH ROW EXECUTE FUNCTION opening_as_announced();

CREATE FUNCTION nobody_before_the_hour() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM opening
        WHERE line_id = NEW.line_id AND seed IS NULL AND withdrawn_at IS NULL
    ) THEN
        RAISE EXCEPTION 'nobody is called before the opening is revealed';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER waiting_line_opens BEFORE UPDATE ON waiting_line
FOR EACH ROW WHEN (NEW.line_id >= 32 AND NEW.front > OLD.front)
EXECUTE FUNCTION nobody_before_the_hour();
