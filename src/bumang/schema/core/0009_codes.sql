-- One code 社保码: a person's devices, what they agreed to for which service, what a device may show,
-- and every look at a code.

CREATE TABLE code_device (
    person_id bigint NOT NULL,
    device_id uuid NOT NULL,
    -- What kind of device, as its browser says of itself.
    name text NOT NULL,
    -- SHA-256 of the mark of the sign-in that stands for a device; null where the device has its own key.
    session bytea CHECK (length(session) = 32),
    added_at timestamptz NOT NULL DEFAULT now(),
    stopped_at timestamptz,
    PRIMARY KEY (person_id, device_id)
);
CREATE UNIQUE INDEX code_device_session ON code_device (person_id, session) WHERE stopped_at IS NULL;

CREATE TABLE code_agreement (
    person_id bigint NOT NULL,
    service smallint NOT NULL,
    agreed_at timestamptz NOT NULL DEFAULT now(),
    -- The bits of the attributes that the service may learn.
    asks integer NOT NULL CHECK (asks > 0),
    stopped_at timestamptz,
    PRIMARY KEY (person_id, service, agreed_at)
);
-- One agreement a service at a time.
CREATE UNIQUE INDEX code_agreement_in_force ON code_agreement (person_id, service)
WHERE stopped_at IS NULL;

-- A device's key is of one device and one service for ever, so that no two services see one key.
CREATE TABLE code_grant (
    person_id bigint NOT NULL,
    device_key bytea NOT NULL CHECK (length(device_key) = 33),
    device_id uuid NOT NULL,
    service smallint NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT now(),
    ends_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, device_key)
);

-- Every look of an office at a code: a device's key and a window are one code, whatever is sent again.
CREATE TABLE code_look (
    person_id bigint NOT NULL,
    device_key bytea NOT NULL,
    time_window bigint NOT NULL,
    office text NOT NULL,
    service smallint NOT NULL,
    looked_at timestamptz NOT NULL DEFAULT now(),
    -- What the office was told, as it was told; empty where it was refused.
    told jsonb NOT NULL,
    -- Why nothing was told: the problem's code.
    refused text NOT NULL DEFAULT '',
    PRIMARY KEY (person_id, device_key, time_window, office, refused)
);
-- One office is told, and no second one.
CREATE UNIQUE INDEX code_look_told_once ON code_look (person_id, device_key, time_window)
WHERE refused = '';
CREATE INDEX code_look_latest ON code_look (person_id, looked_at DESC);

CREATE FUNCTION refuse_rewriting_looks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a look at a code is never changed';
END;
$$;
CREATE TRIGGER code_look_is_kept BEFORE UPDATE ON code_look
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_looks();

-- Software of a service's office reads codes; its subject is the service's number. What is there
-- already kept the narrower rule, so that nothing has to be looked through again.
-- squawk-ignore ban-drop-constraint
ALTER TABLE client DROP CONSTRAINT client_role_check;
ALTER TABLE client ADD CONSTRAINT client_role_check
CHECK (role IN ('employer', 'agent', 'verifier')) NOT VALID;
