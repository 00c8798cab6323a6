-- Checkpoints of log $1 below the latest that $2 witnesses saw: nobody needs them any more.
DELETE FROM checkpoint
WHERE log_id = $1 AND size < (
    SELECT cosignature.size FROM cosignature
    WHERE cosignature.log_id = $1
    GROUP BY cosignature.size HAVING count(*) >= $2
    ORDER BY cosignature.size DESC LIMIT 1
)
