"""Resolve the dependencies anew into the hashed lock files (needs `uv`)."""

import subprocess
import sys

LOCKS = {
    "requirements.txt": ["build"],
    "requirements-dev.txt": ["build", "analysis", "fast", "pkcs11", "sm2", "check", "test"],
    # What an instance needs beside, with its keys in a token or with SM2.
    "requirements-keys.txt": ["build", "pkcs11", "sm2"],
    "requirements-bench.txt": ["build", "bench"],
}
# Engines measured beside ours, in an environment of their own; what only `make mutate` needs.
APART = {
    "requirements-bench-law.txt": ("bench-law",),
    "requirements-mutation.txt": ("mutation", "-c", "requirements-dev.txt"),
}
OPTIONS = [
    "--universal", "--python-version", "3.11", "--generate-hashes",
    "--no-emit-index-url", "--no-annotate", "--no-header", "--quiet",
]  # fmt: skip


def main() -> int:
    for path, extras in LOCKS.items():
        # The small lock constrains the others, so that one environment can hold them all.
        constraint = [] if path == "requirements.txt" else ["-c", "requirements.txt"]
        chosen = [word for extra in extras for word in ("--extra", extra)]
        _lock(path, "pyproject.toml", *chosen, *constraint)
    for path, inputs in APART.items():
        _lock(path, "--group", *inputs)
    return 0


def _lock(path: str, *inputs: str) -> None:
    command = ["uv", "pip", "compile", *inputs, *OPTIONS, "-o", path]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
