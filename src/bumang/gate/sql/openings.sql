-- The openings of the last days and those to come, the latest first.
SELECT * FROM opening WHERE opens_at > now() - interval '7 days' ORDER BY opens_at DESC, opening_id DESC
