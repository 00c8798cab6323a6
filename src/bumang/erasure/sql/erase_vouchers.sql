-- The vouchers of person $2, whose printed numbers are $1, and the salts of what was stated of them.
WITH stated AS (
    UPDATE statement SET salt = NULL, body = NULL
    WHERE kind = 'voucher' AND subject = any($1::text []) AND salt IS NOT NULL
), numbers AS (
    DELETE FROM voucher_number WHERE person_id = $2
)
DELETE FROM voucher WHERE person_id = $2
