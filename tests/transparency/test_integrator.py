"""The tree grows by what was accepted; what was signed is never signed over; files can be lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import asyncpg
import pytest
from tests.transparency.accepting import accept

from bumang.evidence import merkle, note
from bumang.evidence.checkpoint import Checkpoint, checkpoint_of
from bumang.evidence.log_keys import LogKeys
from bumang.evidence.tiles import WIDTH, Tile, Tree
from bumang.transparency.integrator import Integrator
from bumang.transparency.tile_files import TileFiles


@pytest.fixture
def made(tmp_path: Path) -> Integrator:
    return integrator(tmp_path)


def integrator(folder: Path) -> Integrator:
    return Integrator(folder / "log", "test.example", LogKeys.load_or_create(folder / "keys"))


def published(folder: Path) -> Checkpoint:
    keys = [key.public for key in LogKeys.load_or_create(folder / "keys").of("test.example/log/1")]
    signed = note.read((folder / "log/1/checkpoint").read_bytes())
    assert len(note.held(signed, keys)) == 2
    return checkpoint_of(signed)


async def commitments(intake: asyncpg.Connection) -> list[bytes]:
    rows = await intake.fetch("SELECT commitments FROM batch ORDER BY first_seq")
    whole = b"".join(row["commitments"] for row in rows)
    return [whole[at : at + 32] for at in range(0, len(whole), 32)]


async def test_a_checkpoint_covers_all_that_was_accepted_and_is_signed_by_both_keys(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path, made: Integrator
) -> None:
    await accept(intake_dsn, tmp_path, 300)
    await made.look(intake)
    said = published(tmp_path)
    leaves = [merkle.leaf_hash(one) for one in await commitments(intake)]
    assert (said.origin, said.size) == ("test.example/log/1", 300)
    assert said.root == merkle.root(merkle.tree(leaves))
    assert await made.look(intake) == []


async def test_every_entry_is_proved_from_the_files_alone_and_stands_in_its_bundle(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path, made: Integrator
) -> None:
    for word in "abc":
        await accept(intake_dsn, tmp_path, 200, word)
        await made.look(intake)
    files = TileFiles(tmp_path / "log/1")
    tree = Tree(600, files.read)
    bundles = files.read_entries(Tile(0, 0, WIDTH)) + files.read_entries(Tile(0, 1, WIDTH))
    bundles += files.read_entries(Tile(0, 2, 600 - 2 * WIDTH))
    for at, one in enumerate(await commitments(intake)):
        found = merkle.root_from_proof(merkle.leaf_hash(one), at, 600, tree.inclusion(at))
        assert found == published(tmp_path).root
        assert bundles[34 * at : 34 * at + 34] == b"\x00\x20" + one


async def test_lost_files_are_made_again_from_what_is_stored(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path, made: Integrator
) -> None:
    await accept(intake_dsn, tmp_path, 300)
    await made.look(intake)
    before = published(tmp_path)
    shutil.rmtree(tmp_path / "log")
    await accept(intake_dsn, tmp_path, 5, "more")
    again = integrator(tmp_path)
    await again.look(intake)
    after = published(tmp_path)
    tree = Tree(after.size, TileFiles(tmp_path / "log/1").read)
    path = tree.consistency(before.size)
    assert merkle.goes_on(before.size, after.size, before.root, after.root, path)


@pytest.mark.parametrize("lost", ["tile", "checkpoint", "tile/0/000.p", "tile/entries"])
async def test_any_lost_part_of_the_files_is_made_again(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path, made: Integrator, lost: str
) -> None:
    await accept(intake_dsn, tmp_path, 40)
    await made.look(intake)
    gone = tmp_path / "log/1" / lost
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    await accept(intake_dsn, tmp_path, 300, "more")
    await integrator(tmp_path).look(intake)
    said = published(tmp_path)
    assert said.size == 340
    assert Tree(340, TileFiles(tmp_path / "log/1").read).root() == said.root


async def test_an_older_database_under_a_published_checkpoint_is_not_signed_over(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path, made: Integrator
) -> None:
    await accept(intake_dsn, tmp_path, 10)
    await made.look(intake)
    held = (tmp_path / "log/1/checkpoint").read_bytes()
    await intake.execute("ALTER TABLE checkpoint DISABLE TRIGGER ALL; DELETE FROM checkpoint")
    await intake.execute("ALTER TABLE batch DISABLE TRIGGER ALL; DELETE FROM batch")
    again = integrator(tmp_path)
    assert await again.look(intake) == []
    assert (tmp_path / "log/1/checkpoint").read_bytes() == held


async def test_a_batch_that_was_changed_is_not_signed(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path, made: Integrator
) -> None:
    await accept(intake_dsn, tmp_path, 10)
    await intake.execute("ALTER TABLE batch DISABLE TRIGGER ALL")
    await intake.execute("UPDATE batch SET root = sha256('x')")
    assert await made.look(intake) == []
    assert not (tmp_path / "log/1/checkpoint").exists()


async def test_a_changed_beginning_is_not_signed_over(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path, made: Integrator
) -> None:
    await accept(intake_dsn, tmp_path, 10)
    await made.look(intake)
    shutil.rmtree(tmp_path / "log")
    await intake.execute("ALTER TABLE checkpoint DISABLE TRIGGER ALL")
    await intake.execute("UPDATE checkpoint SET root = sha256('x')")
    await accept(intake_dsn, tmp_path, 5, "more")
    assert await integrator(tmp_path).look(intake) == []


async def test_the_database_takes_no_checkpoint_that_goes_back_or_covers_what_is_not_stored(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path, made: Integrator
) -> None:
    await accept(intake_dsn, tmp_path, 10)
    await made.look(intake)
    keep = "INSERT INTO checkpoint (log_id, size, root, note) VALUES (1, $1, sha256('x'), '')"
    for size, words in ((9, "only grows"), (10, "only grows"), (11, "only what is stored")):
        with pytest.raises(asyncpg.RaiseError, match=words):
            await intake.execute(keep, size)
    with pytest.raises(asyncpg.RaiseError, match="signed last stays"):
        await intake.execute("DELETE FROM checkpoint")


async def test_a_checkpoint_that_could_not_be_stored_is_shown_to_nobody(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path, made: Integrator
) -> None:
    await accept(intake_dsn, tmp_path, 10)
    await intake.execute("ALTER TABLE checkpoint RENAME note TO elsewhere")
    with pytest.raises(asyncpg.PostgresError):
        await made.look(intake)
    assert not (tmp_path / "log/1/checkpoint").exists()
    await intake.execute("ALTER TABLE checkpoint RENAME elsewhere TO note")
    await made.look(intake)
    assert published(tmp_path).size == 10
