"""Mutation testing of the law: one thing in a rule is changed at a time, and a test has to notice.

    make mutate                      every rule; an hour or more on one core
    .venv/bin/python tools/mutation.py 'bumang.rules.transfer.*'

Numbers, comparisons, sums, conditions and assignments are changed; words are not, they are kept in
`tests/rules/explanations.txt`. What mutmut passes by or finds unnoticed is tried once more by
`mutation_afresh.py`. A change that no test notices is shown and fails the run, unless
`tools/mutation_known.txt` says why it changes no result.
"""

import sys
from pathlib import Path

import mutation_afresh
from mutmut.__main__ import cli
from mutmut.mutation import mutators
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).parents[1]
KNOWN = ROOT / "tools" / "mutation_known.txt"
_CHANGED = frozenset(
    {
        "operator_number",
        "operator_swap_op",
        "operator_keywords",
        "operator_augmented_assignment",
        "operator_remove_unary_ops",
        "operator_assignment",
        "operator_if_exp",
    }
)
_NOTICED = frozenset({"killed", "timeout"})
"""Anything else (no test runs it, a crash, a doubt) is as good as unnoticed: someone has to look."""


def main(chosen: list[str]) -> int:
    mutators.mutation_operators[:] = [
        one for one in mutators.mutation_operators if one[1].__name__ in _CHANGED
    ]
    cli(["run", "--max-children", "1", *chosen], standalone_mode=False)
    known = _known()
    tried, unnoticed = _outcome()
    doubtful = {name: one for name, one in unnoticed.items() if _said(name, one) not in known}
    new = {name: one for name, one in doubtful.items() if not _is_noticed_afresh(name)}
    harmless = len(unnoticed) - len(doubtful)
    with mutation_afresh.copied() as tree:
        for module, change, path, text in mutation_afresh.passed_by(chosen):
            if _said(module, change) in known:
                harmless += 1
            elif not mutation_afresh.is_noticed_in(tree, path, text):
                new[f"{module}, passed by {len(new)}"] = change
            tried += 1
    for name, change in new.items():
        print(f"{name}\n  {change}")
    print(f"changes tried: {tried}; known to change no result: {harmless}")
    print(f"noticed by no test: {len(new)}")
    return 1 if new else 0


def _is_noticed_afresh(name: str) -> bool:
    """Whether any test at all notices a change that those credited with it did not."""
    return mutation_afresh.is_noticed(
        Path("mutants"), name, MUTANT_UNDER_TEST=name.replace("__init__.", "")
    )


def _outcome() -> tuple[int, dict[str, str]]:
    """How many changes were tried, and those that no test noticed with the line they made."""
    tried, unnoticed = 0, {}
    for meta in sorted(Path("mutants/src").rglob("*.py.meta")):
        path = meta.relative_to("mutants").with_suffix("")
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            tried += code is not None
            if code is not None and status_by_exit_code[code] not in _NOTICED:
                unnoticed[name] = _change(get_diff_for_mutant(name, path=path))
    return tried, unnoticed


def _change(diff: str) -> str:
    """The lines that a change made, in one."""
    lines = diff.splitlines()
    return " ".join(line[1:].strip() for line in lines if line.startswith("+") and line[1:2] != "+")


def _said(name: str, change: str) -> str:
    """A change as the file of known ones has it: without its running number."""
    return f"{name.partition('__mutmut_')[0]} | {change}"


def _known() -> frozenset[str]:
    lines = KNOWN.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
