-- One group commit: the batch and all its entries, in one statement, so in one transaction.
WITH sealed AS (
    INSERT INTO batch (log_id, first_seq, size, sealed_at, commitments, root, signatures)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    RETURNING log_id, first_seq, sealed_at
)
INSERT INTO entry (
    log_id, seq, number, submission_key, submitter, item, accepted_at, salt, media_type, content
)
SELECT
    sealed.log_id, sealed.first_seq + added.place - 1, added.number, added.submission_key,
    added.submitter, added.item, added.accepted_at, added.salt, added.media_type, added.content
FROM sealed, unnest(
    $8::bigint [], $9::uuid [], $10::text [], $11::text [], $12::timestamptz [], $13::bytea [],
    $14::text [], $15::bytea []
) WITH ORDINALITY AS added (
    number, submission_key, submitter, item, accepted_at, salt, media_type, content, place
)
