"""Make the test vectors of the SM2 signature (docs/reference/evidence-format.md): the checkpoint of
vectors/log, signed by the example key of GB/T 32918.5-2017 too. Needs the extra `sm2`.

SM2 signs with fresh randomness, so a signature that is there and holds is kept.
"""

import sys
from contextlib import suppress
from pathlib import Path

import msgspec
from tools import log_vectors

from bumang.evidence import note
from bumang.evidence.log_keys import LogKeys
from bumang.evidence.note import NotANoteError, Note
from bumang.evidence.published_logs import published_logs
from bumang.evidence.sm2 import Sm2PrivateKey, Sm2PublicKey
from bumang.evidence.witnesses import Known, Witnesses

FOLDER = Path("docs/reference/vectors/log-sm2")
KEY = Sm2PrivateKey(
    bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"),
    Sm2PublicKey(
        bytes.fromhex(
            "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
            "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
        )
    ),
)
LOG_KEYS = LogKeys(log_vectors.LOG_KEYS.private, (KEY,))
PUBLISHED = published_logs(
    log_vectors.NAME,
    LOG_KEYS,
    Witnesses(2, tuple(Known("http://x", one.public) for one in log_vectors.WITNESSES)),
)


def vectors(checkpoint: bytes, kept: bytes = b"") -> dict[str, bytes]:
    """File name -> content. `checkpoint` is that of vectors/log, `kept` as it was made before."""
    return {
        "logs.json": msgspec.json.encode(PUBLISHED),
        "checkpoint": str(_signed(note.read(checkpoint), kept)).encode(),
    }


def _signed(before: Note, kept: bytes) -> Note:
    (key,) = LOG_KEYS.also_of(f"{log_vectors.NAME}/log/1")
    with suppress(NotANoteError):
        made = note.read(kept)
        if made.lines[:-1] == before.lines and note.held(made, (key.public,)):
            return made
    return Note(before.text, (*before.lines, key.line(before.text)))


def stored() -> dict[str, bytes]:
    """The vectors as they lie in the folder."""
    return {path.name: path.read_bytes() for path in FOLDER.glob("*")}


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    made = vectors(log_vectors.stored()["checkpoint"], stored().get("checkpoint", b""))
    for name, content in made.items():
        (FOLDER / name).write_bytes(content)
    print(f"{len(made)} files in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
