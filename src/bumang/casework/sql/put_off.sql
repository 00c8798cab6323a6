-- The newest entries that wait for another try or for staff: they lie before the cursor, undecided.
SELECT log_id, seq FROM retry
UNION
SELECT log_id, seq FROM staff_task WHERE closed_at IS NULL
ORDER BY seq DESC LIMIT $1
