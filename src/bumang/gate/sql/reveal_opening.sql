-- Reveal opening $1, whose hour has come, with seed $2, or with the one that the instance keeps.
UPDATE opening SET seed = coalesce($2, (SELECT seed FROM opening_seed WHERE opening_id = $1))
WHERE opening_id = $1 AND opening.seed IS NULL AND withdrawn_at IS NULL AND opens_at <= now()
AND ($2::bytea IS NOT NULL OR EXISTS (SELECT FROM opening_seed WHERE opening_id = $1))
RETURNING *
