-- Who the numbers are, and their employments. One look into each key a person, whatever the planner
-- believes about the tables' sizes (OFFSET keeps the look-ups from becoming scans).
SELECT
    identity.number_index,
    person.person_id,
    person.name,
    person.birth_date,
    person.retirement_category,
    period.employer_id,
    lower(period.during) AS first,
    upper(period.during) AS after
FROM identity
INNER JOIN LATERAL (
    SELECT * FROM person WHERE person.person_id = identity.person_id OFFSET 0
) AS person ON true
LEFT JOIN LATERAL (
    SELECT contribution_period.employer_id, contribution_period.during FROM contribution_period
    WHERE
        contribution_period.person_id = identity.person_id
        AND contribution_period.scheme = 'employee'
    OFFSET 0
) AS period ON true
WHERE identity.number_index = any($1::bytea [])
