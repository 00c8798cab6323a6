-- Every voucher as it lies here.
SELECT
    person_id,
    voucher_number,
    document
FROM voucher
