"""Accepting: the append-only log, its group commit, the door in front, and finding an entry again."""
