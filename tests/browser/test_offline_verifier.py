"""The verifier of one file agrees with ours on every vector and every change of it."""

from __future__ import annotations

import random
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_core_python
import msgspec
import pytest
from playwright.sync_api import Page, sync_playwright
from tests.evidence import logged, test_stated
from tools import log_vectors, sm2_vectors

from bumang.evidence import stated
from bumang.evidence.log_copy import verify_checkpoint, verify_copy
from bumang.evidence.published_logs import PublishedLogs
from bumang.evidence.signing import PublishedKeys
from bumang.evidence.verification import verify, verify_in_log

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = next(Path(axe_core_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
FILE = Path(__file__).parents[2] / "src/bumang/evidence/offline/verifier.html"
VECTORS = Path(__file__).parents[2] / "docs/reference/vectors"
KEYS = msgspec.json.decode((VECTORS / "keys.json").read_bytes(), type=PublishedKeys)
KNOWN = {key.key_id: key for key in KEYS.keys}
CONTENT = (VECTORS / "content.json").read_bytes()
CHANGES = 1500
_ASK = """async given => {
  const raw = written => Uint8Array.from(atob(written), letter => letter.charCodeAt(0));
  const found = [];
  for (const one of given.asked) {
    const answer = await verifier.check({
      receipt: raw(one.receipt), keys: given.keys, logs: given.logs,
      content: one.content === undefined ? undefined : raw(one.content),
      proof: one.proof === undefined ? undefined : raw(one.proof)});
    found.push(answer.ok);
  }
  return found;
}"""

_ASK_LOGS = """async given => {
  const raw = written => Uint8Array.from(atob(written), letter => letter.charCodeAt(0));
  const found = [];
  for (const one of given.asked) {
    const files = one.files && Object.fromEntries(Object.entries(one.files).map(([path, written]) => [path, raw(written)]));
    found.push((await verifier.checkLog({files, bytes: one.bytes && raw(one.bytes), logs: given.logs})).ok);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install the package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        made = browser.new_page(viewport={"width": 390, "height": 800}, offline=True)
        made.goto(FILE.as_uri())
        yield made
        browser.close()


def asked(page: Page, cases: list[dict[str, bytes]], keys: Any, logs: Any = None) -> list[bool]:
    """What the page in the browser says to each."""
    sent = [{name: b64encode(value).decode() for name, value in case.items()} for case in cases]
    found = page.evaluate(
        _ASK, {"asked": sent, "keys": msgspec.to_builtins(keys), "logs": msgspec.to_builtins(logs)}
    )
    return list(found)


def asked_of_logs(page: Page, cases: list[dict[str, Any]], logs: Any) -> list[bool]:
    """The same of checkpoints (`bytes`) and of whole copies of a log (`files`)."""
    found = page.evaluate(_ASK_LOGS, {"asked": cases, "logs": msgspec.to_builtins(logs)})
    return list(found)


def changed(document: bytes, chance: random.Random) -> bytes:
    """One bit, one byte more or less, two neighbours exchanged, or a letter's other writing."""
    at = chance.randrange(len(document))
    match chance.randrange(5):
        case 0 | 1:
            return (
                document[:at]
                + bytes([document[at] ^ 1 << chance.randrange(8)])
                + document[at + 1 :]
            )
        case 2:
            return document[:at] + document[at + 1 :]
        case 3:
            return document[:at] + bytes([chance.choice(b' \n0",:{}[]+-=/\xff')]) + document[at:]
        case _:
            return document[:at] + document[at : at + 2][::-1] + document[at + 2 :]


def test_every_vector_is_genuine_to_both_and_every_change_is_refused_by_both(page: Page) -> None:
    chance = random.Random(1)
    cases = [{"receipt": file.read_bytes()} for file in sorted(VECTORS.glob("receipt-*.json"))]
    whole = [*cases, *({**case, "content": CONTENT} for case in cases)]
    assert all(asked(page, whole, KEYS))
    broken = [{"receipt": changed(chance.choice(cases)["receipt"], chance)} for _ in range(CHANGES)]
    broken += [{**case, "content": changed(CONTENT, chance)} for case in cases for _ in range(5)]
    ours = [verify(one["receipt"], KNOWN, one.get("content")).ok for one in broken]
    assert asked(page, broken, KEYS) == ours
    same = sum(verify(one["receipt"], KNOWN).ok and "content" not in one for one in broken)
    assert sum(ours) == same <= CHANGES // 50  # spaces around a receipt change nothing of it


def test_every_change_of_a_proof_that_a_browser_can_check_is_refused_by_both(page: Page) -> None:
    chance = random.Random(2)
    receipt, proof = logged.RECEIPTS[2], logged.proof()
    keys = {"keys": [logged.PUBLISHED_KEY]}
    assert asked(page, [{"receipt": receipt, "proof": proof}], keys, logged.PUBLISHED) == [True]
    # What only the signature of ML-DSA tells is said to be unchecked; all before and behind is tried.
    lines = proof.split(b"\n")
    signed = next(at for at, line in enumerate(lines) if len(line) > 4000)
    unchecked = range(len(b"\n".join(lines[:signed])) + 1, len(b"\n".join(lines[: signed + 1])))
    broken = []
    while len(broken) < CHANGES:
        one = changed(proof, chance)
        at = next(
            (at for at, (a, b) in enumerate(zip(one, proof, strict=False)) if a != b), len(proof)
        )
        if at not in unchecked and one != proof:
            broken.append(one)
    assert not any(verify_in_log(receipt, one, logged.PUBLISHED).ok for one in broken)
    cases = [{"receipt": receipt, "proof": one} for one in broken]
    assert not any(asked(page, cases, keys, logged.PUBLISHED))


def test_the_vectors_of_the_log_hold_and_every_change_of_a_file_of_it_is_refused_by_both(
    page: Page,
) -> None:
    files, chance = log_vectors.stored(), random.Random(3)
    logs = msgspec.json.decode(files["logs.json"], type=PublishedLogs)
    cases = [
        {"receipt": files[f"receipt-{seq}.json"], "proof": files[f"proof-{seq}.txt"]}
        for seq in log_vectors.SHOWN
    ]
    assert all(asked(page, cases, msgspec.json.decode(files["keys.json"]), logs))
    copy = {path: files[path] for path in files if path == "checkpoint" or path.startswith("tile/")}
    broken = [
        one for path in copy for _ in range(12) if (one := _with_a_change(copy, path, chance))
    ]
    broken += [{other: copy[other] for other in copy if other != path} for path in copy]
    assert len(broken) > 60
    assert verify_copy(_reading(copy), logs).ok
    assert not any(verify_copy(_reading(one), logs).ok for one in broken)
    sent = [
        {"files": {path: b64encode(value).decode() for path, value in one.items()}}
        for one in [copy, *broken]
    ]
    assert asked_of_logs(page, sent, logs) == [True, *(False for _ in broken)]
    checkpoints = [one["checkpoint"] for one in [copy, *broken] if "checkpoint" in one]
    alone = [{"bytes": b64encode(one).decode()} for one in checkpoints]
    ours = [verify_checkpoint(one, logs).ok for one in checkpoints]
    assert asked_of_logs(page, alone, logs) == ours


_ASK_STATED = """async given => {
  const raw = written => Uint8Array.from(atob(written), letter => letter.charCodeAt(0));
  const found = [];
  for (const one of given.asked)
    found.push((await verifier.checkStatements({bytes: raw(one), logs: given.logs})).ok);
  return found;
}"""


def test_statements_and_every_change_of_them_that_a_browser_can_check(page: Page) -> None:
    chance, whole = random.Random(4), test_stated.WHOLE
    broken = []
    while len(broken) < CHANGES // 3:
        one = changed(whole, chance)
        if one.strip() == whole:
            continue
        at = next(at for at, (a, b) in enumerate(zip(one, whole, strict=False)) if a != b)
        if not _within_ml_dsa(whole[:at]):
            broken.append(one)
    sent = {
        "asked": [b64encode(one).decode() for one in [whole, *broken]],
        "logs": msgspec.to_builtins(logged.PUBLISHED),
    }
    ours = [all(said.ok for said in stated.verify(one, logged.PUBLISHED)) for one in broken]
    assert page.evaluate(_ASK_STATED, sent) == [True, *ours]
    assert not any(ours)


def _within_ml_dsa(before: bytes) -> bool:
    """Whether these bytes end in that signature, the second of a proof: what only it tells is said to
    be unchecked."""
    mark, proof = "— log.example/log/core ".encode(), before.rpartition(b'"proof":"')[2]
    return proof.count(mark) == 2 and b"\\n" not in proof.rpartition(mark)[2]


def test_a_file_of_statements_is_checked_by_the_page(page: Page, tmp_path: Path) -> None:
    (tmp_path / "statements.json").write_bytes(test_stated.WHOLE)
    (tmp_path / "logs.json").write_bytes(msgspec.json.encode(logged.PUBLISHED))
    page.set_input_files("#files", [tmp_path / "statements.json"])
    page.wait_for_selector("text=还缺文件")
    page.set_input_files("#files", [tmp_path / "statements.json", tmp_path / "logs.json"])
    page.wait_for_selector("text=存证是真的")
    said = page.inner_text("#said")
    assert "some-item" in said
    assert "a payment (3/2/0)" in said
    assert "Browsers cannot check ML-DSA-65" in said


def _with_a_change(
    copy: dict[str, bytes], path: str, chance: random.Random
) -> dict[str, bytes] | None:
    """None where nothing that a browser can check is changed: the last line is ML-DSA's."""
    found = changed(copy[path], chance)
    head = copy[path].rpartition(b"\xe2")[0]
    if found == copy[path] or (path == "checkpoint" and found.startswith(head)):
        return None
    return copy | {path: found}


def _reading(files: dict[str, bytes]) -> Callable[[str], bytes]:
    def read(path: str) -> bytes:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    return read


def test_a_folder_of_a_log_is_checked_by_the_page(page: Page) -> None:
    page.click("summary")
    page.set_input_files("#folder", log_vectors.FOLDER.absolute())
    page.wait_for_selector("text=日志的副本完整")
    assert "300 entries" in page.inner_text("#said")


def test_the_page_says_that_it_cannot_check_sm2(page: Page, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(log_vectors.FOLDER, copy)
    for name, content in sm2_vectors.stored().items():
        (copy / name).write_bytes(content)
    page.click("summary")
    page.set_input_files("#folder", copy)
    page.wait_for_selector("text=SM2-SM3")
    said = page.inner_text("#said")
    assert "日志的副本完整" in said
    assert "Browsers cannot check ML-DSA-65, SM2-SM3 signatures" in said
    shutil.copy(log_vectors.FOLDER / "checkpoint", copy)  # as it was before SM2 was switched on
    page.set_input_files("#folder", copy)
    page.wait_for_selector("text=Browsers cannot check ML-DSA-65 signatures")


def test_files_are_told_apart_and_the_page_says_what_was_proved(page: Page, tmp_path: Path) -> None:
    files = {"a": logged.RECEIPTS[2], "b": logged.proof()}
    files["c"] = msgspec.json.encode({"keys": [logged.PUBLISHED_KEY]})
    files["d"] = msgspec.json.encode(logged.PUBLISHED)
    files["e"] = b"{}"
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    page.set_input_files("#files", [tmp_path / "a", tmp_path / "c"])
    page.wait_for_selector("text=回执是真的")
    assert "没有给出内容" in page.inner_text("#said")
    page.set_input_files("#files", [tmp_path / name for name in files])
    page.wait_for_selector("text=个见证人见过")
    said = page.inner_text("#said")
    assert "一个字节都没有变" in said
    assert "Browsers cannot check ML-DSA-65" in said
    page.set_input_files("#files", [tmp_path / "a"])
    page.wait_for_selector("text=还缺文件")


def test_axe_finds_nothing_on_the_page(page: Page) -> None:
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id + v.help)")
    assert found == []
