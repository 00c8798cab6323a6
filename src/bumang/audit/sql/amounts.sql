-- Entries that were told an amount other than the one that is booked.
SELECT outcome.log_id, outcome.seq, told.fen AS told_fen, coalesce(booked.fen, 0) AS booked_fen
FROM outcome
CROSS JOIN LATERAL (
    SELECT (convert_from(outcome.told, 'UTF8')::jsonb -> 'result' ->> 'amount_fen')::bigint AS fen
) AS told
LEFT JOIN (
    SELECT log_id, seq, sum(amount_fen) FILTER (WHERE amount_fen > 0) AS fen
    FROM ledger_entry GROUP BY log_id, seq
) AS booked ON outcome.log_id = booked.log_id AND outcome.seq = booked.seq
WHERE
    outcome.state = 'done' AND told.fen IS NOT null AND told.fen <> coalesce(booked.fen, 0)
