-- A synthetic family of the unused demo area 990101 and an agent it has given consent to.
INSERT INTO person VALUES
(1, '990101196501150014', '演示甲', 'male', '1965-01-15', '990101', 'male_60', true),
(2, '990101197503200024', '演示乙', 'female', '1975-03-20', '990101', 'female_55', true),
(3, '990101200002290038', '演示丙', 'male', '2000-02-29', '990101', 'male_60', true)
ON CONFLICT DO NOTHING;
INSERT INTO identity SELECT identity_number, person_id FROM person WHERE person_id <= 3
ON CONFLICT DO NOTHING;
INSERT INTO family_link VALUES
(1, 2, 'spouse'), (2, 1, 'spouse'), (1, 3, 'child'), (3, 1, 'parent'), (2, 3, 'child'), (3, 2, 'parent')
ON CONFLICT DO NOTHING;
INSERT INTO agent VALUES (1, '演示代办点', true) ON CONFLICT DO NOTHING;
INSERT INTO consent SELECT person_id, 1, now() FROM person WHERE person_id <= 3
ON CONFLICT DO NOTHING;
