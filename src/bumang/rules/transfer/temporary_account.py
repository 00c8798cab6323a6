"""临时基本养老保险缴费账户: who comes to a province late in working life, and what it passes on.

State Council office measure of 2009, art. 5. A man of 50 or a woman of 40 who first pays in a
province that is not the home province gets a temporary account there; the old place keeps the
relation. When it is gathered, all money of employer and person moves with interest, not 12%.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import TEMPORARY_ACCOUNT, TRANSFER, TRANSFER_QUESTIONS
from bumang.rules.explanation import Figure, Step, day, duration, money, plain, share, word
from bumang.rules.parameters import Law
from bumang.rules.transfer.pension_place import Account
from bumang.rules.values import Value


class Sex(StrEnum):
    """The rule of 2009 knows an age for men and one for women."""

    MALE = "male"
    FEMALE = "female"


class Entry(msgspec.Struct, frozen=True):
    """Somebody who begins to pay in a province, and what decides about the account.

    `age_months` is the age on the day of the first contribution there, in full months.
    `relation_opened_before` says that the province held a general account already before that age.
    """

    sex: Sex
    age_months: int
    hukou_in_new_province: bool
    approved_official_move: bool = False
    relation_opened_before: bool = False


class AccountKind(msgspec.Struct, frozen=True):
    """Which account the new province opens, and why."""

    account_type: Account
    steps: tuple[Step, ...]


class PaidThere(msgspec.Struct, frozen=True):
    """Months on one base with the rates really paid; shares of one."""

    months: int
    monthly_base: Fen
    employer_rate: Decimal
    personal_rate: Decimal


class Gathered(msgspec.Struct, frozen=True):
    """What moves: principal of employer and person, and the total with interest; in fen."""

    account_type: Account
    employer_principal: Fen
    personal_principal: Fen
    total_transfer: Fen
    steps: tuple[Step, ...]


def full_months(birth: date, on: date) -> int:
    """The age in full months on a day: a month is full on the day of birth in it."""
    months = (on.year - birth.year) * 12 + on.month - birth.month
    return months - (on.day < birth.day)


def account_kind(entry: Entry, law: Law, on: date) -> AccountKind:
    """General or temporary. At 50 or 40 to the month, the account is temporary."""
    limit = law.at(f"temporary_account_age_{entry.sex}", on)
    reason = _reason_for_general(entry, limit.count)
    kind = Account.GENERAL if reason else Account.TEMPORARY
    step = Step(
        key="account_type",
        name=_KIND,
        formula=reason or _TEMPORARY_RULE,
        worked=f"{_plain_age(entry.age_months)} {_sign(entry, limit)} {_plain_age(limit.count)}",
        figures=(
            word("sex", _SEX, entry.sex.value, _SEXES[entry.sex]),
            duration("age_at_entry", _AGE, entry.age_months, _years(entry.age_months)),
            _limit_figure(limit),
            _yes_no("hukou_in_new_province", _HOME, entry.hukou_in_new_province),
            _yes_no("approved_official_move", _OFFICIAL, entry.approved_official_move),
            _yes_no("relation_opened_before", _OPENED, entry.relation_opened_before),
        ),
        result=word("account_type", _KIND, kind.value, _KINDS[kind]),
        rules=(TEMPORARY_ACCOUNT, TRANSFER_QUESTIONS),
    )
    return AccountKind(kind, (step,))


def account_kind_by_day(
    entry: Entry, birth: date, first_contribution: date, law: Law, on: date
) -> AccountKind:
    """The same, told with the days that `full_months` counted the age from."""
    found = account_kind(entry, law, on)
    shown = (day("birth", _BIRTH, birth), day("first_contribution", _FIRST, first_contribution))
    step = msgspec.structs.replace(found.steps[0], figures=(*shown, *found.steps[0].figures))
    return AccountKind(found.account_type, (step,))


def temporary_account_transfer(
    entry: Entry, paid: Sequence[PaidThere], interest: Fen, law: Law, on: date
) -> Gathered:
    """What the province passes on: all money from a temporary account, else the ordinary shares."""
    kind = account_kind(entry, law, on)
    employer, employer_step = _principal(paid, employer=True)
    personal, personal_step = _principal(paid, employer=False)
    if kind.account_type is Account.TEMPORARY:
        total_step = _everything(employer, personal, interest)
        total = employer + personal + interest
    else:
        total, total_step = _ordinary(paid, personal, interest, law, on)
    return Gathered(
        kind.account_type,
        employer,
        personal,
        total,
        (*kind.steps, employer_step, personal_step, total_step),
    )


def _reason_for_general(entry: Entry, limit: int) -> Text | None:
    if entry.hukou_in_new_province:
        return _AT_HOME
    if entry.approved_official_move:
        return _OFFICIAL_MOVE
    if entry.age_months < limit:
        return _YOUNGER
    return _OPENED_BEFORE if entry.relation_opened_before else None


def _principal(paid: Sequence[PaidThere], *, employer: bool) -> tuple[Fen, Step]:
    rates = [one.employer_rate if employer else one.personal_rate for one in paid]
    exact = sum(
        (
            to_yuan(one.monthly_base * one.months) * rate
            for one, rate in zip(paid, rates, strict=True)
        ),
        Decimal(0),
    )
    name, key = (_EMPLOYER, "employer") if employer else (_PERSONAL, "personal")
    step = Step(
        key=f"{key}_principal",
        name=name,
        formula=Text("各月缴费基数 × 实际费率，相加", "base × the rate really paid, summed"),
        worked=" + ".join(
            f"{plain(to_yuan(one.monthly_base))} × {one.months} × {plain(rate * 100)}%"
            for one, rate in zip(paid, rates, strict=True)
        )
        or "0",
        figures=(),
        result=money(f"{key}_principal", name, to_fen(exact)),
        rules=(TEMPORARY_ACCOUNT,),
    )
    return to_fen(exact), step


def _everything(employer: Fen, personal: Fen, interest: Fen) -> Step:
    return Step(
        key="total_transfer",
        name=_TOTAL,
        formula=Text(
            "临时账户归集时，单位和个人缴费连同利息全部转移，不按 12%",
            "a temporary account passes on all money of employer and person with interest, not 12%",
        ),
        worked=" + ".join(plain(to_yuan(part)) for part in (employer, personal, interest)),
        figures=(money("interest", _INTEREST, interest),),
        result=money("total_transfer", _TOTAL, employer + personal + interest),
        rules=(TEMPORARY_ACCOUNT,),
    )


def _ordinary(
    paid: Sequence[PaidThere], personal: Fen, interest: Fen, law: Law, on: date
) -> tuple[Fen, Step]:
    rate = law.at("transfer_pooled_rate", on)
    wages = to_yuan(sum(one.monthly_base * one.months for one in paid))
    pooled = to_fen(wages * rate.number)
    total = personal + interest + pooled
    step = Step(
        key="total_transfer",
        name=_TOTAL,
        formula=Text(
            "一般账户：个人缴费及利息全部转移，统筹部分按缴费工资总和的 12%",
            "a general account: the person's money with interest, and 12% of the wages",
        ),
        worked=f"{plain(to_yuan(personal))} + {plain(to_yuan(interest))} + {plain(wages)} × {plain(rate.number * 100)}%",
        figures=(
            money("interest", _INTEREST, interest),
            share("transfer_pooled_rate", _RATE, rate.number, rate.origin),
        ),
        result=money("total_transfer", _TOTAL, total),
        rules=(TRANSFER, TEMPORARY_ACCOUNT),
    )
    return total, step


def _years(months: int) -> Text:
    years, rest = divmod(months, 12)
    if rest:
        return Text(f"{years} 岁 {rest} 个月", f"{years} years and {rest} months")
    return Text(f"{years} 岁", f"{years} years")


def _plain_age(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years}+{rest}/12" if rest else str(years)


def _sign(entry: Entry, limit: Value) -> str:
    return "≥" if entry.age_months >= limit.count else "<"


def _limit_figure(limit: Value) -> Figure:
    return Figure("age_limit", _LIMIT, str(limit.count), _years(limit.count), limit.origin)


def _yes_no(key: str, name: Text, value: bool) -> Figure:
    return word(key, name, "true" if value else "false", Text("是", "yes") if value else _NO)


_NO = Text("否", "no")
_AT_HOME = Text(
    "在户籍所在省就业参保的，不论年龄，建立一般账户",
    "insured in the home province: a general account at any age",
)
_OFFICIAL_MOVE = Text(
    "经组织人事等部门批准调动、并重新签订合同的，不论年龄，建立一般账户",
    "an approved official move with a new contract: a general account at any age",
)
_YOUNGER = Text(
    "男不满 50 岁、女不满 40 岁的，建立一般账户，关系及时转入",
    "a man under 50 or a woman under 40: a general account, and the relation moves at once",
)
_OPENED_BEFORE = Text(
    "到龄以前已在本省建立一般账户、中断后再缴费的，仍是一般账户",
    "the province held a general account before that age: it stays general after a gap",
)
_TEMPORARY_RULE = Text(
    "非户籍所在省，男满 50 岁、女满 40 岁首次参保缴费的，建立临时账户，原关系保留在原地；在临时账户里补缴的，仍是临时账户",
    "not the home province, and a man of 50 or a woman of 40 on first paying there: a temporary account, the relation stays where it was; months paid up in it change nothing",
)
_KIND = Text("账户类型", "kind of account")
_KINDS = {
    Account.GENERAL: Text("一般账户", "general account"),
    Account.TEMPORARY: Text("临时账户", "temporary account"),
}
_SEX = Text("性别", "sex")
_SEXES = {Sex.MALE: Text("男", "male"), Sex.FEMALE: Text("女", "female")}
_AGE = Text("首次缴费时的年龄", "age on first paying there")
_LIMIT = Text("年龄界限", "age limit")
_BIRTH = Text("出生日期", "date of birth")
_FIRST = Text("首次缴费日期", "day of the first contribution there")
_HOME = Text("户籍在新参保省", "the new province is the home province")
_OFFICIAL = Text("经批准的组织调动", "approved official move")
_OPENED = Text("到龄前已在本省建立一般账户", "general account there before that age")
_EMPLOYER = Text("单位缴费本金", "employer's principal")
_PERSONAL = Text("个人缴费本金", "person's principal")
_INTEREST = Text("利息", "interest")
_RATE = Text("统筹转移比例", "pooled share")
_TOTAL = Text("转移总额", "total that moves")
