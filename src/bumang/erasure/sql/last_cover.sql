-- When person $1's last period of cover ends; today for one that goes on.
SELECT max(CASE WHEN upper_inf(during) THEN current_date ELSE upper(during) END)
FROM contribution_period WHERE person_id = $1
