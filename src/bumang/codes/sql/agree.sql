-- The same agreed to again changes nothing.
INSERT INTO code_agreement (person_id, service, asks) VALUES ($1, $2, $3)
ON CONFLICT (person_id, service) WHERE stopped_at IS NULL DO NOTHING
