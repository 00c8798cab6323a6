-- The employer with a unified social credit code.
SELECT employer_id AS subject, name FROM employer WHERE credit_code = $1
