-- What became of the forms that the shield accepted, beside their intake log.

CREATE TABLE delivery (
    -- The order of delivery; a person's are delivered one after the other.
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    -- The receipt's number.
    number bigint NOT NULL,
    item text NOT NULL,
    -- Whose it is, under a key: enough to tell whether two are of one person.
    submitter text NOT NULL,
    accepted_at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'waiting'
    CHECK (state IN ('waiting', 'sending', 'unknown', 'delivered', 'parked', 'closed')),
    not_before timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    -- Who has it in hand; whoever lost it stores nothing.
    claim uuid,
    sent_at timestamptz,
    ended_at timestamptz,
    -- Why it is where it is, as a word; an operator's reason where one closed it.
    reason text NOT NULL DEFAULT '',
    CONSTRAINT sending_is_claimed CHECK (state <> 'sending' OR claim IS NOT NULL)
);

-- An entry of the log is delivered once, however often the log is read.
CREATE UNIQUE INDEX delivery_entry ON delivery (log_id, seq);
CREATE UNIQUE INDEX delivery_number ON delivery (number);
-- One at a time for each person.
CREATE UNIQUE INDEX delivery_one_in_hand ON delivery (submitter) WHERE state = 'sending';
-- Whether an earlier one of the same person is still to be delivered.
CREATE INDEX delivery_open_of_person ON delivery (submitter, place)
WHERE state NOT IN ('delivered', 'closed');
CREATE INDEX delivery_open ON delivery (place) WHERE state NOT IN ('delivered', 'closed');

-- The same form sent twice: the first one's key, as long as it counts as the same.
CREATE TABLE sent_form (
    fingerprint bytea PRIMARY KEY CHECK (length(fingerprint) = 16),
    submission_key uuid NOT NULL,
    same_until timestamptz NOT NULL
);

-- What operators did, and why.
CREATE TABLE delivery_decision (
    decision_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number bigint NOT NULL,
    act text NOT NULL CHECK (act IN ('retry', 'close')),
    who text NOT NULL CHECK (who <> ''),
    reason text NOT NULL CHECK (reason <> ''),
    decided_at timestamptz NOT NULL DEFAULT now()
);
