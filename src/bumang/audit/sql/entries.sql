-- Every entry that lies in a batch, in the same order.
SELECT entry.log_id, entry.seq, entry.number, entry.item, entry.accepted_at, entry.salt, entry.content
FROM entry
INNER JOIN LATERAL (
    SELECT batch.first_seq + batch.size AS after FROM batch
    WHERE batch.log_id = entry.log_id AND batch.first_seq <= entry.seq
    ORDER BY batch.first_seq DESC LIMIT 1
) AS own ON entry.seq < own.after
ORDER BY entry.log_id, entry.seq
