-- The next persons whose number is not sealed by the newest key.
SELECT person_id, identity_number FROM person
WHERE person_id > $1 AND substr(identity_number, 2, 4) <> $2
ORDER BY person_id LIMIT $3 FOR UPDATE
