"""What a background job does with one accepted payment, as well as psycopg can do it: the person
is looked up, and outcome, cover and two ledger lines are stored in one statement and transaction."""

PAY = """
WITH insured AS (
    SELECT person_id FROM plain_identity WHERE identity_number = %(number)s
), covered AS (
    INSERT INTO contribution_period (person_id, scheme, during, amount_fen, log_id, seq)
    SELECT
        person_id, 'resident_medical',
        daterange(make_date(%(year)s, 1, 1), make_date(%(year)s + 1, 1, 1)),
        %(amount)s, 1, %(seq)s
    FROM insured
), booked AS (
    INSERT INTO ledger_entry (
        person_id, log_id, seq, movement, line, account, amount_fen, booked_on
    )
    SELECT person_id, 1, %(seq)s, 0, line, account, sign * %(amount)s, current_date
    FROM insured, (
        VALUES (1, 'settlement:demo', 1), (2, 'fund:resident_medical', -1)
    ) AS side (line, account, sign)
)
INSERT INTO outcome (log_id, seq, item, state, told, submitter)
SELECT
    1, %(seq)s, 'resident-medical-payment', 'done', %(told)s::bytea, 'person:' || person_id
FROM insured
"""

# The year is paid already, or the queue has delivered this job before: its outcome, if any, stays.
REFUSE = """
INSERT INTO outcome (log_id, seq, item, state, told)
VALUES (1, %(seq)s, 'resident-medical-payment', 'refused', '{"reasons":["already covered"]}')
ON CONFLICT DO NOTHING
"""
