-- Movements whose lines do not sum to zero.
SELECT log_id, seq, movement, sum(amount_fen) AS amount_fen FROM ledger_entry
GROUP BY person_id, log_id, seq, movement HAVING sum(amount_fen) <> 0
