-- What was decided or paid without a statement, and statements of what was not decided or paid.
SELECT
    coalesce(made.kind, said.kind) AS kind,
    coalesce(made.subject, said.subject) AS subject,
    said.subject IS NULL AS unstated
FROM (
    SELECT 'decision' AS kind, concat(log_id, '/', seq) COLLATE "C" AS subject FROM outcome
    UNION
    SELECT 'row', concat(log_id, '/', seq, '/', row_number) FROM row_outcome
    UNION
    SELECT 'payment', concat(log_id, '/', seq, '/', movement) FROM ledger_entry
) AS made
FULL JOIN (
    SELECT kind, subject FROM statement WHERE kind IN ('decision', 'row', 'payment')
) AS said ON made.kind = said.kind AND made.subject = said.subject
WHERE made.subject IS NULL OR said.subject IS NULL
