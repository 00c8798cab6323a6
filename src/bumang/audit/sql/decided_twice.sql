-- Entries with more than one outcome. The primary key forbids it; this does not rely on the key.
SELECT log_id, seq, count(*) AS times FROM outcome GROUP BY log_id, seq HAVING count(*) > 1
