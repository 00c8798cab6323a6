-- The data keys of this database, wrapped, the newest last: that one seals. Whoever looks numbers up by
-- these keys holds the lock to the end of its transaction, so that no index is made anew meanwhile.
WITH held AS MATERIALIZED (
    SELECT pg_advisory_xact_lock_shared(hashtext('blind_index'))
)
SELECT data_key.key_id, data_key.cipher, data_key.kek, data_key.wrapped
FROM held CROSS JOIN data_key
ORDER BY data_key.place
