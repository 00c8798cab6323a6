-- What the migrations add up to; made by `python tools/schema_dump.py`, do not edit.

CREATE FUNCTION public.checkpoint_goes_on() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM checkpoint WHERE log_id = NEW.log_id AND size >= NEW.size) THEN
        RAISE EXCEPTION 'a log only grows';
    END IF;
    IF NEW.size > (SELECT coalesce(max(first_seq + size), 0) FROM (
        SELECT first_seq, size FROM batch WHERE log_id = NEW.log_id ORDER BY first_seq DESC LIMIT 1
    ) AS last_batch) THEN
        RAISE EXCEPTION 'a checkpoint covers only what is stored';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.last_checkpoint_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM checkpoint WHERE log_id = OLD.log_id AND size > OLD.size) THEN
        RAISE EXCEPTION 'what was signed last stays';
    END IF;
    RETURN OLD;
END
$$;

CREATE FUNCTION public.line_goes_on() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.front < OLD.front OR NEW.last_place < OLD.last_place OR NEW.closed < OLD.closed THEN
        RAISE EXCEPTION 'a place in a line never moves backwards';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.nobody_before_the_hour() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.one_order_at_a_time() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('gate_order'));
    RETURN NULL;
END
$$;

CREATE FUNCTION public.opening_as_announced() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the acceptance log is append only';
END;
$$;

CREATE FUNCTION public.refuse_change_but_of_seal() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    erased entry := OLD;
    otherwise entry := NEW;
BEGIN
    erased.salt := NULL;
    erased.content := '';
    erased.submitter := '';
    IF NEW IS NOT DISTINCT FROM erased AND EXISTS (
        SELECT FROM erased_entry WHERE log_id = OLD.log_id AND seq = OLD.seq
    ) THEN
        RETURN NEW;
    END IF;
    otherwise.content := OLD.content;
    IF otherwise IS DISTINCT FROM OLD
        OR length(NEW.content) <> length(OLD.content)
        OR NOT EXISTS (
            SELECT FROM data_key AS newer JOIN data_key AS older ON newer.place > older.place
            WHERE newer.key_id = substr(NEW.content, 2, 4)
            AND older.key_id = substr(OLD.content, 2, 4)
        )
    THEN
        RAISE EXCEPTION 'the acceptance log is append only';
    END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.refuse_losing_keys() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'a data key is kept as long as its database';
END;
$$;

CREATE FUNCTION public.refuse_to_rewrite_orders() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'what was ordered is never rewritten';
END
$$;

CREATE FUNCTION public.state_action(kind text, subject text, body text) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    salt bytea := substr(
        sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 1, 16
    );
    made_at text := to_char(now() AT TIME ZONE interval '08:00', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+08:00';
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('operator_action'));
    INSERT INTO operator_action (kind, subject, salt, body, commitment)
    VALUES (kind, subject, salt, body, sha256(convert_to(concat(
        E'bumang-statement-1\n', kind, E'\n', subject, E'\n', made_at, E'\n',
        encode(salt, 'hex'), E'\n', encode(sha256(salt || convert_to(body, 'UTF8')), 'hex'), E'\n'
    ), 'UTF8')));
END
$$;

CREATE FUNCTION public.state_opening() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM state_action('opening', concat(NEW.opening_id, '/', CASE
        WHEN NEW.withdrawn_at IS NOT NULL THEN 'withdrawn'
        WHEN NEW.seed IS NOT NULL THEN 'revealed'
        ELSE 'announced'
    END), to_jsonb(NEW)::text);
    RETURN NULL;
END
$$;

CREATE FUNCTION public.state_order() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM state_action('order', NEW.order_id::text, to_jsonb(NEW)::text);
    RETURN NULL;
END
$$;

CREATE TABLE public.admission (
    line_id smallint NOT NULL,
    place bigint NOT NULL,
    admitted_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.arrivals (
    began timestamp with time zone NOT NULL,
    came bigint NOT NULL,
    queued bigint NOT NULL
);

CREATE TABLE public.batch (
    log_id smallint NOT NULL,
    first_seq bigint NOT NULL,
    size integer NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    commitments bytea NOT NULL,
    root bytea NOT NULL,
    signatures bytea NOT NULL,
    CONSTRAINT batch_check CHECK ((length(commitments) = (32 * size))),
    CONSTRAINT batch_first_seq_check CHECK ((first_seq >= 0)),
    CONSTRAINT batch_root_check CHECK ((length(root) = 32)),
    CONSTRAINT batch_size_check CHECK ((size > 0))
);

CREATE TABLE public.checkpoint (
    log_id smallint NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    signed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT checkpoint_root_check CHECK ((length(root) = 32)),
    CONSTRAINT checkpoint_size_check CHECK ((size > 0))
);

CREATE TABLE public.cosignature (
    log_id smallint NOT NULL,
    size bigint NOT NULL,
    witness text NOT NULL,
    line text NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.data_key (
    key_id bytea NOT NULL,
    place bigint NOT NULL,
    cipher text NOT NULL,
    kek text NOT NULL,
    wrapped bytea NOT NULL,
    made_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT data_key_cipher_check CHECK ((cipher = ANY (ARRAY['AES-256-GCM'::text, 'SM4-GCM'::text]))),
    CONSTRAINT data_key_key_id_check CHECK ((length(key_id) = 4))
);

ALTER TABLE public.data_key ALTER COLUMN place ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.data_key_place_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.entry (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    number bigint NOT NULL,
    submission_key uuid NOT NULL,
    submitter text NOT NULL,
    item text NOT NULL,
    accepted_at timestamp with time zone NOT NULL,
    salt bytea,
    media_type text NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT entry_number_check CHECK ((number >= 0)),
    CONSTRAINT entry_salt_check CHECK ((length(salt) = 16))
);
ALTER TABLE ONLY public.entry ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE public.erased_entry (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    erasure_id bigint NOT NULL,
    erased_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.gate_minute (
    slot smallint NOT NULL,
    minute timestamp with time zone NOT NULL,
    answers jsonb NOT NULL,
    lines jsonb NOT NULL,
    CONSTRAINT gate_minute_slot_check CHECK (((slot >= 0) AND (slot <= 1439)))
);

CREATE TABLE public.gate_order (
    order_id bigint NOT NULL,
    given_at timestamp with time zone DEFAULT now() NOT NULL,
    given_by text NOT NULL,
    reason text NOT NULL,
    setting text NOT NULL,
    target text NOT NULL,
    value_before jsonb,
    value jsonb,
    ends_at timestamp with time zone,
    follows bigint NOT NULL,
    reverts bigint,
    CONSTRAINT gate_order_check CHECK ((ends_at > given_at)),
    CONSTRAINT gate_order_reason_check CHECK ((length(btrim(reason)) >= 2)),
    CONSTRAINT pause_ends CHECK (((setting <> 'pause'::text) OR (value IS NULL) OR ((ends_at IS NOT NULL) AND (ends_at <= (given_at + '04:01:00'::interval))))),
    CONSTRAINT urgent_share_within_cap CHECK (((setting <> 'urgent_share'::text) OR (value IS NULL) OR (((value)::numeric >= (0)::numeric) AND ((value)::numeric <= 0.2))))
);

ALTER TABLE public.gate_order ALTER COLUMN order_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.gate_order_order_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.line_change (
    line_id smallint NOT NULL,
    place bigint NOT NULL,
    to_line smallint NOT NULL,
    to_place bigint NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.log (
    log_id smallint NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT log_log_id_check CHECK ((log_id > 0))
);

CREATE TABLE public.migration (
    part text NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.opening (
    opening_id bigint NOT NULL,
    line_id smallint NOT NULL,
    matter text NOT NULL,
    doors_at timestamp with time zone NOT NULL,
    opens_at timestamp with time zone NOT NULL,
    commitment bytea NOT NULL,
    places_before bigint NOT NULL,
    announced_at timestamp with time zone DEFAULT now() NOT NULL,
    announced_by text NOT NULL,
    reason text NOT NULL,
    seed bytea,
    cohort bigint,
    revealed_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    withdrawn_by text,
    withdrawn_why text,
    CONSTRAINT committed_before_anyone_comes CHECK ((announced_at <= doors_at)),
    CONSTRAINT opening_check CHECK ((opens_at > doors_at)),
    CONSTRAINT opening_cohort_check CHECK ((cohort >= 0)),
    CONSTRAINT opening_commitment_check CHECK ((length(commitment) = 32)),
    CONSTRAINT opening_line_id_check CHECK (((line_id >= 32) AND (line_id <= 63))),
    CONSTRAINT opening_reason_check CHECK ((length(btrim(reason)) >= 2)),
    CONSTRAINT opening_seed_check CHECK ((length(seed) = 32)),
    CONSTRAINT revealed_as_a_whole CHECK ((((seed IS NULL) = (cohort IS NULL)) AND ((seed IS NULL) = (revealed_at IS NULL)))),
    CONSTRAINT revealed_from_the_hour_on CHECK ((revealed_at >= opens_at)),
    CONSTRAINT seed_as_committed CHECK (((seed IS NULL) OR (sha256(seed) = commitment)))
);

ALTER TABLE public.opening ALTER COLUMN opening_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.opening_opening_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.opening_seed (
    opening_id bigint NOT NULL,
    seed bytea NOT NULL,
    CONSTRAINT opening_seed_seed_check CHECK ((length(seed) = 32))
);

CREATE TABLE public.operator_action (
    number bigint NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    made_at timestamp with time zone DEFAULT now() NOT NULL,
    salt bytea NOT NULL,
    body text NOT NULL,
    commitment bytea NOT NULL,
    CONSTRAINT operator_action_commitment_check CHECK ((length(commitment) = 32)),
    CONSTRAINT operator_action_salt_check CHECK ((length(salt) = 16))
);

ALTER TABLE public.operator_action ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.operator_action_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.waiting_line (
    line_id smallint NOT NULL,
    last_place bigint DEFAULT 0 NOT NULL,
    front bigint DEFAULT 0 NOT NULL,
    claimed bigint DEFAULT 0 NOT NULL,
    served bigint DEFAULT 0 NOT NULL,
    paced_to timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    closed bigint DEFAULT 0 NOT NULL,
    closed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT closed_within_front CHECK (((closed >= 0) AND (closed <= front))),
    CONSTRAINT front_within_line CHECK (((front >= 0) AND (front <= last_place)))
);

CREATE TABLE public.waiting_mark (
    line_id smallint NOT NULL,
    marked_at timestamp with time zone DEFAULT now() NOT NULL,
    front bigint NOT NULL
);

CREATE TABLE public.waiting_person (
    person bigint NOT NULL,
    place bigint NOT NULL,
    line_id smallint NOT NULL
);

ALTER TABLE ONLY public.operator_action
    ADD CONSTRAINT action_stated_once UNIQUE (kind, subject);

ALTER TABLE ONLY public.admission
    ADD CONSTRAINT admission_pkey PRIMARY KEY (line_id, place);

ALTER TABLE ONLY public.arrivals
    ADD CONSTRAINT arrivals_pkey PRIMARY KEY (began);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_pkey PRIMARY KEY (log_id, first_seq);

ALTER TABLE ONLY public.checkpoint
    ADD CONSTRAINT checkpoint_pkey PRIMARY KEY (log_id, size);

ALTER TABLE public.entry
    ADD CONSTRAINT content_is_sealed CHECK ((((length(content) >= 33) AND (substr(content, 1, 1) = '\xb1'::bytea) AND (salt IS NOT NULL)) OR ((content = '\x'::bytea) AND (salt IS NULL)))) NOT VALID;

ALTER TABLE ONLY public.cosignature
    ADD CONSTRAINT cosignature_pkey PRIMARY KEY (log_id, size, witness);

ALTER TABLE ONLY public.data_key
    ADD CONSTRAINT data_key_pkey PRIMARY KEY (key_id);

ALTER TABLE ONLY public.data_key
    ADD CONSTRAINT data_key_place_key UNIQUE (place);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (log_id, seq);

ALTER TABLE ONLY public.erased_entry
    ADD CONSTRAINT erased_entry_pkey PRIMARY KEY (log_id, seq);

ALTER TABLE ONLY public.gate_minute
    ADD CONSTRAINT gate_minute_pkey PRIMARY KEY (slot);

ALTER TABLE ONLY public.gate_order
    ADD CONSTRAINT gate_order_pkey PRIMARY KEY (order_id);

ALTER TABLE ONLY public.line_change
    ADD CONSTRAINT line_change_pkey PRIMARY KEY (line_id, place);

ALTER TABLE ONLY public.log
    ADD CONSTRAINT log_pkey PRIMARY KEY (log_id);

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (part, name);

ALTER TABLE ONLY public.opening
    ADD CONSTRAINT opening_pkey PRIMARY KEY (opening_id);

ALTER TABLE ONLY public.opening_seed
    ADD CONSTRAINT opening_seed_pkey PRIMARY KEY (opening_id);

ALTER TABLE ONLY public.operator_action
    ADD CONSTRAINT operator_action_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.gate_order
    ADD CONSTRAINT order_follows_one UNIQUE (setting, target, follows);

ALTER TABLE ONLY public.gate_order
    ADD CONSTRAINT order_reverted_once UNIQUE (reverts);

ALTER TABLE ONLY public.waiting_line
    ADD CONSTRAINT waiting_line_pkey PRIMARY KEY (line_id);

ALTER TABLE ONLY public.waiting_mark
    ADD CONSTRAINT waiting_mark_pkey PRIMARY KEY (line_id, marked_at);

ALTER TABLE ONLY public.waiting_person
    ADD CONSTRAINT waiting_person_pkey PRIMARY KEY (person);

CREATE UNIQUE INDEX entry_number ON public.entry USING btree (number);

CREATE UNIQUE INDEX entry_submission_key ON public.entry USING btree (submission_key);

CREATE INDEX gate_order_latest ON public.gate_order USING btree (setting, target, order_id DESC);

CREATE UNIQUE INDEX opening_alone_in_line ON public.opening USING btree (line_id) WHERE ((seed IS NULL) AND (withdrawn_at IS NULL));

CREATE TRIGGER batch_append_only BEFORE DELETE OR UPDATE ON public.batch FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER checkpoint_is_not_changed BEFORE UPDATE ON public.checkpoint FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER checkpoint_only_grows BEFORE INSERT ON public.checkpoint FOR EACH ROW EXECUTE FUNCTION public.checkpoint_goes_on();

CREATE TRIGGER data_key_is_kept BEFORE DELETE OR UPDATE OF key_id, place, cipher OR TRUNCATE ON public.data_key FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_losing_keys();

CREATE TRIGGER entry_append_only BEFORE DELETE OR TRUNCATE ON public.entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER entry_changes_its_seal_only BEFORE UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.refuse_change_but_of_seal();

CREATE TRIGGER erased_entry_append_only BEFORE DELETE OR UPDATE ON public.erased_entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER gate_order_append_only BEFORE DELETE OR UPDATE ON public.gate_order FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_rewrite_orders();

CREATE TRIGGER gate_order_in_turn BEFORE INSERT ON public.gate_order FOR EACH STATEMENT EXECUTE FUNCTION public.one_order_at_a_time();

CREATE TRIGGER gate_order_is_stated AFTER INSERT ON public.gate_order FOR EACH ROW EXECUTE FUNCTION public.state_order();

CREATE TRIGGER last_checkpoint_is_kept BEFORE DELETE ON public.checkpoint FOR EACH ROW EXECUTE FUNCTION public.last_checkpoint_stays();

CREATE TRIGGER opening_as_announced BEFORE DELETE OR UPDATE ON public.opening FOR EACH ROW EXECUTE FUNCTION public.opening_as_announced();

CREATE TRIGGER opening_is_stated AFTER INSERT OR UPDATE ON public.opening FOR EACH ROW EXECUTE FUNCTION public.state_opening();

CREATE TRIGGER operator_action_append_only BEFORE DELETE OR UPDATE ON public.operator_action FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER waiting_line_goes_on BEFORE UPDATE ON public.waiting_line FOR EACH ROW EXECUTE FUNCTION public.line_goes_on();

CREATE TRIGGER waiting_line_opens BEFORE UPDATE ON public.waiting_line FOR EACH ROW WHEN (((new.line_id >= 32) AND (new.front > old.front))) EXECUTE FUNCTION public.nobody_before_the_hour();

ALTER TABLE ONLY public.admission
    ADD CONSTRAINT admission_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.waiting_line(line_id);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_log_id_fkey FOREIGN KEY (log_id) REFERENCES public.log(log_id);

ALTER TABLE ONLY public.checkpoint
    ADD CONSTRAINT checkpoint_log_id_fkey FOREIGN KEY (log_id) REFERENCES public.log(log_id);

ALTER TABLE ONLY public.cosignature
    ADD CONSTRAINT cosignature_log_id_size_fkey FOREIGN KEY (log_id, size) REFERENCES public.checkpoint(log_id, size) ON DELETE CASCADE;

ALTER TABLE ONLY public.gate_order
    ADD CONSTRAINT gate_order_reverts_fkey FOREIGN KEY (reverts) REFERENCES public.gate_order(order_id);

ALTER TABLE ONLY public.line_change
    ADD CONSTRAINT line_change_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.waiting_line(line_id);

ALTER TABLE ONLY public.line_change
    ADD CONSTRAINT line_change_to_line_fkey FOREIGN KEY (to_line) REFERENCES public.waiting_line(line_id);

ALTER TABLE ONLY public.opening
    ADD CONSTRAINT opening_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.waiting_line(line_id);

ALTER TABLE ONLY public.opening_seed
    ADD CONSTRAINT opening_seed_opening_id_fkey FOREIGN KEY (opening_id) REFERENCES public.opening(opening_id);

ALTER TABLE ONLY public.waiting_mark
    ADD CONSTRAINT waiting_mark_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.waiting_line(line_id);

ALTER TABLE ONLY public.waiting_person
    ADD CONSTRAINT waiting_person_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.waiting_line(line_id);
