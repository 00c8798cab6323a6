-- Opening $1.
SELECT * FROM opening WHERE opening_id = $1
