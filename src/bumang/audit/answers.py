"""The counts of the answers: offered = done + accepted + queued + invalid, other = 0."""

from __future__ import annotations

from collections.abc import Mapping

from bumang.audit.report import Report


def audit_answers(exposition: str, report: Report) -> None:
    """`exposition` is the instance's /metrics. What is offered and not answered is in flight, or was
    cut off with a process that was killed: it is never more than was offered."""
    check = report.check("answers", "done + accepted + queued + invalid = offered, and other = 0")
    counted = _counted(exposition)
    offered = counted.get("bumang_offered_total", 0)
    answers = {
        name: value for name, value in counted.items() if name.startswith("bumang_answers_total")
    }
    check.looked_at = int(offered)
    other = int(answers.get('bumang_answers_total{answer="other"}', 0))
    if other:
        check.breach("answers", f"{other} requests got none of the answers")
    if sum(answers.values()) > offered:
        check.breach("answers", "more answers than requests")


def _counted(exposition: str) -> Mapping[str, float]:
    found = {}
    for line in exposition.splitlines():
        if line.startswith("bumang_"):
            name, _, value = line.rpartition(" ")
            found[name] = float(value)
    return found
