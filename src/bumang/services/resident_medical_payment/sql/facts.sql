-- For each submitter and identity number: the person, whether the submitter may act for them, and
-- the years of residents' medical cover they have.
SELECT
    asked.submitter, asked.identity_number, identity.person_id,
    CASE asked.role
        WHEN 'person' THEN identity.person_id = asked.subject OR EXISTS (
            SELECT FROM family_link
            WHERE family_link.person_id = asked.subject AND family_link.member_id = identity.person_id
        )
        WHEN 'agent' THEN EXISTS (
            SELECT FROM consent
            WHERE consent.person_id = identity.person_id AND consent.agent_id = asked.subject
                AND consent.withdrawn_at IS NULL
        )
        ELSE false
    END AS entitled,
    ARRAY(
        SELECT extract(YEAR FROM lower(during))::integer FROM contribution_period
        WHERE contribution_period.person_id = identity.person_id AND scheme = 'resident_medical'
    ) AS years
FROM unnest($1::text [], $2::text [], $3::bigint [], $4::text [])
    AS asked (submitter, role, subject, identity_number)
INNER JOIN identity USING (identity_number)
