-- Where each employer is insured, which decides about the limits of the base.
SELECT
    employer_id,
    area_code
FROM employer
WHERE employer_id = any($1::bigint [])
