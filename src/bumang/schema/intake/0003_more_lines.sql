-- A line for every lane of every cost class (0 to 31), and for announced openings (32 to 63).
INSERT INTO waiting_line (line_id) SELECT generate_series(0, 63) ON CONFLICT DO NOTHING;
