-- The key that counts for a form: the one of before while it counts as the same, else the new one.
INSERT INTO sent_form AS known (fingerprint, submission_key, same_until)
VALUES ($1, $2, $3)
ON CONFLICT (fingerprint) DO UPDATE SET
    submission_key
    = CASE WHEN known.same_until <= $4 THEN excluded.submission_key ELSE known.submission_key END,
    same_until
    = CASE WHEN known.same_until <= $4 THEN excluded.same_until ELSE known.same_until END
RETURNING submission_key
