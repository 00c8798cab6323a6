-- Employments that end: only open ones, and only of the employer who says so.
UPDATE contribution_period AS period SET during = daterange(lower(period.during), ended.after)
FROM unnest($1::bigint [], $2::bigint [], $3::date []) AS ended (person_id, employer_id, after)
WHERE
    period.person_id = ended.person_id
    AND period.scheme = 'employee'
    AND period.employer_id = ended.employer_id
    AND upper_inf(period.during)
    AND lower(period.during) < ended.after
RETURNING period.person_id
