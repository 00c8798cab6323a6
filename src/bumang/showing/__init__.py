"""Pages of the one code: a person shows it and sees who looked; a service's office reads it."""
