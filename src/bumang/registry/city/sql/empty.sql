-- Take the city away. The locks are held until the new one is there: nobody sees an empty registry.
TRUNCATE person, identity, employer, insurance_relationship, contribution_period,
personal_account, family_link, consent, agent, seeded_city
