-- Entries that no batch holds.
SELECT entry.log_id, entry.seq FROM entry
WHERE NOT EXISTS (
    SELECT FROM batch
    WHERE
        batch.log_id = entry.log_id
        AND entry.seq BETWEEN batch.first_seq AND batch.first_seq + batch.size - 1
)
ORDER BY entry.log_id, entry.seq
