-- The log of statements with its last checkpoint; size 0 and no note before the first.
SELECT 'core' AS log_id, coalesce(last.size, 0) AS size, last.root, last.note
FROM (SELECT 1) AS always
LEFT JOIN (
    SELECT size, root, note FROM checkpoint WHERE log_id = 'core' ORDER BY size DESC LIMIT 1
) AS last ON true
