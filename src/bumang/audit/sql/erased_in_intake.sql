-- Entries without content or salt that were not erased, and those listed as erased that still have any.
SELECT entry.log_id, entry.seq
FROM entry
LEFT JOIN erased_entry ON entry.log_id = erased_entry.log_id AND entry.seq = erased_entry.seq
WHERE
    erased_entry.seq IS NULL AND entry.salt IS NULL
    OR erased_entry.seq IS NOT NULL
    AND (entry.salt IS NOT NULL OR entry.content <> '' OR entry.submitter <> '')
