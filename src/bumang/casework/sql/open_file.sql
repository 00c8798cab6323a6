-- A file begins: its rows are decided in steps from here on.
INSERT INTO file_progress (log_id, seq, total, next_row) VALUES ($1, $2, 0, 1)
