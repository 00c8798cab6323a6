-- The first employer and the first agent of the synthetic city.
(SELECT 'employer' AS role, credit_code AS number, name FROM employer WHERE synthetic
ORDER BY employer_id LIMIT 1)
UNION ALL
(SELECT 'agent', agent_id::text, name FROM agent WHERE synthetic ORDER BY agent_id LIMIT 1)
