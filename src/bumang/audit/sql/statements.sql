-- Every statement with its leaf, and what lies in the core of the act it states.
SELECT
    statement.kind, statement.subject, statement.salt, statement.body, statement_block.made_at,
    substr(statement_block.commitments, 32 * statement.at + 1, 32) AS leaf,
    outcome.item, coalesce(outcome.state, row_outcome.state) AS state,
    coalesce(outcome.told, row_outcome.told) AS told,
    movement.person_id, movement.booked_on, movement.accounts, movement.amounts
FROM statement
LEFT JOIN statement_block ON statement.block_id = statement_block.block_id
LEFT JOIN outcome
    ON statement.kind = 'decision'
    AND statement.subject = concat(outcome.log_id, '/', outcome.seq)
LEFT JOIN row_outcome
    ON statement.kind = 'row'
    AND statement.subject = concat(row_outcome.log_id, '/', row_outcome.seq, '/', row_number)
LEFT JOIN (
    SELECT
        concat(log_id, '/', seq, '/', movement) AS subject, person_id, booked_on,
        array_agg(account ORDER BY line) AS accounts, array_agg(amount_fen ORDER BY line) AS amounts
    FROM ledger_entry
    GROUP BY log_id, seq, movement, person_id, booked_on
) AS movement ON statement.kind = 'payment' AND statement.subject = movement.subject
