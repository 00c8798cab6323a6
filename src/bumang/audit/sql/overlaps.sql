-- Periods that overlap the one before them. Independent of the key that forbids it.
SELECT scheme, count(*) AS times FROM (
    SELECT
        scheme,
        during && lag(during) OVER (PARTITION BY person_id, scheme ORDER BY during) AS crossing
    FROM contribution_period
) AS looked_at
WHERE crossing GROUP BY scheme
