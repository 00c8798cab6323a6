-- For whom the submitters may act: their family, or those who agreed and have not withdrawn it.
SELECT
    'person' AS role,
    person_id AS subject,
    member_id AS person_id
FROM family_link
WHERE person_id = any($1::bigint []) AND member_id = any($3::bigint [])
UNION ALL
SELECT
    'agent' AS role,
    agent_id AS subject,
    person_id
FROM consent
WHERE agent_id = any($2::bigint []) AND person_id = any($3::bigint []) AND withdrawn_at IS null
