"""The machinery under everything: settings, PostgreSQL, migrations, logs, metrics and traces."""
