-- The first data key. Two processes that begin at once may both add one: both seal, both are known.
INSERT INTO data_key (key_id, cipher, kek, wrapped)
SELECT $1::bytea, $2::text, $3::text, $4::bytea WHERE NOT EXISTS (SELECT FROM data_key)
