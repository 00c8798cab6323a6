-- What the migrations add up to; made by `python tools/schema_dump.py`, do not edit.

CREATE TABLE public.delivery (
    place bigint NOT NULL,
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    number bigint NOT NULL,
    item text NOT NULL,
    submitter text NOT NULL,
    accepted_at timestamp with time zone NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    not_before timestamp with time zone DEFAULT now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    claim uuid,
    sent_at timestamp with time zone,
    ended_at timestamp with time zone,
    reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'unknown'::text, 'delivered'::text, 'parked'::text, 'closed'::text]))),
    CONSTRAINT sending_is_claimed CHECK (((state <> 'sending'::text) OR (claim IS NOT NULL)))
);

CREATE TABLE public.delivery_decision (
    decision_id bigint NOT NULL,
    number bigint NOT NULL,
    act text NOT NULL,
    who text NOT NULL,
    reason text NOT NULL,
    decided_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT delivery_decision_act_check CHECK ((act = ANY (ARRAY['retry'::text, 'close'::text]))),
    CONSTRAINT delivery_decision_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT delivery_decision_who_check CHECK ((who <> ''::text))
);

ALTER TABLE public.delivery_decision ALTER COLUMN decision_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.delivery_decision_decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.delivery ALTER COLUMN place ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.delivery_place_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.migration (
    part text NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.sent_form (
    fingerprint bytea NOT NULL,
    submission_key uuid NOT NULL,
    same_until timestamp with time zone NOT NULL,
    CONSTRAINT sent_form_fingerprint_check CHECK ((length(fingerprint) = 16))
);

ALTER TABLE ONLY public.delivery_decision
    ADD CONSTRAINT delivery_decision_pkey PRIMARY KEY (decision_id);

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (place);

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (part, name);

ALTER TABLE ONLY public.sent_form
    ADD CONSTRAINT sent_form_pkey PRIMARY KEY (fingerprint);

CREATE UNIQUE INDEX delivery_entry ON public.delivery USING btree (log_id, seq);

CREATE UNIQUE INDEX delivery_number ON public.delivery USING btree (number);

CREATE UNIQUE INDEX delivery_one_in_hand ON public.delivery USING btree (submitter) WHERE (state = 'sending'::text);

CREATE INDEX delivery_open ON public.delivery USING btree (place) WHERE (state <> ALL (ARRAY['delivered'::text, 'closed'::text]));

CREATE INDEX delivery_open_of_person ON public.delivery USING btree (submitter, place) WHERE (state <> ALL (ARRAY['delivered'::text, 'closed'::text]));
