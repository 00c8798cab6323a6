-- Paid stretches of cover. The temporal key refuses a stretch that overlaps one already there.
INSERT INTO contribution_period (person_id, scheme, during, amount_fen, log_id, seq)
SELECT
    added.person_id, added.scheme, daterange(added.first, added.after), added.amount_fen,
    added.log_id, added.seq
FROM unnest(
    $1::bigint [], $2::text [], $3::date [], $4::date [], $5::bigint [], $6::smallint [],
    $7::bigint []
) AS added (person_id, scheme, first, after, amount_fen, log_id, seq)
