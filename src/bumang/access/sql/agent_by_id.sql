-- An agent by its number, so that a withdrawn one cannot sign in.
SELECT agent_id AS subject, name FROM agent WHERE agent_id = $1
