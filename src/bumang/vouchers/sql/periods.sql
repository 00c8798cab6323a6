-- All that is on record of a person's cover, with who pays; the place as the relationship has it.
SELECT
    period.scheme,
    lower(period.during) AS first,
    upper(period.during) AS after,
    employer.name AS payer,
    period.monthly_base_fen,
    period.amount_fen,
    relation.area_code,
    relation.since
FROM contribution_period AS period
LEFT JOIN employer ON period.employer_id = employer.employer_id
LEFT JOIN LATERAL (
    SELECT
        newest.area_code,
        newest.since
    FROM insurance_relationship AS newest
    WHERE newest.person_id = period.person_id AND newest.scheme = period.scheme
    ORDER BY newest.since DESC, newest.area_code
    LIMIT 1
) AS relation ON true
WHERE period.person_id = $1
ORDER BY period.scheme, lower(period.during)
