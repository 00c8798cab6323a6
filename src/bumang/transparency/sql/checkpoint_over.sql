-- A checkpoint of log $1 that covers entry $2: the latest that $3 witnesses saw, else the latest of
-- all. With its cosignatures as lines.
SELECT
    checkpoint.size, checkpoint.note,
    (
        SELECT coalesce(string_agg(cosignature.line, '' ORDER BY cosignature.received_at), '')
        FROM cosignature
        WHERE cosignature.log_id = checkpoint.log_id AND cosignature.size = checkpoint.size
    ) AS cosignatures
FROM checkpoint
WHERE checkpoint.log_id = $1 AND checkpoint.size = coalesce(
    (
        SELECT cosignature.size FROM cosignature
        WHERE cosignature.log_id = $1 AND cosignature.size > $2
        GROUP BY cosignature.size HAVING count(*) >= $3
        ORDER BY cosignature.size DESC LIMIT 1
    ),
    (SELECT max(latest.size) FROM checkpoint AS latest WHERE latest.log_id = $1 AND latest.size > $2)
)
