-- How line $1 stands, while there is nothing to write.
SELECT front, last_place, claimed, served FROM waiting_line WHERE line_id = $1
