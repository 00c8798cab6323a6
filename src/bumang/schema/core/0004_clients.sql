-- 接入客户端: software of employers and agents that gets access tokens (RFC 6749 section 4.4).
CREATE TABLE client (
    client_id text PRIMARY KEY,
    -- scrypt of the secret, and its salt; the secret itself is shown once and kept nowhere.
    salt bytea NOT NULL CHECK (length(salt) = 16),
    secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
    role text NOT NULL CHECK (role IN ('employer', 'agent')),
    subject bigint NOT NULL CHECK (subject > 0),
    name text NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    disabled_at timestamptz
);
