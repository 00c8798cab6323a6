-- The first persons of the synthetic city, to pick from.
SELECT person_id, identity_number, name FROM person WHERE synthetic ORDER BY person_id LIMIT $1
