"""What can be wrong with a payment, and why one is refused, in words."""

from __future__ import annotations

from bumang.kernel.problems import Problem
from bumang.kernel.text import Text

AREA = Problem(
    code="AREA_CODE",
    what=Text("这个地区不能在这里缴费。", "Payments for this area are not taken here."),
    why=Text("居民医保在参保地缴费。", "The payment belongs to the place of insurance."),
    fix=Text("请选择演示市（990101）。", "Choose the demo city (990101)."),
)

COUNT = Problem(
    code="COUNT",
    what=Text("参保人数应该是 1 到 10 人。", "Between 1 and 10 people can be insured at once."),
    why=Text("一次缴费最多给 10 人办理。", "One payment covers at most 10 people."),
    fix=Text("人数多的，请分几次提交。", "For more people, submit several times."),
)

REPEATED = Problem(
    code="REPEATED",
    what=Text("这个身份证号码前面已经填过。", "This identity number is already above."),
    why=Text("一个人一年只缴一次。", "A person pays once for a year."),
    fix=Text("请删掉重复的号码。", "Remove the repeated number."),
)

_OBJECT = Text(
    "有异议的，可以依照社会保险法第八十三条申请行政复议或者提起行政诉讼。",
    "If you disagree, you may ask for review or go to court (Insurance Law art. 83).",
)

NO_FAMILY_LINK = Problem(
    code="NO_FAMILY_LINK",
    what=Text("没有登记您和这个人的亲属关系。", "No family link to this person is on record."),
    why=Text(
        "只能给本人和已登记的配偶、父母、子女缴费；处理他人信息要有本人同意（个人信息保护法第二十九条）。",
        "You may pay for yourself and your registered spouse, parents and children; "
        "others must consent (Personal Information Protection Law art. 29).",
    ),
    fix=Text(
        "请核对号码，先登记亲属关系，或者请本人自己缴费。{object}",
        "Check the number, register the family link first, or let the person pay. {object}",
    ).format(object=_OBJECT),
)

NO_CONSENT = Problem(
    code="NO_CONSENT",
    what=Text("没有这个人有效的委托。", "There is no valid consent of this person."),
    why=Text(
        "代办要有本人的单独同意（个人信息保护法第二十九条）。",
        "Acting for a person needs their consent (Personal Information Protection Law art. 29).",
    ),
    fix=Text(
        "请核对号码，请本人先办理委托，或者自己缴费。{object}",
        "Check the number; let the person give consent first, or pay themselves. {object}",
    ).format(object=_OBJECT),
)


def year_not_open(this_year: int) -> Problem:
    """The year is neither this one nor the next, or its amount is not published."""
    return Problem(
        code="COVERAGE_YEAR",
        what=Text("这个年度现在不能缴费。", "This year cannot be paid for now."),
        why=Text(
            "只能缴当年和下一年的，而且缴费标准已经公布。",
            "Only this year and the next can be paid, once the amount is published.",
        ),
        fix=Text("请填 {a} 或 {b}。", "Enter {a} or {b}.").format(a=this_year, b=this_year + 1),
    )


def already_covered(year: int) -> Problem:
    """The person has residents' cover in that year, from before or from this very batch."""
    return Problem(
        code="ALREADY_COVERED",
        what=Text("{year} 年的居民医保已经缴过。", "{year} is already paid for.").format(year=year),
        why=Text(
            "居民医保按年缴费，一个人同一年度只参保、缴费一次；这次没有扣款。",
            "The scheme is paid by the year, once for each person; nothing was charged now.",
        ),
        fix=Text("不用再缴。{object}", "There is nothing more to pay. {object}").format(
            object=_OBJECT
        ),
    )
