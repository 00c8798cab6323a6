-- A voucher's end, said once.
UPDATE voucher SET ended_at = now(), end_reason = $3
WHERE person_id = $1 AND voucher_number = $2 AND ended_at IS null
