-- Data keys that another key-encryption key wrapped than the one named.
SELECT key_id, cipher, kek, wrapped FROM data_key WHERE kek <> $1 ORDER BY place
