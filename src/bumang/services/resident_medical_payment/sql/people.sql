-- Who the numbers are, and what residents' cover they have within the years asked about.
SELECT
    identity.identity_number,
    identity.person_id,
    lower(period.during * daterange($2, $3)) AS first,
    upper(period.during * daterange($2, $3)) AS after
FROM identity
LEFT JOIN contribution_period AS period
    ON
        identity.person_id = period.person_id
        AND period.scheme = 'resident_medical'
        AND period.during && daterange($2, $3)
WHERE identity.identity_number = any($1::text [])
