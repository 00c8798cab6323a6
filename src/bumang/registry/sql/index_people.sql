-- Their blind indexes made anew: a number is found by exactly one at any time.
UPDATE identity SET number_index = added.after
FROM unnest($1::bytea [], $2::bytea []) AS added (before, after)
WHERE identity.number_index = added.before
