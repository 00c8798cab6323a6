-- Entries handed out to workers and not decided, not claimed, not waiting for another try, for staff
-- or for the rest of their file: $1 log, $2 and $3 the stretch.
SELECT seq FROM generate_series($2::bigint, $3::bigint) AS seq
WHERE
    NOT EXISTS (SELECT FROM outcome WHERE outcome.log_id = $1 AND outcome.seq = seq.seq)
    AND NOT EXISTS (
        SELECT FROM claim
        WHERE claim.log_id = $1 AND seq.seq BETWEEN claim.first_seq AND claim.last_seq
    )
    AND NOT EXISTS (SELECT FROM retry WHERE retry.log_id = $1 AND retry.seq = seq.seq)
    AND NOT EXISTS (
        SELECT FROM staff_task
        WHERE staff_task.log_id = $1 AND staff_task.seq = seq.seq AND staff_task.closed_at IS null
    )
    AND NOT EXISTS (
        SELECT FROM file_progress WHERE file_progress.log_id = $1 AND file_progress.seq = seq.seq
    )
