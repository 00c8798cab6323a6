"""What can be wrong with a declaration, and why one is refused, in words."""

from __future__ import annotations

from bumang.kernel.months import Month
from bumang.kernel.problems import Problem
from bumang.kernel.text import Text

NO_WAGE = Problem(
    "NO_WAGE",
    Text("月缴费工资不能是零。", "The monthly wage cannot be zero."),
    Text("缴费按工资计算。", "Contributions are computed from the wage."),
    Text("请填首月工资，例如 6500.00。", "Enter the first month's wage, such as 6500.00."),
)
REASON = Problem(
    "REASON",
    Text("变更原因不在表里。", "The reason is not one of the list."),
    Text("减员要写明原因，关系到失业待遇。", "The reason decides about unemployment benefits."),
    Text(
        "请从列表里选一项，例如「合同期满」。",
        "Choose one of the list, such as “contract expired”.",
    ),
)
NOT_ON_RECORD = Problem(
    "NOT_ON_RECORD",
    Text("没有号码和姓名都相符的人。", "Nobody is on record with this number and name."),
    Text("号码和姓名要和登记的一致。", "Number and name must both be as registered."),
    Text(
        "请对照身份证核对；都对的，请职工先做个人登记。",
        "Compare both with the identity card; if they are right, let the person register first.",
    ),
)
INSURED_HERE = Problem(
    "INSURED_HERE",
    Text("这个人已经在本单位参保。", "This person is insured with you already."),
    Text("同一个人不用再增员。", "A second start changes nothing."),
    Text("不用再报。", "There is nothing to do."),
)
INSURED_ELSEWHERE = Problem(
    "INSURED_ELSEWHERE",
    Text(
        "这个人在这个月已经由别的单位参保。", "Another employer insures this person in that month."
    ),
    Text("一个人一个月只由一个单位参保。", "One person has one employer a month."),
    Text(
        "请职工让原单位先减员，再报增员。",
        "Let the former employer declare the end first, then send this again.",
    ),
)
TOO_YOUNG = Problem(
    "TOO_YOUNG",
    Text("这个人在这个月还不满 16 周岁。", "The person is not yet 16 in that month."),
    Text(
        "不得招用未满十六周岁的人（劳动法第十五条）。",
        "Nobody under 16 may be employed (Labour Law art. 15).",
    ),
    Text("请核对号码和年月。", "Check the number and the month."),
)
PAST_RETIREMENT = Problem(
    "PAST_RETIREMENT",
    Text("这个人已经过了法定退休的月份。", "The person is past the statutory month of retirement."),
    Text(
        "达到法定退休年龄的，不再作为职工增员参加养老保险。",
        "Past the statutory age nobody is newly insured as an employee.",
    ),
    Text("请核对号码；有疑问的请到窗口咨询。", "Check the number, or ask at the counter."),
)
NOT_YOURS = Problem(
    "NOT_YOURS",
    Text("这个人没有在本单位参保。", "This person is not insured with you."),
    Text("只能给在本单位参保的人减员。", "Only those insured with you can leave."),
    Text("请核对号码；已经减员的不用再报。", "Check the number; who has left needs nothing more."),
)
BEFORE_START = Problem(
    "BEFORE_START",
    Text("终止年月早于参保开始的月份。", "The last month is before the first."),
    Text("参保至少一个月。", "An employment lasts a month at least."),
    Text("请核对年月。", "Check the month."),
)


def outside_window(first: Month, last: Month) -> Problem:
    return Problem(
        "OUTSIDE_WINDOW",
        Text("这个月份不在申报期内。", "This month is outside the window."),
        Text(
            "增员要在 30 日内、减员要在 15 日内申报（社会保险法第五十八条、第五十条）。",
            "A start is declared within 30 days, an end within 15 (Insurance Law arts. 58, 50).",
        ),
        Text(
            "请填 {first} 到 {last}；更早的请走补缴。",
            "Enter {first} to {last}; earlier months are paid up separately.",
        ).format(first=first, last=last),
    )
