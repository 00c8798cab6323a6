"""Batch files: a row is a form, a column is a question. Read, checked and written here, purely."""
