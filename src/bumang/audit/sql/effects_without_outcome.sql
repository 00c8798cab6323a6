-- Effects of entries that are not done, neither whole nor in one of their rows.
SELECT effect.log_id, effect.seq, effect.kind
FROM (
    SELECT DISTINCT log_id, seq, 'period' AS kind FROM contribution_period WHERE log_id IS NOT null
    UNION ALL
    SELECT DISTINCT log_id, seq, 'movement' AS kind FROM ledger_entry
) AS effect
WHERE
    NOT EXISTS (
        SELECT FROM outcome
        WHERE outcome.log_id = effect.log_id AND outcome.seq = effect.seq AND outcome.state = 'done'
    )
    AND NOT EXISTS (
        SELECT FROM row_outcome
        WHERE
            row_outcome.log_id = effect.log_id AND row_outcome.seq = effect.seq
            AND row_outcome.state = 'done'
    )
