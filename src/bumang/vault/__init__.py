"""Personal fields encrypted at rest 字段加密: sealed for their place, found by a blind index, keys wrapped by one outside."""
