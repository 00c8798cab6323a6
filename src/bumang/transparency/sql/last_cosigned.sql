-- How far witness $2 has followed log $1.
SELECT coalesce(max(size), 0) FROM cosignature WHERE log_id = $1 AND witness = $2
