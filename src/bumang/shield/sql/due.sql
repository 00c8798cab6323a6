-- How many may be delivered or asked about now, counted up to $1: the first open one of each person.
SELECT count(*) FROM (
    SELECT 1
    FROM delivery AS next
    WHERE
        next.state IN ('waiting', 'unknown') AND next.not_before <= now()
        AND NOT EXISTS (
            SELECT 1 FROM delivery AS earlier
            WHERE
                earlier.submitter = next.submitter AND earlier.place < next.place
                AND earlier.state NOT IN ('delivered', 'closed')
        )
    LIMIT $1
) AS found
