-- Lines of whole movements, in bulk. A trigger refuses the statement when one is not balanced.
INSERT INTO ledger_entry
(person_id, log_id, seq, movement, line, account, amount_fen, booked_on)
SELECT * FROM unnest(
    $1::bigint [], $2::smallint [], $3::bigint [], $4::integer [], $5::smallint [], $6::text [],
    $7::bigint [], $8::date []
)
