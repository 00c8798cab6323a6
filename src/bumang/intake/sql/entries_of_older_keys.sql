-- The next entries that are not sealed by the newest key.
SELECT log_id, seq, content FROM entry
WHERE (log_id, seq) > ($1::smallint, $2::bigint) AND substr(content, 2, 4) <> $3 AND content <> ''
ORDER BY log_id, seq LIMIT $4
