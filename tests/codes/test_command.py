"""`bumang code verify` says offline what a code tells, and refuses what does not hold."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
from click.testing import CliRunner, Result
from tests.codes.made import KEY, WINDOW, code, grant

from bumang.cli import main
from bumang.codes.published import PublishedCodes, published_codes

WHEN = datetime.fromtimestamp(WINDOW * 30, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def run(folder: Path, *words: str, given: str | None = None) -> Result:
    keys = folder / "codes.json"
    keys.write_bytes(msgspec.json.encode(published_codes((KEY.published,))))
    command = ["--data", str(folder), "code", "verify", *words, "--keys", str(keys), "--at", WHEN]
    return CliRunner().invoke(main, command, input=given)


def test_a_genuine_code_says_what_was_agreed_to_and_what_it_tells(tmp_path: Path) -> None:
    made = run(tmp_path, code(grant(says=1)), "--service", "library")
    assert made.exit_code == 0
    assert "码是真的" in made.output
    assert "says yes to: Whether insured here" in made.output


def test_it_is_read_from_standard_input_too(tmp_path: Path) -> None:
    made = run(tmp_path, "-", "--service", "library", given=code() + "\n")
    assert made.exit_code == 0
    assert "yes to" not in made.output


def test_another_services_code_and_a_picture_are_refused(tmp_path: Path) -> None:
    assert "给别的服务用的" in run(tmp_path, code(), "--service", "bus-and-metro").output
    old = run(tmp_path, code(window=WINDOW - 2), "--service", "library")
    assert old.exit_code == 1
    assert "out of date" in old.output


def test_without_a_file_the_data_folders_keys_are_used(tmp_path: Path) -> None:
    command = ["--data", str(tmp_path), "code", "verify", code(), "--service", "library"]
    made = CliRunner().invoke(main, command)
    assert made.exit_code == 1
    assert "不是本平台发的" in made.output


def test_what_is_published_names_the_services_and_the_bits() -> None:
    made = msgspec.json.encode(published_codes((KEY.published,)))
    read = msgspec.json.decode(made, type=PublishedCodes)
    assert read.known == {KEY.issuer.hex(): KEY.published}
    assert len(read.services) >= 12
    assert [one.bit for one in read.attributes] == list(range(14))
