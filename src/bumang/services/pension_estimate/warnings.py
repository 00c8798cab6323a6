"""What a person should know before relying on the figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules import Value
from bumang.rules.explanation import Step
from bumang.rules.flexible_retirement import RetirementType
from bumang.rules.source import Origin
from bumang.rules.transitional import TransitionalForm
from bumang.services.pension_estimate.facts import Facts, working_months
from bumang.services.pension_estimate.result import Notice


def warnings(
    facts: Facts, base: Value, form: Value, steps: tuple[Step, ...], left_out: bool, today: date
) -> tuple[Notice, ...]:
    """Every warning that applies; that it is an estimate always does, and comes first."""
    found = [Notice("ESTIMATE", _ESTIMATE)]
    found += _of_time(facts, today)
    if base.origin.note is not None:
        found.append(Notice("LOCAL_BASE", _LOCAL_BASE.format(note=base.origin.note)))
    found += _of_transition(facts, form, left_out)
    if facts.total_months > working_months(facts.age, facts.option):
        found.append(Notice("MANY_MONTHS", _MANY_MONTHS))
    unsure = unverified(steps)
    if unsure:
        names = Text("、".join(name.zh for name in unsure), ", ".join(name.en for name in unsure))
        found.append(Notice("UNVERIFIED", _UNVERIFIED.format(names=names)))
    return tuple(found)


def unverified(steps: Iterable[Step]) -> tuple[Text, ...]:
    """The names of the parameters behind the steps that are yet to be verified, each once."""
    return tuple(
        dict.fromkeys(origin.parameter for origin in _origins(steps) if not origin.verified)
    )


def _origins(steps: Iterable[Step]) -> Iterator[Origin]:
    for step in steps:
        for figure in (*step.figures, step.result):
            if figure.origin is not None:
                yield figure.origin


def _of_time(facts: Facts, today: date) -> Iterator[Notice]:
    retirement = facts.option.chosen_month
    if facts.provisional:
        values = {"year": retirement.year, "base_year": facts.base.since.year}
        yield Notice("PROVISIONAL", _PROVISIONAL.format(**values))
    if retirement > Month.of(today):
        yield Notice("FUTURE", _FUTURE)
    if facts.option.type is RetirementType.EARLY:
        yield Notice("EARLY", _EARLY)
    if facts.option.type is RetirementType.DEFERRED:
        yield Notice("DEFERRED", _DEFERRED)


def _of_transition(facts: Facts, form: Value, left_out: bool) -> Iterator[Notice]:
    counts = facts.deemed_months + facts.pre_account_months > 0
    if left_out:
        yield Notice("TRANSITIONAL_MISSING", _TRANSITIONAL_MISSING)
    separate = form.word == TransitionalForm.SEPARATE_INDEX
    if separate and counts and facts.transitional_index is None:
        yield Notice("TRANSITIONAL_INDEX", _TRANSITIONAL_INDEX)
    if counts and form.origin.note is not None:
        yield Notice("LOCAL_RULE", _LOCAL_RULE.format(note=form.origin.note))


_ESTIMATE = Text(
    zh="这是估算，不是核定。以退休时经办机构的核定表为准；地方加发（如独生子女父母加发）未计入。",
    en="This is an estimate. The agency's statement decides; local extras are left out.",
)
_PROVISIONAL = Text(
    zh="{year} 年的计发基数还没有公布，暂用 {base_year} 年的。公布后会重算，差额从首月补发。",
    en="The base of {year} is not published; that of {base_year} is used. Once it is, the pension "
    "is computed again and the difference paid from the first month.",
)
_FUTURE = Text(
    zh="退休还没有到，月数、指数和账户余额按您填的算，以后的工资和基数变化没有预计在内。",
    en="Retirement is still to come: your figures are used as given, without a forecast.",
)
_EARLY = Text(
    zh="弹性提前退休要至少提前 3 个月书面告知单位（待核实）。提前不另外扣减，但年限少、计发月数大。",
    en="Tell the employer in writing 3 months before (to be verified). Nothing is deducted, but "
    "there are fewer years and a larger divisor.",
)
_DEFERRED = Text(
    zh="弹性延迟退休要和单位协商一致，提前 1 个月书面约定（待核实）。",
    en="A later month is agreed with the employer in writing one month before (to be verified).",
)
_TRANSITIONAL_MISSING = Text(
    zh="您应该还有过渡性养老金。这个地方的算法我们还没有掌握，所以没有算进去，合计会比实际少。",
    en="You should also get a transitional pension. We do not hold this place's rule for it, so it "
    "is left out and the total is too low.",
)
_TRANSITIONAL_INDEX = Text(
    zh="这个地方可能另核定过渡性指数，这里先用平均缴费指数。",
    en="This place may set an index of its own for the transitional part; the average is used.",
)
_LOCAL_BASE = Text(zh="计发基数：{note}。", en="The calculation base: {note}.")
_LOCAL_RULE = Text(zh="当地的规定：{note}。", en="The local rule: {note}.")
_MANY_MONTHS = Text(
    zh="您填的月数比年满 16 周岁到退休之间的月数还多，请再核对。",
    en="There are more months than between your sixteenth birthday and retirement; check them.",
)
_UNVERIFIED = Text(
    zh="这些数据还没有核对到正式文件，已标“待核实”：{names}。",
    en="Not yet checked against an official document, and marked so: {names}.",
)
