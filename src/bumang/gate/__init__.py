"""Whether a request may come in now: cost classes, limits that find themselves, the urgent lane."""
