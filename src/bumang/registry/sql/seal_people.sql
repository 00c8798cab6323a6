-- Numbers sealed anew.
UPDATE person SET identity_number = added.sealed
FROM unnest($1::bigint [], $2::bytea []) AS added (person_id, sealed)
WHERE person.person_id = added.person_id
