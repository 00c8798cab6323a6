-- The last of the operators' actions that were read, and nobody else reads while this is held.
SELECT number FROM statement_cursor WHERE source = 'operators' FOR UPDATE
