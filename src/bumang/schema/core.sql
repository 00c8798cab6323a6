-- What the migrations add up to; made by `python tools/schema_dump.py`, do not edit.

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE FUNCTION public.checkpoint_goes_on() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM checkpoint WHERE log_id = NEW.log_id AND size >= NEW.size) THEN
        RAISE EXCEPTION 'a log only grows';
    END IF;
    IF NEW.size > (SELECT coalesce(max(after), 0) FROM statement_block) THEN
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

CREATE FUNCTION public.refuse_all_but_erasure() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    erased statement := OLD;
    listed boolean;
BEGIN
    erased.salt := NULL;
    erased.body := NULL;
    IF OLD.kind IN ('decision', 'row', 'payment') THEN
        listed := EXISTS (
            SELECT FROM erased_entry
            WHERE log_id = split_part(OLD.subject, '/', 1)::smallint
            AND seq = split_part(OLD.subject, '/', 2)::bigint
        );
    ELSE
        listed := OLD.kind = 'voucher'
            AND EXISTS (SELECT FROM erased_voucher WHERE subject = OLD.subject);
    END IF;
    IF NEW IS DISTINCT FROM erased OR NOT listed THEN
        RAISE EXCEPTION 'what was stated stays';
    END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.refuse_changing_a_voucher() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'what was signed stays, and an end is said once';
END;
$$;

CREATE FUNCTION public.refuse_losing_keys() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'a data key is kept as long as its database';
END;
$$;

CREATE FUNCTION public.refuse_restating() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'what was stated stays';
END;
$$;

CREATE FUNCTION public.refuse_rewriting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append only: book a correcting movement instead';
END;
$$;

CREATE FUNCTION public.refuse_rewriting_looks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'a look at a code is never changed';
END;
$$;

CREATE FUNCTION public.refuse_to_change_an_erasure() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    confirmed erasure := OLD;
BEGIN
    confirmed.confirmed_at := NEW.confirmed_at;
    confirmed.confirmed_by := NEW.confirmed_by;
    IF NEW IS DISTINCT FROM confirmed OR OLD.confirmed_by IS NOT NULL THEN
        RAISE EXCEPTION 'an order to erase stays as it was given, and is confirmed once';
    END IF;
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.refuse_unbalanced() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added GROUP BY person_id, log_id, seq, movement HAVING sum(amount_fen) <> 0
    ) THEN
        RAISE EXCEPTION 'a movement does not sum to zero' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END;
$$;

CREATE TABLE public.agent (
    agent_id bigint NOT NULL,
    name text NOT NULL,
    synthetic boolean NOT NULL
);

CREATE TABLE public.checkpoint (
    log_id text NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    signed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT checkpoint_log_id_check CHECK ((log_id = 'core'::text)),
    CONSTRAINT checkpoint_root_check CHECK ((length(root) = 32)),
    CONSTRAINT checkpoint_size_check CHECK ((size > 0))
);

CREATE SEQUENCE public.claim_token
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.claim (
    log_id smallint NOT NULL,
    first_seq bigint NOT NULL,
    last_seq bigint NOT NULL,
    token bigint DEFAULT nextval('public.claim_token'::regclass) NOT NULL,
    worker text NOT NULL,
    lease_until timestamp with time zone NOT NULL,
    taken_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT claim_check CHECK ((last_seq >= first_seq))
);

CREATE TABLE public.client (
    client_id text NOT NULL,
    salt bytea NOT NULL,
    secret_hash bytea NOT NULL,
    role text NOT NULL,
    subject bigint NOT NULL,
    name text NOT NULL,
    added_at timestamp with time zone DEFAULT now() NOT NULL,
    disabled_at timestamp with time zone,
    CONSTRAINT client_salt_check CHECK ((length(salt) = 16)),
    CONSTRAINT client_secret_hash_check CHECK ((length(secret_hash) = 32)),
    CONSTRAINT client_subject_check CHECK ((subject > 0))
);

CREATE TABLE public.code_agreement (
    person_id bigint NOT NULL,
    service smallint NOT NULL,
    agreed_at timestamp with time zone DEFAULT now() NOT NULL,
    asks integer NOT NULL,
    stopped_at timestamp with time zone,
    CONSTRAINT code_agreement_asks_check CHECK ((asks > 0))
);

CREATE TABLE public.code_device (
    person_id bigint NOT NULL,
    device_id uuid NOT NULL,
    name text NOT NULL,
    session bytea,
    added_at timestamp with time zone DEFAULT now() NOT NULL,
    stopped_at timestamp with time zone,
    CONSTRAINT code_device_session_check CHECK ((length(session) = 32))
);

CREATE TABLE public.code_grant (
    person_id bigint NOT NULL,
    device_key bytea NOT NULL,
    device_id uuid NOT NULL,
    service smallint NOT NULL,
    granted_at timestamp with time zone DEFAULT now() NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT code_grant_device_key_check CHECK ((length(device_key) = 33))
);

CREATE TABLE public.code_look (
    person_id bigint NOT NULL,
    device_key bytea NOT NULL,
    time_window bigint NOT NULL,
    office text NOT NULL,
    service smallint NOT NULL,
    looked_at timestamp with time zone DEFAULT now() NOT NULL,
    told jsonb NOT NULL,
    refused text DEFAULT ''::text NOT NULL
);

CREATE TABLE public.consent (
    person_id bigint NOT NULL,
    agent_id bigint NOT NULL,
    given_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone
);

CREATE TABLE public.contribution_period (
    person_id bigint NOT NULL,
    scheme text NOT NULL,
    during daterange NOT NULL,
    employer_id bigint,
    monthly_base_fen bigint,
    amount_fen bigint,
    log_id smallint,
    seq bigint,
    CONSTRAINT contribution_period_amount_fen_check CHECK ((amount_fen >= 0)),
    CONSTRAINT contribution_period_during_check CHECK (((NOT isempty(during)) AND lower_inc(during))),
    CONSTRAINT contribution_period_monthly_base_fen_check CHECK ((monthly_base_fen > 0))
);

CREATE TABLE public.cosignature (
    log_id text NOT NULL,
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

CREATE TABLE public.employer (
    employer_id bigint NOT NULL,
    credit_code text NOT NULL,
    name text NOT NULL,
    area_code text NOT NULL,
    synthetic boolean NOT NULL
);

CREATE TABLE public.erased_entry (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    erasure_id bigint NOT NULL
);

CREATE TABLE public.erased_voucher (
    subject text NOT NULL,
    erasure_id bigint NOT NULL
);

CREATE TABLE public.erasure (
    erasure_id bigint NOT NULL,
    ground text NOT NULL,
    reason text NOT NULL,
    logs smallint[] NOT NULL,
    seqs bigint[] NOT NULL,
    registered bigint,
    ordered_at timestamp with time zone DEFAULT now() NOT NULL,
    ordered_by text NOT NULL,
    confirmed_at timestamp with time zone,
    confirmed_by text,
    CONSTRAINT confirmed_as_a_whole CHECK (((confirmed_by IS NULL) = (confirmed_at IS NULL))),
    CONSTRAINT erasure_check CHECK ((cardinality(seqs) = cardinality(logs))),
    CONSTRAINT erasure_ground_check CHECK ((ground = ANY (ARRAY['purpose'::text, 'retention'::text, 'consent'::text, 'unlawful'::text, 'other'::text]))),
    CONSTRAINT erasure_ordered_by_check CHECK ((ordered_by <> ''::text)),
    CONSTRAINT erasure_reason_check CHECK ((length(btrim(reason)) >= 2)),
    CONSTRAINT four_eyes CHECK ((confirmed_by <> ordered_by))
);

CREATE TABLE public.family_link (
    person_id bigint NOT NULL,
    member_id bigint NOT NULL,
    kind text NOT NULL,
    CONSTRAINT family_link_check CHECK ((member_id <> person_id)),
    CONSTRAINT family_link_kind_check CHECK ((kind = ANY (ARRAY['spouse'::text, 'parent'::text, 'child'::text])))
);

CREATE TABLE public.file_progress (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    total integer NOT NULL,
    next_row integer NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT file_progress_next_row_check CHECK ((next_row >= 1)),
    CONSTRAINT file_progress_total_check CHECK ((total >= 0))
);

CREATE TABLE public.identity (
    person_id bigint NOT NULL,
    number_index bytea NOT NULL,
    CONSTRAINT number_index_is_keyed CHECK ((length(number_index) = 20))
);

CREATE TABLE public.insurance_relationship (
    person_id bigint NOT NULL,
    scheme text NOT NULL,
    area_code text NOT NULL,
    since date NOT NULL
);

CREATE TABLE public.ledger_entry (
    person_id bigint NOT NULL,
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    movement integer NOT NULL,
    line smallint NOT NULL,
    account text NOT NULL,
    amount_fen bigint NOT NULL,
    booked_on date NOT NULL,
    CONSTRAINT ledger_entry_amount_fen_check CHECK ((amount_fen <> 0))
);

CREATE TABLE public.log_cursor (
    log_id smallint NOT NULL,
    next_seq bigint NOT NULL,
    CONSTRAINT log_cursor_next_seq_check CHECK ((next_seq >= 0))
);

CREATE TABLE public.migration (
    part text NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.outcome (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    item text NOT NULL,
    state text NOT NULL,
    decided_at timestamp with time zone DEFAULT now() NOT NULL,
    told bytea NOT NULL,
    submitter text,
    started_at timestamp with time zone,
    CONSTRAINT outcome_state_check CHECK ((state = ANY (ARRAY['done'::text, 'refused'::text])))
);

CREATE TABLE public.person (
    person_id bigint NOT NULL,
    name text NOT NULL,
    sex text NOT NULL,
    birth_date date NOT NULL,
    area_code text NOT NULL,
    retirement_category text DEFAULT ''::text NOT NULL,
    synthetic boolean NOT NULL,
    identity_number bytea NOT NULL,
    CONSTRAINT identity_number_is_sealed CHECK (((length(identity_number) >= 33) AND (substr(identity_number, 1, 1) = '\xb1'::bytea))),
    CONSTRAINT person_sex_check CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text])))
);

CREATE TABLE public.personal_account (
    person_id bigint NOT NULL,
    scheme text NOT NULL,
    as_of date NOT NULL,
    balance_fen bigint NOT NULL,
    CONSTRAINT personal_account_balance_fen_check CHECK ((balance_fen >= 0))
);

CREATE TABLE public.retry (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    attempts integer NOT NULL,
    not_before timestamp with time zone NOT NULL,
    error text NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT retry_attempts_check CHECK ((attempts > 0))
);

CREATE TABLE public.row_outcome (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    row_number integer NOT NULL,
    state text NOT NULL,
    told bytea,
    CONSTRAINT row_outcome_row_number_check CHECK ((row_number > 0)),
    CONSTRAINT row_outcome_state_check CHECK ((state = ANY (ARRAY['done'::text, 'refused'::text])))
);

CREATE TABLE public.seeded_city (
    only_one boolean DEFAULT true NOT NULL,
    people integer NOT NULL,
    seed bigint NOT NULL,
    made_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT seeded_city_only_one_check CHECK (only_one)
);

CREATE TABLE public.staff_task (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    item text NOT NULL,
    error text NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_at timestamp with time zone,
    closed_by text
);

CREATE TABLE public.statement (
    kind text NOT NULL,
    subject text NOT NULL COLLATE pg_catalog."C",
    block_id bigint NOT NULL,
    at integer NOT NULL,
    salt bytea,
    body bytea,
    CONSTRAINT statement_at_check CHECK ((at >= 0)),
    CONSTRAINT statement_salt_check CHECK ((length(salt) = 16))
);

CREATE TABLE public.statement_block (
    block_id bigint NOT NULL,
    made_at timestamp with time zone DEFAULT now() NOT NULL,
    commitments bytea NOT NULL,
    size integer GENERATED ALWAYS AS ((length(commitments) / 32)) STORED NOT NULL,
    first_place bigint,
    after bigint GENERATED ALWAYS AS ((first_place + (length(commitments) / 32))) STORED,
    follows bigint GENERATED ALWAYS AS (NULLIF(first_place, 0)) STORED,
    CONSTRAINT statement_block_commitments_check CHECK (((length(commitments) > 0) AND ((length(commitments) % 32) = 0))),
    CONSTRAINT statement_block_first_place_check CHECK ((first_place >= 0))
);
ALTER TABLE ONLY public.statement_block ALTER COLUMN commitments SET STORAGE EXTERNAL;

CREATE SEQUENCE public.statement_block_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.statement_cursor (
    source text NOT NULL,
    number bigint NOT NULL,
    CONSTRAINT statement_cursor_source_check CHECK ((source = 'operators'::text))
);

CREATE TABLE public.voucher (
    person_id bigint NOT NULL,
    voucher_number bigint NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    document bytea NOT NULL,
    ended_at timestamp with time zone,
    end_reason text,
    CONSTRAINT document_is_sealed CHECK (((length(document) >= 33) AND (substr(document, 1, 1) = '\xb1'::bytea))),
    CONSTRAINT end_has_a_reason CHECK (((ended_at IS NULL) = (end_reason IS NULL))),
    CONSTRAINT voucher_end_reason_check CHECK ((end_reason = ANY (ARRAY['replaced'::text, 'withdrawn'::text]))),
    CONSTRAINT voucher_voucher_number_check CHECK ((voucher_number >= 0))
);

CREATE TABLE public.voucher_number (
    voucher_number bigint NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE ONLY public.agent
    ADD CONSTRAINT agent_pkey PRIMARY KEY (agent_id);

ALTER TABLE ONLY public.checkpoint
    ADD CONSTRAINT checkpoint_pkey PRIMARY KEY (log_id, size);

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_pkey PRIMARY KEY (log_id, first_seq);

ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_pkey PRIMARY KEY (client_id);

ALTER TABLE public.client
    ADD CONSTRAINT client_role_check CHECK ((role = ANY (ARRAY['employer'::text, 'agent'::text, 'verifier'::text]))) NOT VALID;

ALTER TABLE ONLY public.code_agreement
    ADD CONSTRAINT code_agreement_pkey PRIMARY KEY (person_id, service, agreed_at);

ALTER TABLE ONLY public.code_device
    ADD CONSTRAINT code_device_pkey PRIMARY KEY (person_id, device_id);

ALTER TABLE ONLY public.code_grant
    ADD CONSTRAINT code_grant_pkey PRIMARY KEY (person_id, device_key);

ALTER TABLE ONLY public.code_look
    ADD CONSTRAINT code_look_pkey PRIMARY KEY (person_id, device_key, time_window, office, refused);

ALTER TABLE ONLY public.consent
    ADD CONSTRAINT consent_pkey PRIMARY KEY (person_id, agent_id);

ALTER TABLE ONLY public.contribution_period
    ADD CONSTRAINT contribution_period_pkey PRIMARY KEY (person_id, scheme, during WITHOUT OVERLAPS);

ALTER TABLE ONLY public.cosignature
    ADD CONSTRAINT cosignature_pkey PRIMARY KEY (log_id, size, witness);

ALTER TABLE ONLY public.data_key
    ADD CONSTRAINT data_key_pkey PRIMARY KEY (key_id);

ALTER TABLE ONLY public.data_key
    ADD CONSTRAINT data_key_place_key UNIQUE (place);

ALTER TABLE ONLY public.employer
    ADD CONSTRAINT employer_credit_code_key UNIQUE (credit_code);

ALTER TABLE ONLY public.employer
    ADD CONSTRAINT employer_pkey PRIMARY KEY (employer_id);

ALTER TABLE ONLY public.erased_entry
    ADD CONSTRAINT erased_entry_pkey PRIMARY KEY (log_id, seq);

ALTER TABLE ONLY public.erased_voucher
    ADD CONSTRAINT erased_voucher_pkey PRIMARY KEY (subject);

ALTER TABLE ONLY public.erasure
    ADD CONSTRAINT erasure_pkey PRIMARY KEY (erasure_id);

ALTER TABLE ONLY public.family_link
    ADD CONSTRAINT family_link_pkey PRIMARY KEY (person_id, member_id);

ALTER TABLE ONLY public.file_progress
    ADD CONSTRAINT file_progress_pkey PRIMARY KEY (log_id, seq);

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_pkey PRIMARY KEY (number_index);

ALTER TABLE ONLY public.insurance_relationship
    ADD CONSTRAINT insurance_relationship_pkey PRIMARY KEY (person_id, scheme, area_code);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_pkey PRIMARY KEY (person_id, log_id, seq, movement, line);

ALTER TABLE ONLY public.log_cursor
    ADD CONSTRAINT log_cursor_pkey PRIMARY KEY (log_id);

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (part, name);

ALTER TABLE ONLY public.outcome
    ADD CONSTRAINT outcome_pkey PRIMARY KEY (log_id, seq);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.personal_account
    ADD CONSTRAINT personal_account_pkey PRIMARY KEY (person_id, scheme);

ALTER TABLE ONLY public.retry
    ADD CONSTRAINT retry_pkey PRIMARY KEY (log_id, seq);

ALTER TABLE ONLY public.row_outcome
    ADD CONSTRAINT row_outcome_pkey PRIMARY KEY (log_id, seq, row_number);

ALTER TABLE ONLY public.seeded_city
    ADD CONSTRAINT seeded_city_pkey PRIMARY KEY (only_one);

ALTER TABLE ONLY public.staff_task
    ADD CONSTRAINT staff_task_pkey PRIMARY KEY (log_id, seq);

ALTER TABLE ONLY public.statement
    ADD CONSTRAINT stated_once PRIMARY KEY (kind, subject);

ALTER TABLE ONLY public.statement_block
    ADD CONSTRAINT statement_block_after_key UNIQUE (after);

ALTER TABLE ONLY public.statement_block
    ADD CONSTRAINT statement_block_first_place_key UNIQUE (first_place);

ALTER TABLE ONLY public.statement_block
    ADD CONSTRAINT statement_block_pkey PRIMARY KEY (block_id);

ALTER TABLE ONLY public.statement_cursor
    ADD CONSTRAINT statement_cursor_pkey PRIMARY KEY (source);

ALTER TABLE ONLY public.voucher_number
    ADD CONSTRAINT voucher_number_pkey PRIMARY KEY (voucher_number);

ALTER TABLE ONLY public.voucher
    ADD CONSTRAINT voucher_pkey PRIMARY KEY (person_id, voucher_number);

CREATE UNIQUE INDEX code_agreement_in_force ON public.code_agreement USING btree (person_id, service) WHERE (stopped_at IS NULL);

CREATE UNIQUE INDEX code_device_session ON public.code_device USING btree (person_id, session) WHERE (stopped_at IS NULL);

CREATE INDEX code_look_latest ON public.code_look USING btree (person_id, looked_at DESC);

CREATE UNIQUE INDEX code_look_told_once ON public.code_look USING btree (person_id, device_key, time_window) WHERE (refused = ''::text);

CREATE INDEX outcome_submitter ON public.outcome USING btree (submitter, decided_at DESC, seq DESC);

CREATE INDEX retry_not_before ON public.retry USING btree (not_before);

CREATE INDEX statement_block_waits ON public.statement_block USING btree (block_id) WHERE (first_place IS NULL);

CREATE UNIQUE INDEX voucher_stands_once ON public.voucher USING btree (person_id, kind, subject) WHERE (ended_at IS NULL);

CREATE TRIGGER checkpoint_is_not_changed BEFORE UPDATE ON public.checkpoint FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_restating();

CREATE TRIGGER checkpoint_only_grows BEFORE INSERT ON public.checkpoint FOR EACH ROW EXECUTE FUNCTION public.checkpoint_goes_on();

CREATE TRIGGER code_look_is_kept BEFORE UPDATE ON public.code_look FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewriting_looks();

CREATE TRIGGER data_key_is_kept BEFORE DELETE OR UPDATE OF key_id, place, cipher OR TRUNCATE ON public.data_key FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_losing_keys();

CREATE TRIGGER erased_entry_stays BEFORE DELETE OR UPDATE ON public.erased_entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_restating();

CREATE TRIGGER erased_voucher_stays BEFORE DELETE OR UPDATE ON public.erased_voucher FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_restating();

CREATE TRIGGER erasure_is_kept BEFORE DELETE ON public.erasure FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_restating();

CREATE TRIGGER erasure_stays BEFORE UPDATE ON public.erasure FOR EACH ROW EXECUTE FUNCTION public.refuse_to_change_an_erasure();

CREATE TRIGGER last_checkpoint_is_kept BEFORE DELETE ON public.checkpoint FOR EACH ROW EXECUTE FUNCTION public.last_checkpoint_stays();

CREATE TRIGGER ledger_entry_append_only BEFORE DELETE OR UPDATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_rewriting();

CREATE TRIGGER ledger_entry_balanced AFTER INSERT ON public.ledger_entry REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_unbalanced();

CREATE TRIGGER place_is_given_once BEFORE UPDATE ON public.statement_block FOR EACH ROW WHEN ((old.first_place IS NOT NULL)) EXECUTE FUNCTION public.refuse_restating();

CREATE TRIGGER statement_block_stays BEFORE DELETE OR UPDATE OF block_id, made_at, commitments ON public.statement_block FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_restating();

CREATE TRIGGER statement_changes_only_by_erasure BEFORE UPDATE ON public.statement FOR EACH ROW EXECUTE FUNCTION public.refuse_all_but_erasure();

CREATE TRIGGER statement_stays BEFORE DELETE ON public.statement FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_restating();

CREATE TRIGGER voucher_ends_once BEFORE UPDATE ON public.voucher FOR EACH ROW WHEN ((old.ended_at IS NOT NULL)) EXECUTE FUNCTION public.refuse_changing_a_voucher();

CREATE TRIGGER voucher_stays BEFORE UPDATE OF person_id, voucher_number, kind, subject, issued_at, document ON public.voucher FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_changing_a_voucher();

ALTER TABLE ONLY public.cosignature
    ADD CONSTRAINT cosignature_log_id_size_fkey FOREIGN KEY (log_id, size) REFERENCES public.checkpoint(log_id, size) ON DELETE CASCADE;

ALTER TABLE ONLY public.erased_entry
    ADD CONSTRAINT erased_entry_erasure_id_fkey FOREIGN KEY (erasure_id) REFERENCES public.erasure(erasure_id);

ALTER TABLE ONLY public.erased_voucher
    ADD CONSTRAINT erased_voucher_erasure_id_fkey FOREIGN KEY (erasure_id) REFERENCES public.erasure(erasure_id);

ALTER TABLE ONLY public.statement_block
    ADD CONSTRAINT places_are_dense FOREIGN KEY (follows) REFERENCES public.statement_block(after);
