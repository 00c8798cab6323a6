"""What was decided, paid, issued or ordered, stated in the same transaction, for the public log."""
