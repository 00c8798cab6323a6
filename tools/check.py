"""Everything that is checked without running the product, in one readable list: `make check`."""

import re
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
SOURCES = ["src", "tests", "tools", "chaos", "bench", "examples"]
MIGRATIONS = sorted(str(path) for path in Path("src/bumang/schema").glob("*/*.sql"))

STEPS = [
    ("format", [BIN / "ruff", "format", "--check", "--quiet", *SOURCES]),
    ("lint", [BIN / "ruff", "check", "--quiet", *SOURCES]),
    ("types", [BIN / "mypy"]),
    ("import boundaries", [BIN / "lint-imports", "--no-cache"]),
    ("migrations", [BIN / "squawk", *MIGRATIONS]),
]


def main() -> int:
    failed = [name for name, command in STEPS if not _run(name, command)]
    failed += [] if _links() else ["links"]
    failed += [] if _audit() else ["dependency audit"]
    print("check: " + (f"FAILED: {', '.join(failed)}" if failed else "everything holds"))
    return 1 if failed else 0


def _run(name: str, command: list[Path | str]) -> bool:
    start = time.monotonic()
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    print(
        f"{'ok    ' if run.returncode == 0 else 'FAILED'} {name} ({time.monotonic() - start:.1f} s)"
    )
    if run.returncode:
        print(run.stdout + run.stderr)
    return run.returncode == 0


def _links() -> bool:
    """Every relative link of the documents leads to a file."""
    pages = [*Path().glob("*.md"), *Path("docs").rglob("*.md")]
    broken = [
        f"{page}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    print(f"{'FAILED' if broken else 'ok    '} links of {len(pages)} documents")
    print("".join(f"  broken: {line}\n" for line in broken), end="")
    return not broken


def _audit() -> bool:
    """Known vulnerabilities fail. Advisories that cannot be reached are said loudly, not hidden."""
    command = [BIN / "pip-audit", "-r", "requirements.txt", "--require-hashes", "--disable-pip"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    except subprocess.TimeoutExpired:
        print("NOT AUDITED: the advisory service did not answer within two minutes")
        return True
    if "known vulnerabilit" in run.stderr and "No known" not in run.stderr:
        print("FAILED dependency audit\n" + run.stdout + run.stderr)
        return False
    skipped = run.stdout.count("could not be audited")
    if run.returncode or skipped:
        print(f"NOT AUDITED: no advisories for {skipped or 'any'} packages could be read here")
    else:
        print("ok     dependency audit")
    return True


if __name__ == "__main__":
    sys.exit(main())
