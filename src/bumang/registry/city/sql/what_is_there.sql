-- Whether persons are registered, as which city, and whether submissions were decided on them.
SELECT
    exists(SELECT FROM person) AS filled,
    exists(SELECT FROM outcome) AS used,
    (SELECT seeded_city.people FROM seeded_city) AS people,
    (SELECT seeded_city.seed FROM seeded_city) AS seed
