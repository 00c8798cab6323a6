-- A new data key; from now on it seals.
INSERT INTO data_key (key_id, cipher, kek, wrapped) VALUES ($1, $2, $3, $4)
