-- The person an identity number leads to.
SELECT person.person_id AS subject, person.name
FROM identity
JOIN person ON person.person_id = identity.person_id
WHERE identity.number_index = any($1::bytea [])
