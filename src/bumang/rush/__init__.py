"""A load run against a real instance: people, programs and scripts come, and every answer is counted."""
