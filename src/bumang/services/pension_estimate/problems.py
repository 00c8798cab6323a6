"""What can be wrong with an estimate's form, in words."""

from __future__ import annotations

from bumang.kernel.months import Month
from bumang.kernel.problems import Problem
from bumang.kernel.reading import empty
from bumang.kernel.text import Text

NO_PLACE = empty(Text(zh="领取养老金的地方", en="pension place"))
NO_INDEX = empty(Text(zh="平均缴费指数", en="average index"))

NO_SUCH_PLACE = Problem(
    code="AREA_CODE",
    what=Text(
        zh="没有这个领取地，或者这个地区没有公布计发基数。",
        en="There is no such pension place, or no calculation base is published for it.",
    ),
    why=Text(
        zh="养老金按领取地公布的计发基数计算。",
        en="A pension is computed with the base that its place has published.",
    ),
    fix=Text(
        zh="请选择您办理退休的省、自治区、直辖市或城市。",
        en="Choose the province or city in which you will retire.",
    ),
)

BORN_IN_FUTURE = Problem(
    code="BIRTH_DATE",
    what=Text(zh="出生年月还没有到。", en="The month of birth is still to come."),
    why=Text(zh="退休年龄从出生年月算起。", en="The age is counted from it."),
    fix=Text(zh="请核对出生年月。", en="Check the month of birth."),
)

BEFORE_THE_LAW = Problem(
    code="TOO_EARLY",
    what=Text(
        zh="按这个出生年月，退休时间太早，没有可用的规定数据。",
        en="By this month of birth the retirement lies before the rules we hold.",
    ),
    why=Text(
        zh="这里只能测算 2022 年及以后的退休。", en="Retirements from 2022 on can be estimated."
    ),
    fix=Text(
        zh="已经退休的，请查询养老金核定表和发放记录。",
        en="If you have retired, look at your benefit statement and payments.",
    ),
)

BEFORE_WORKING_AGE = Text(
    zh="退休年月早于年满 16 周岁。", en="The month lies before the sixteenth birthday."
)
BEFORE_THE_RECORD = Text(
    zh="早于有最低缴费年限记录的年份，也早于可以选的月份。",
    en="The month lies before the years that a minimum is on record for, and before any that may be chosen.",
)

MORE_THAN_PAID = Problem(
    code="MONTHS",
    what=Text(
        zh="建立个人账户以前的缴费月数，比实际缴费月数还多。",
        en="More months before personal accounts than months paid at all.",
    ),
    why=Text(zh="前者是后者的一部分。", en="The former are a part of the latter."),
    fix=Text(zh="请核对这两个月数。", en="Check both numbers."),
)

INDEX_FORMAT = Problem(
    code="FORMAT",
    what=Text(
        zh="平均缴费指数的写法不对。", en="The average index is not written in a way we can read."
    ),
    why=Text(
        zh="它是一个小数，一般在 0.4 到 3 之间。",
        en="It is a decimal number, mostly between 0.4 and 3.",
    ),
    fix=Text(zh="请写成 0.8500 这样。", en="Write it like 0.8500."),
)

INDEX_RANGE = Problem(
    code="RANGE",
    what=Text(
        zh="平均缴费指数应该大于 0，不超过 3。",
        en="The average index is above 0 and at most 3.",
    ),
    why=Text(
        zh="缴费基数最高是平均工资的 3 倍，所以指数不会超过 3。",
        en="The base is capped at three times the average wage, so the index is at most 3.",
    ),
    fix=Text(
        zh="请在个人权益记录单上查平均缴费指数。",
        en="Look it up in your yearly statement of rights.",
    ),
)


def not_in_window(reason: Text) -> Problem:
    """The chosen month cannot be chosen; `reason` names the rule and the month that decides."""
    return Problem(
        code="RETIREMENT_MONTH",
        what=Text(zh="不能在这个月退休。", en="Retirement in this month is not possible."),
        why=reason,
        fix=Text(
            zh="请换一个月份；不选的，按法定退休年月测算。",
            en="Choose another month, or none to use the statutory one.",
        ),
    )


def no_base(year: int) -> Problem:
    """No base is on record for the year, nor any before it."""
    return Problem(
        code="NO_BASE",
        what=Text(
            zh="没有这个领取地 {year} 年的计发基数。",
            en="There is no calculation base of {year} for this place.",
        ).format(year=year),
        why=Text(
            zh="基础养老金按退休当年的计发基数计算。",
            en="The basic pension is computed with the base of the year of retirement.",
        ),
        fix=Text(
            zh="已经退休的，请查询养老金核定表。",
            en="If you have retired, look at your benefit statement.",
        ),
    )


def too_many_before(start: Month, possible: int) -> Problem:
    """More months before the place's accounts than the person can have worked."""
    return Problem(
        code="MONTHS",
        what=Text(
            zh="领取地从 {start} 起建立个人账户，在这之前最多可能有 {possible} 个月。",
            en="Personal accounts began here in {start}; at most {possible} months lie before it.",
        ).format(start=start, possible=possible),
        why=Text(
            zh="从年满 16 周岁算起，到建立个人账户为止。",
            en="Counted from the sixteenth birthday to that month.",
        ),
        fix=Text(zh="请核对；没有的填 0。", en="Check it; write 0 for none."),
    )


def below_minimum(total: int, required: int) -> Problem:
    """Fewer months than the law asks for: no monthly pension yet, and what can be done."""
    return Problem(
        code="MINIMUM_MONTHS",
        what=Text(
            zh="缴费一共 {total} 个月，还差 {missing} 个月才能按月领取养老金。",
            en="{total} months in all; {missing} more are needed for a monthly pension.",
        ).format(total=total, missing=required - total),
        why=Text(
            zh="按月领取至少要缴满 {required} 个月"
            "（社会保险法第十六条；渐进式延迟法定退休年龄的办法第二条）。",
            en="At least {required} are needed (Insurance Law art. 16; measure of 2024 art. 2).",
        ).format(required=required),
        fix=Text(
            zh="可以继续缴费到满规定年限，也可以转入城乡居民养老保险；请填到退休时一共会有的月数再算。",
            en="Go on paying, or move to the residents' scheme. Enter the months at retirement.",
        ),
    )
