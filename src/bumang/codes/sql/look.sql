-- What an office was told by a code, or how it was refused (`$5`: the problem's code, empty: it was told).
SELECT service, office, looked_at, told, refused FROM code_look
WHERE person_id = $1 AND device_key = $2 AND time_window = $3 AND office = $4 AND refused = $5
