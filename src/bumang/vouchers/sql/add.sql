WITH named AS (
    INSERT INTO voucher_number (voucher_number, person_id) VALUES ($2, $1)
)

INSERT INTO voucher (
    person_id, voucher_number, kind, subject, issued_at, document
)
VALUES ($1, $2, $3, $4, $5, $6)
