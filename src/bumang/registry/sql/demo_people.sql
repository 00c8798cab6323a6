-- The first persons that the demo's agent may act for, with how many in the family.
SELECT
    person.person_id,
    person.identity_number,
    person.name,
    person.sex,
    person.birth_date,
    (
        SELECT count(*) FROM family_link WHERE family_link.person_id = person.person_id
    ) AS family_members
FROM person
INNER JOIN consent ON person.person_id = consent.person_id AND consent.agent_id = 1
WHERE person.synthetic AND consent.withdrawn_at IS null
ORDER BY person.person_id
LIMIT $1
