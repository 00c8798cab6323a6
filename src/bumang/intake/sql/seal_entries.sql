-- Contents sealed anew; a trigger refuses any other change.
UPDATE entry SET content = added.sealed
FROM unnest($1::smallint [], $2::bigint [], $3::bytea []) AS added (log_id, seq, sealed)
WHERE entry.log_id = added.log_id AND entry.seq = added.seq
