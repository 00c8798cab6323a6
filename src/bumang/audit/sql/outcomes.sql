-- What was decided of a stretch: $1 log, $2 and $3 the stretch.
SELECT seq, item, submitter FROM outcome WHERE log_id = $1 AND seq BETWEEN $2 AND $3
