-- What was being sent by a process that is no more: nobody heard the answer.
UPDATE delivery SET state = 'unknown', reason = 'unheard', claim = NULL, not_before = now()
WHERE state = 'sending' AND claim <> ALL($1::uuid [])
