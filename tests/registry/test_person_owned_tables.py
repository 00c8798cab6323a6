"""What belongs to a person can be sharded by person (design, section 8)."""

import asyncpg

_FIRST_KEY_COLUMN = """
SELECT class.relname, first.attname
FROM pg_attribute AS owned
JOIN pg_class AS class ON class.oid = owned.attrelid AND class.relkind = 'r'
LEFT JOIN pg_index AS key ON key.indrelid = class.oid AND key.indisprimary
LEFT JOIN pg_attribute AS first ON first.attrelid = class.oid AND first.attnum = key.indkey[0]
WHERE owned.attname = 'person_id' AND class.relnamespace = 'public'::regnamespace
"""


async def test_tables_of_a_person_begin_their_primary_key_with_the_person(
    core: asyncpg.Connection,
) -> None:
    keys = dict(await core.fetch(_FIRST_KEY_COLUMN))
    # Directories lead from numbers to persons, so the number is their key.
    assert keys.pop("identity") == "number_index"
    assert keys.pop("voucher_number") == "voucher_number"
    assert len(keys) >= 6
    assert {table for table, column in keys.items() if column != "person_id"} == set()
