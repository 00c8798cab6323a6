-- What was paid for a person, the latest first: each movement of money with the cover it bought.
SELECT
    entry.log_id,
    entry.seq,
    entry.movement,
    entry.booked_on,
    sum(entry.amount_fen) AS amount_fen,
    period.scheme,
    lower(period.during) AS first,
    upper(period.during) AS after
FROM ledger_entry AS entry
INNER JOIN contribution_period AS period
    ON
        entry.person_id = period.person_id
        AND entry.log_id = period.log_id
        AND entry.seq = period.seq
WHERE entry.person_id = $1 AND starts_with(entry.account, 'settlement:')
GROUP BY entry.log_id, entry.seq, entry.movement, entry.booked_on, period.scheme, period.during
HAVING sum(entry.amount_fen) > 0
ORDER BY entry.booked_on DESC, entry.log_id DESC, entry.seq DESC, entry.movement DESC
LIMIT 100
