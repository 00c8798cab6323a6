"""What can be wrong with the form, in words."""

from __future__ import annotations

from bumang.kernel.problems import Problem
from bumang.kernel.text import Text

BORN_IN_FUTURE = Problem(
    code="BIRTH_DATE",
    what=Text("出生年月还没有到。", "The month of birth is still to come."),
    why=Text("退休年龄从出生年月算起。", "The age is counted from it."),
    fix=Text("请核对出生年月。", "Check the month of birth."),
)
BEFORE_THE_LAW = Problem(
    code="TOO_EARLY",
    what=Text(
        "按这个出生年月，退休时间太早，没有可用的规定数据。",
        "By this month of birth the retirement lies before the rules we hold.",
    ),
    why=Text(
        "年限不足的办法从 2011 年 7 月社会保险法施行起才有记录。",
        "What can be done when short is on record from July 2011 on, when the Insurance Law began.",
    ),
    fix=Text(
        "已经退休的，请向参保地经办机构查询。", "If you have retired, ask the agency of your place."
    ),
)
INSURED_AFTERWARDS = Problem(
    code="INSURED_AFTERWARDS",
    what=Text(
        "首次参保年月晚于法定退休年月。", "The first insured month is after the statutory month."
    ),
    why=Text("到法定退休年龄后不能新参加职工养老保险。", "Nobody first joins after that age."),
    fix=Text("请核对出生年月和首次参保年月。", "Check both months."),
)
TOO_MANY_MONTHS = Problem(
    code="MONTHS",
    what=Text(
        "缴费月数和视同缴费月数加起来，比年满 16 周岁到法定退休年龄的月数还多。",
        "Paid and deemed months together are more than lie between the sixteenth birthday and the statutory month.",
    ),
    why=Text("同一个月只算一次。", "A month counts once."),
    fix=Text("请核对这两个月数。", "Check both numbers."),
)
