-- Who the numbers are, and what residents' cover they have within the years asked about.
-- One look into the temporal key for each person, whatever the planner believes about the table's
-- size: a join is planned as a scan of all periods as soon as statistics are old (OFFSET keeps the
-- look-up from being turned into one).
SELECT
    identity.number_index,
    identity.person_id,
    lower(period.during * daterange($2, $3)) AS first,
    upper(period.during * daterange($2, $3)) AS after
FROM identity
LEFT JOIN LATERAL (
    SELECT contribution_period.during FROM contribution_period
    WHERE
        contribution_period.person_id = identity.person_id
        AND contribution_period.scheme = 'resident_medical'
        AND contribution_period.during && daterange($2, $3)
    OFFSET 0
) AS period ON true
WHERE identity.number_index = any($1::bytea [])
