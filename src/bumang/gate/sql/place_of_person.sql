-- The place of person $2 in line $1, unless its turn is over: closed, or taken longer ago than $3.
SELECT waiting_person.place
FROM waiting_person
JOIN waiting_line USING (line_id)
LEFT JOIN admission USING (line_id, place)
WHERE waiting_person.person = $2
    AND line_id = $1
    AND place > closed
    AND (admitted_at IS NULL OR admitted_at > now() - $3::interval)
