-- What the migrations add up to; made by `python tools/schema_dump.py`, do not edit.

CREATE FUNCTION public.line_goes_on() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.front < OLD.front OR NEW.last_place < OLD.last_place THEN
        RAISE EXCEPTION 'a place in a line never moves backwards';
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

CREATE TABLE public.admission (
    line_id smallint NOT NULL,
    place bigint NOT NULL,
    admitted_at timestamp with time zone DEFAULT now() NOT NULL
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

CREATE TABLE public.entry (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    number bigint NOT NULL,
    submission_key uuid NOT NULL,
    submitter text NOT NULL,
    item text NOT NULL,
    accepted_at timestamp with time zone NOT NULL,
    salt bytea NOT NULL,
    media_type text NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT entry_number_check CHECK ((number >= 0)),
    CONSTRAINT entry_salt_check CHECK ((length(salt) = 16))
);
ALTER TABLE ONLY public.entry ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE public.log (
    log_id smallint NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT log_log_id_check CHECK ((log_id > 0))
);

CREATE TABLE public.migration (
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.waiting_line (
    line_id smallint NOT NULL,
    last_place bigint DEFAULT 0 NOT NULL,
    front bigint DEFAULT 0 NOT NULL,
    claimed bigint DEFAULT 0 NOT NULL,
    served bigint DEFAULT 0 NOT NULL,
    CONSTRAINT front_within_line CHECK (((front >= 0) AND (front <= last_place)))
);

ALTER TABLE ONLY public.admission
    ADD CONSTRAINT admission_pkey PRIMARY KEY (line_id, place);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_pkey PRIMARY KEY (log_id, first_seq);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (log_id, seq);

ALTER TABLE ONLY public.log
    ADD CONSTRAINT log_pkey PRIMARY KEY (log_id);

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.waiting_line
    ADD CONSTRAINT waiting_line_pkey PRIMARY KEY (line_id);

CREATE UNIQUE INDEX entry_number ON public.entry USING btree (number);

CREATE UNIQUE INDEX entry_submission_key ON public.entry USING btree (submission_key);

CREATE TRIGGER batch_append_only BEFORE DELETE OR UPDATE ON public.batch FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER entry_append_only BEFORE DELETE OR UPDATE ON public.entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER waiting_line_goes_on BEFORE UPDATE ON public.waiting_line FOR EACH ROW EXECUTE FUNCTION public.line_goes_on();

ALTER TABLE ONLY public.admission
    ADD CONSTRAINT admission_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.waiting_line(line_id);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_log_id_fkey FOREIGN KEY (log_id) REFERENCES public.log(log_id);
