-- Files whose outcome does not count their rows' outcomes.
SELECT outcome.log_id, outcome.seq
FROM outcome
CROSS JOIN LATERAL (
    SELECT convert_from(outcome.told, 'UTF8')::jsonb -> 'result' AS result
) AS told
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE state = 'done') AS done,
           count(*) FILTER (WHERE state = 'refused') AS refused
    FROM row_outcome WHERE row_outcome.log_id = outcome.log_id AND row_outcome.seq = outcome.seq
) AS counted
WHERE
    (told.result ? 'total')
    AND (
        (told.result ->> 'done')::bigint <> counted.done
        OR (told.result ->> 'refused')::bigint <> counted.refused
        OR (told.result ->> 'total')::bigint <> counted.done + counted.refused
    )
