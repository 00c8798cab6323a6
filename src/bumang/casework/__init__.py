"""Processing: claim a stretch of a log, decide purely, store outcomes and effects at once."""
