"""`make chaos SECONDS=60 SEED=1`."""

from __future__ import annotations

import argparse
import sys

from chaos.run import run


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill processes under load, then audit.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    result = run(given.seconds, given.seed, lambda words: print(f"chaos: {words}", flush=True))
    print(f"strikes in {result.seconds:.0f} s (seed {given.seed}):")
    for struck, times in sorted(result.strikes.items()):
        print(f"  {times:3} {struck}")
    answers = ", ".join(
        f"{count} x {status}" for status, count in sorted(result.log.answers.items())
    )
    print(f"answers the clients got: {answers}")
    print(f"keys with a receipt: {len(result.log.receipts)}, unknown: {len(result.log.unknown)}")
    print(f"entries in the log: {result.entries}, all decided")
    for check in result.audit.get("checks", []):
        mark = "BROKEN" if check["broken"] else "ok    "
        print(f"  {mark} {check['name']:11} {check['looked_at']:>8,} looked at")
    for breach in result.breaches:
        print(f"BROKEN: {breach}")
    print(
        "chaos: " + ("BROKEN" if result.breaches else "nothing lost, nothing twice, nothing stuck")
    )
    return 1 if result.breaches else 0


if __name__ == "__main__":
    sys.exit(main())
