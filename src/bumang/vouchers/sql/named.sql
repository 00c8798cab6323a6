-- A person's name and number.
SELECT
    person_id,
    name,
    identity_number
FROM person
WHERE person_id = $1
