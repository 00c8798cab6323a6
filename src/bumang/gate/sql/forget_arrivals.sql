-- What was long ago says little about next week.
DELETE FROM arrivals WHERE began < now() - interval '400 days'
