-- Take over one claim whose lease has ended. The new token fences off whoever held it.
UPDATE claim SET
    token = nextval('claim_token'), worker = $1, lease_until = now() + $2
WHERE (log_id, first_seq) = (
    SELECT log_id, first_seq FROM claim WHERE lease_until < now()
    ORDER BY lease_until LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING log_id, first_seq, last_seq, token
