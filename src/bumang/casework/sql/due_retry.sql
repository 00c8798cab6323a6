-- The entry whose time to be tried again came first, of those that no other worker is at.
SELECT log_id, seq FROM retry WHERE not_before <= now()
ORDER BY not_before LIMIT 1 FOR UPDATE SKIP LOCKED
