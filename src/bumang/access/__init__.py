"""Who may do what: principals, tokens, sign-in and the one table of permissions."""
