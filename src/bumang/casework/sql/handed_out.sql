-- How many entries workers have begun with, and how many of those wait for a person.
SELECT
    (SELECT coalesce(sum(next_seq), 0) FROM log_cursor) AS begun,
    (SELECT count(*) FROM staff_task WHERE closed_at IS null) AS with_staff
