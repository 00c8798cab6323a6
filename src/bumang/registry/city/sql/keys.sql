-- The keys of the tables as statements to take them off for a load and to put them back after it.
SELECT
    class.relname AS "table",
    format('ALTER TABLE %I DROP CONSTRAINT %I', class.relname, con.conname) AS take_off,
    format(
        'ALTER TABLE %I ADD CONSTRAINT %I %s', class.relname, con.conname,
        pg_get_constraintdef(con.oid)
    ) AS put_back
FROM pg_constraint AS con
INNER JOIN pg_class AS class ON con.conrelid = class.oid
WHERE class.relname = any($1::text []) AND con.contype IN ('p', 'u')
ORDER BY con.conname
