-- 开始办理: since when an entry is in process, told to people, kept with its outcome. Empty for
-- outcomes that were stored before this column was there.
ALTER TABLE outcome ADD COLUMN started_at timestamptz;
ALTER TABLE retry ADD COLUMN since timestamptz NOT NULL DEFAULT now();
ALTER TABLE file_progress ADD COLUMN since timestamptz NOT NULL DEFAULT now();
