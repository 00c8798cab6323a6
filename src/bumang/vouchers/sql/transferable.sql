-- What a pension relation takes along: periods of work with their place, and the personal account.
SELECT
    lower(period.during) AS first,
    upper(period.during) AS after,
    employer.area_code,
    account.as_of,
    account.balance_fen
FROM contribution_period AS period
INNER JOIN employer ON period.employer_id = employer.employer_id
INNER JOIN personal_account AS account
    ON period.person_id = account.person_id AND period.scheme = account.scheme
WHERE period.person_id = $1 AND period.scheme = 'employee' AND lower(period.during) <= $2
ORDER BY lower(period.during)
