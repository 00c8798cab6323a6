-- Processing: what has been handled, what is claimed, what waits for another try or for a person.
-- The intake is another database and is never updated; the marks are here, beside the effects.

-- 办理结果: the inbox. An entry has exactly one outcome, written with its effects or not at all.
CREATE TABLE outcome (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    item text NOT NULL,
    state text NOT NULL CHECK (state IN ('done', 'refused')),
    decided_at timestamptz NOT NULL DEFAULT now(),
    -- What the person is told: {"result": ..., "reasons": [...]}, as JSON.
    told bytea NOT NULL,
    PRIMARY KEY (log_id, seq)
);

-- How far the entries of a log have been handed out to workers.
CREATE TABLE log_cursor (
    log_id smallint PRIMARY KEY,
    next_seq bigint NOT NULL CHECK (next_seq >= 0)
);

-- 领办: a worker holds a stretch of a log until its lease ends. The token is new at every takeover;
-- effects are stored only under the current token, so that a worker that wakes late changes nothing.
CREATE SEQUENCE claim_token;
CREATE TABLE claim (
    log_id smallint NOT NULL,
    first_seq bigint NOT NULL,
    last_seq bigint NOT NULL CHECK (last_seq >= first_seq),
    token bigint NOT NULL DEFAULT nextval('claim_token'),
    worker text NOT NULL,
    lease_until timestamptz NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (log_id, first_seq)
);

-- 待重试: an entry whose handling failed in a way that may pass.
CREATE TABLE retry (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    attempts integer NOT NULL CHECK (attempts > 0),
    not_before timestamptz NOT NULL,
    error text NOT NULL,
    PRIMARY KEY (log_id, seq)
);
CREATE INDEX retry_not_before ON retry (not_before);

-- 人工任务: an entry that needs a person. Never a stuck entry: it is here, open, until decided.
CREATE TABLE staff_task (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    item text NOT NULL,
    error text NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    closed_by text,
    PRIMARY KEY (log_id, seq)
);

-- A file in progress: how many rows are behind us. Advanced with the effects of those rows.
CREATE TABLE file_progress (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    total integer NOT NULL CHECK (total >= 0),
    next_row integer NOT NULL CHECK (next_row >= 1),
    PRIMARY KEY (log_id, seq)
);

-- The outcome of each row of a file; `told` only where there is something to tell.
CREATE TABLE row_outcome (
    log_id smallint NOT NULL,
    seq bigint NOT NULL,
    row_number integer NOT NULL CHECK (row_number > 0),
    state text NOT NULL CHECK (state IN ('done', 'refused')),
    told bytea,
    PRIMARY KEY (log_id, seq, row_number)
);
