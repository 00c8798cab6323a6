"""Personal data deleted as the law demands, and the logs still verify: what may go, who orders, what stays."""
