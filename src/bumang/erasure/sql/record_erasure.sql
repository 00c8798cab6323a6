-- Order $1 as it was kept apart: for a core that was restored from before it.
INSERT INTO erasure (
    erasure_id, ground, reason, logs, seqs, registered,
    ordered_at, ordered_by, confirmed_at, confirmed_by
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (erasure_id) DO NOTHING
