-- What the registry knows of a person on a day, for what a service may learn.
SELECT
    person.person_id,
    person.name,
    person.identity_number,
    person.birth_date,
    person.area_code,
    person.retirement_category,
    cardinality(insured.schemes) > 0 AS insured_here,
    covered.medical_cover,
    work.employer,
    insured.schemes,
    paid.paid_months
FROM person
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(DISTINCT scheme ORDER BY scheme), '{}') AS schemes
    FROM insurance_relationship WHERE insurance_relationship.person_id = person.person_id
) AS insured
CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS medical_cover
    FROM contribution_period AS period
    WHERE
        period.person_id = person.person_id
        AND period.scheme IN ('employee', 'resident_medical')
        AND period.during @> $2::date
) AS covered
CROSS JOIN LATERAL (
    -- Whole months of work, those to come left out.
    SELECT coalesce(sum(
        (extract(YEAR FROM age(least(upper(period.during), $2::date), lower(period.during))) * 12)
        + extract(MONTH FROM age(least(upper(period.during), $2::date), lower(period.during)))
    ), 0)::int AS paid_months
    FROM contribution_period AS period
    WHERE
        period.person_id = person.person_id
        AND period.scheme = 'employee'
        AND lower(period.during) < $2::date
) AS paid
LEFT JOIN LATERAL (
    SELECT employer.name AS employer
    FROM contribution_period AS period
    INNER JOIN employer ON period.employer_id = employer.employer_id
    WHERE
        period.person_id = person.person_id
        AND period.scheme = 'employee'
        AND period.during @> $2::date
) AS work ON true
WHERE person.person_id = $1
