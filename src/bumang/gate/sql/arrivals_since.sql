-- What came in every half hour in which anyone came, since $1.
SELECT began, came, queued FROM arrivals WHERE began >= $1 ORDER BY began
