-- From which entry of each log on there may be undecided ones: the cursor, or an older claim.
SELECT
    log_cursor.log_id,
    least(
        log_cursor.next_seq,
        (SELECT min(claim.first_seq) FROM claim WHERE claim.log_id = log_cursor.log_id)
    ) AS first_seq
FROM log_cursor
