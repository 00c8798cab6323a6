-- What operators order of the gate: append only. The present state is the last order of each setting.
CREATE TABLE gate_order (
    order_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    given_at timestamptz NOT NULL DEFAULT now(),
    given_by text NOT NULL,
    reason text NOT NULL CHECK (length(btrim(reason)) >= 2),
    setting text NOT NULL,
    -- A line, a class, a matter; empty where the setting is the whole gate's.
    target text NOT NULL,
    -- JSON; null: as if nothing had ever been ordered.
    value_before jsonb,
    value jsonb,
    -- From then on the gate goes by itself again, without anyone doing anything.
    ends_at timestamptz CHECK (ends_at > given_at),
    -- The order of this setting before this one, 0 before the first: two who change the same thing
    -- at the same time cannot both be right.
    follows bigint NOT NULL,
    reverts bigint REFERENCES gate_order,
    CONSTRAINT order_follows_one UNIQUE (setting, target, follows),
    CONSTRAINT order_reverted_once UNIQUE (reverts),
    -- Published; the main line never starves.
    CONSTRAINT urgent_share_within_cap CHECK (
        setting <> 'urgent_share' OR value IS NULL OR value::numeric BETWEEN 0 AND 0.2
    ),
    -- A line that was paused and forgotten goes on by itself.
    CONSTRAINT pause_ends CHECK (
        setting <> 'pause' OR value IS NULL
        OR (ends_at IS NOT NULL AND ends_at <= given_at + interval '4 hours 1 minute')
    )
);

CREATE INDEX gate_order_latest ON gate_order (setting, target, order_id DESC);

-- One at a time, so that numbers are in the order of commit: whoever saw one has seen all before it.
CREATE FUNCTION one_order_at_a_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('gate_order'));
    RETURN NULL;
END
$$;

CREATE TRIGGER gate_order_in_turn BEFORE INSERT ON gate_order
FOR EACH STATEMENT EXECUTE FUNCTION one_order_at_a_time();

CREATE FUNCTION refuse_to_rewrite_orders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was ordered is never rewritten';
END
$$;

CREATE TRIGGER gate_order_append_only BEFORE UPDATE OR DELETE ON gate_order
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_orders();

-- Until when the calls of a line with a fixed rate are used up.
ALTER TABLE waiting_line ADD COLUMN paced_to timestamptz NOT NULL DEFAULT '-infinity';
