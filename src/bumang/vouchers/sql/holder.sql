-- Whom a voucher is about. Locked: vouchers of a person are issued one after the other.
SELECT
    person_id,
    name,
    identity_number
FROM person
WHERE person_id = $1
FOR NO KEY UPDATE
