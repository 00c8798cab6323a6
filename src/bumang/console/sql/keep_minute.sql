-- Minute $1 as one process saw it; the slot of the day before at this time is taken over. The first
-- process to write a minute keeps it.
INSERT INTO gate_minute (slot, minute, answers, lines)
VALUES ((extract(epoch FROM $1::timestamptz)::bigint / 60) % 1440, $1, $2::jsonb, $3::jsonb)
ON CONFLICT (slot) DO UPDATE
SET minute = excluded.minute, answers = excluded.answers, lines = excluded.lines
WHERE gate_minute.minute < excluded.minute
