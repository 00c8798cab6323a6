-- The latest looks at a person's codes.
SELECT service, office, looked_at, told, refused FROM code_look
WHERE person_id = $1 ORDER BY looked_at DESC LIMIT 50
