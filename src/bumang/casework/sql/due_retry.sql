-- One entry whose time to be tried again has come, locked so that no one else tries it meanwhile.
SELECT log_id, seq, since FROM retry WHERE not_before <= now()
ORDER BY not_before LIMIT 1 FOR UPDATE SKIP LOCKED
