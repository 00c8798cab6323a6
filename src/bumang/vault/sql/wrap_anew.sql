-- The same data key, wrapped by another key.
UPDATE data_key SET kek = $2, wrapped = $3 WHERE key_id = $1
