-- So many came in the half hour of $1, so many of them were queued: added to what others counted.
INSERT INTO arrivals AS known (began, came, queued)
VALUES (date_bin('30 minutes', $1::timestamptz, 'epoch'), $2, $3)
ON CONFLICT (began) DO UPDATE
SET came = known.came + excluded.came, queued = known.queued + excluded.queued
