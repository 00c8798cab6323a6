-- How many vouchers were stated whose content was not deleted as the law demands.
SELECT count(*) FROM statement WHERE kind = 'voucher' AND salt IS NOT null
