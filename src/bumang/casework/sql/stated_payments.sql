-- The subjects of payments that begin with $1, an entry's place.
SELECT subject FROM statement
WHERE kind = 'payment' AND starts_with(subject, $1) ORDER BY length(subject), subject LIMIT 1000
