-- Employments that begin. The temporal key refuses a second employer in the same time.
INSERT INTO contribution_period (
    person_id, scheme, during, employer_id, monthly_base_fen, log_id, seq
)
SELECT
    added.person_id, 'employee', daterange(added.first, null), added.employer_id,
    added.base_fen, added.log_id, added.seq
FROM unnest(
    $1::bigint [], $2::bigint [], $3::date [], $4::bigint [], $5::smallint [], $6::bigint []
) AS added (person_id, employer_id, first, base_fen, log_id, seq)
