SELECT EXISTS (SELECT FROM entry WHERE submission_key = $1)
