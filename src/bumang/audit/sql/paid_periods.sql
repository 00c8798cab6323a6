-- Entries whose paid periods and movements do not tell the same amount.
SELECT period.log_id, period.seq
FROM (
    SELECT log_id, seq, sum(amount_fen) AS fen FROM contribution_period
    WHERE log_id IS NOT null AND amount_fen IS NOT null GROUP BY log_id, seq
) AS period
FULL JOIN (
    SELECT log_id, seq, sum(amount_fen) AS fen FROM ledger_entry
    WHERE amount_fen > 0 GROUP BY log_id, seq
) AS booked ON period.log_id = booked.log_id AND period.seq = booked.seq
WHERE coalesce(period.fen, 0) <> coalesce(booked.fen, 0)
