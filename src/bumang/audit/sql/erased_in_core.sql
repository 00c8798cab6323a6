-- Statements without a salt whose entry was not erased, and with one whose entry was; and outcomes of
-- erased entries that still tell something.
SELECT statement.kind, statement.subject
FROM statement
LEFT JOIN erased_entry
    ON statement.kind IN ('decision', 'row', 'payment')
    AND concat(erased_entry.log_id, '/', erased_entry.seq) = substring(statement.subject, '^[0-9]+/[0-9]+')
WHERE (statement.salt IS NULL) <> (erased_entry.seq IS NOT NULL)
UNION ALL
SELECT 'decision', concat(outcome.log_id, '/', outcome.seq)
FROM erased_entry
INNER JOIN outcome ON erased_entry.log_id = outcome.log_id AND erased_entry.seq = outcome.seq
WHERE outcome.told <> '{}' OR outcome.submitter IS NOT NULL
