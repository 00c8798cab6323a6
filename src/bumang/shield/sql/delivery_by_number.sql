SELECT state, accepted_at, sent_at, ended_at, reason FROM delivery WHERE number = $1
