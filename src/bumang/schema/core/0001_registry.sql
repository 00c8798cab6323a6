-- Persons, employers, insurance relationships and periods, accounts, families, consents.
--
-- Tables that belong to a person begin their primary key with person_id, so that the core can be
-- sharded by person (design, section 8). `identity` is the one directory from numbers to persons.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE person (
    person_id bigint PRIMARY KEY,
    identity_number text NOT NULL,
    name text NOT NULL,
    sex text NOT NULL CHECK (sex IN ('male', 'female')),
    birth_date date NOT NULL,
    area_code text NOT NULL,
    -- male_60, female_55 or female_50; empty where it has not been declared. Never guessed.
    retirement_category text NOT NULL DEFAULT '',
    synthetic boolean NOT NULL
);

-- Keyed by number, not by person: old records know two persons with one number, and one person with
-- an old and a new number. A number leads to one living person.
CREATE TABLE identity (
    identity_number text PRIMARY KEY,
    person_id bigint NOT NULL
);

CREATE TABLE employer (
    employer_id bigint PRIMARY KEY,
    credit_code text NOT NULL UNIQUE,
    name text NOT NULL,
    area_code text NOT NULL,
    synthetic boolean NOT NULL
);

-- 参保关系: in which scheme and place a person is insured.
CREATE TABLE insurance_relationship (
    person_id bigint NOT NULL,
    scheme text NOT NULL,
    area_code text NOT NULL,
    since date NOT NULL,
    PRIMARY KEY (person_id, scheme, area_code)
);

-- 缴费时段: a person is covered in a scheme by one payer at a time. The temporal key is what keeps a
-- year from being paid twice and a month from having two employers.
-- employee: payer is the employer, the upper bound is open while the employment lasts.
-- resident_medical: one calendar year, paid by or for the person (employer_id is null).
CREATE TABLE contribution_period (
    person_id bigint NOT NULL,
    scheme text NOT NULL,
    during daterange NOT NULL CHECK (NOT isempty(during) AND lower_inc(during)),
    employer_id bigint,
    monthly_base_fen bigint CHECK (monthly_base_fen > 0),
    amount_fen bigint CHECK (amount_fen >= 0),
    -- The accepted entry that made this period; null for what was there before (seed, migration).
    log_id smallint,
    seq bigint,
    PRIMARY KEY (person_id, scheme, during WITHOUT OVERLAPS)
);

-- 个人账户
CREATE TABLE personal_account (
    person_id bigint NOT NULL,
    scheme text NOT NULL,
    as_of date NOT NULL,
    balance_fen bigint NOT NULL CHECK (balance_fen >= 0),
    PRIMARY KEY (person_id, scheme)
);

-- 亲属关系: stored from both sides, so that either finds the other without a join across shards.
CREATE TABLE family_link (
    person_id bigint NOT NULL,
    member_id bigint NOT NULL CHECK (member_id <> person_id),
    kind text NOT NULL CHECK (kind IN ('spouse', 'parent', 'child')),
    PRIMARY KEY (person_id, member_id)
);

-- 委托: a bank or a village agent acts for a person who agreed to it.
CREATE TABLE consent (
    person_id bigint NOT NULL,
    agent_id bigint NOT NULL,
    given_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    PRIMARY KEY (person_id, agent_id)
);

CREATE TABLE agent (
    agent_id bigint PRIMARY KEY,
    name text NOT NULL,
    synthetic boolean NOT NULL
);

-- What the registry was filled with: the seed's parameters, so that a city can be made again.
CREATE TABLE seeded_city (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    people integer NOT NULL,
    seed bigint NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);
