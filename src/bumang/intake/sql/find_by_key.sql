-- Which of these submissions are stored already, with what is needed to give their receipts again.
SELECT
    entry.submission_key, entry.log_id, entry.seq, entry.number, entry.item, entry.accepted_at,
    entry.salt, entry.media_type, entry.content, entry.submitter,
    batch.first_seq, batch.sealed_at, batch.commitments, batch.signatures
FROM entry
CROSS JOIN LATERAL (
    SELECT * FROM batch
    WHERE batch.log_id = entry.log_id AND batch.first_seq <= entry.seq
    ORDER BY batch.first_seq DESC LIMIT 1
) AS batch
WHERE entry.submission_key = ANY($1::uuid [])
