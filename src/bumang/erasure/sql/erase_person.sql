-- Who person $1 was. Periods of cover and bookings stay, of a number that leads to nobody any more.
WITH numbers AS (
    DELETE FROM identity WHERE person_id = $1
), family AS (
    DELETE FROM family_link WHERE person_id = $1 OR member_id = $1
), consents AS (
    DELETE FROM consent WHERE person_id = $1
), devices AS (
    DELETE FROM code_device WHERE person_id = $1
), agreements AS (
    DELETE FROM code_agreement WHERE person_id = $1
), grants AS (
    DELETE FROM code_grant WHERE person_id = $1
), looks AS (
    DELETE FROM code_look WHERE person_id = $1
), relations AS (
    DELETE FROM insurance_relationship WHERE person_id = $1
)
DELETE FROM person WHERE person_id = $1
