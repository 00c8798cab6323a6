-- Every log with its last checkpoint; size 0 and no note before the first.
SELECT log.log_id, coalesce(last.size, 0) AS size, last.root, last.note
FROM log
LEFT JOIN LATERAL (
    SELECT size, root, note FROM checkpoint
    WHERE checkpoint.log_id = log.log_id
    ORDER BY size DESC LIMIT 1
) AS last ON true
ORDER BY log.log_id
