-- Whole movements, all their lines in one statement: the ledger checks that each sums to zero.
INSERT INTO ledger_entry (
    person_id, log_id, seq, movement, line, account, amount_fen, booked_on
)
SELECT
    added.person_id, added.log_id, added.seq, added.movement, added.line, added.account,
    added.amount_fen, added.booked_on
FROM unnest(
    $1::bigint [], $2::smallint [], $3::bigint [], $4::integer [], $5::smallint [], $6::text [],
    $7::bigint [], $8::date []
) AS added (person_id, log_id, seq, movement, line, account, amount_fen, booked_on)
