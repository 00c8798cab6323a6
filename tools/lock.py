"""Resolve the dependencies anew into the three hashed lock files (needs `uv`)."""

import subprocess
import sys

LOCKS = {
    "requirements.txt": ["--extra", "build"],
    "requirements-dev.txt": ["--extra", "build", "--extra", "check", "--extra", "test"],
    "requirements-bench.txt": ["--extra", "build", "--extra", "bench"],
}


def main() -> int:
    for path, extras in LOCKS.items():
        # The small lock constrains the others, so that one environment can hold them all.
        constraint = [] if path == "requirements.txt" else ["-c", "requirements.txt"]
        command = [
            "uv", "pip", "compile", "pyproject.toml", *extras, *constraint,
            "--universal", "--python-version", "3.11", "--generate-hashes",
            "--no-emit-index-url", "--no-annotate", "--no-header", "--quiet", "-o", path,
        ]  # fmt: skip
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
