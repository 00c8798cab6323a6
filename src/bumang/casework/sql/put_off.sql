-- The newest entries that wait for another try or for staff, and files in process: they lie before
-- the cursor, undecided.
SELECT log_id, seq FROM retry
UNION
SELECT log_id, seq FROM staff_task WHERE closed_at IS NULL
UNION
SELECT log_id, seq FROM file_progress
ORDER BY seq DESC LIMIT $1
