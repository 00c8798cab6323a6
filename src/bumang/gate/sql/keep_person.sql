-- Person $2 has place $3 in line $1, unless another device was first; the place they have then. A
-- place whose turn was taken longer ago than $4 gives way.
INSERT INTO waiting_person AS known (person, place, line_id) VALUES ($2, $3, $1)
ON CONFLICT (person) DO UPDATE SET place = CASE
    WHEN EXISTS (
        SELECT FROM waiting_line WHERE line_id = $1 AND known.place <= closed
    ) OR EXISTS (
        SELECT FROM admission
        WHERE admission.line_id = $1 AND admission.place = known.place
            AND admitted_at <= now() - $4::interval
    ) THEN excluded.place
    ELSE known.place
END
RETURNING place
