-- A person and the family on record, the person first.
SELECT
    person.person_id,
    person.identity_number,
    person.name,
    'self' AS kind
FROM person
WHERE person.person_id = $1
UNION ALL
(
    SELECT
        person.person_id,
        person.identity_number,
        person.name,
        family_link.kind
    FROM family_link
    INNER JOIN person ON family_link.member_id = person.person_id
    WHERE family_link.person_id = $1
    ORDER BY family_link.kind DESC, family_link.member_id
)
