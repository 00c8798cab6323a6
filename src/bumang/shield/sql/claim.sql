-- Take the next one in hand: to be sent, or, where its fate is unknown, to be asked about.
UPDATE delivery SET
    claim = $1,
    state = CASE WHEN state = 'waiting' THEN 'sending' ELSE state END,
    attempts = CASE WHEN state = 'waiting' THEN attempts + 1 ELSE attempts END,
    sent_at = CASE WHEN state = 'waiting' THEN now() ELSE sent_at END,
    -- Whoever asks and never comes back leaves it to another after this.
    not_before = now() + interval '5 minutes'
WHERE place = (
    SELECT next.place
    FROM delivery AS next
    WHERE
        next.state IN ('waiting', 'unknown') AND next.not_before <= now()
        AND NOT EXISTS (
            SELECT 1 FROM delivery AS earlier
            WHERE
                earlier.submitter = next.submitter AND earlier.place < next.place
                AND earlier.state NOT IN ('delivered', 'closed')
        )
    ORDER BY next.place
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING place, log_id, seq, number, item, state, attempts, sent_at
