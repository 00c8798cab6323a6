"""增减员申报: an employer declares who begins and who ends, one by one or as a file."""

from bumang.access.principal import Role
from bumang.items.item import BatchItem, Criticality, TimeLimit
from bumang.kernel.text import Text
from bumang.services.employment_declaration.decide import decide
from bumang.services.employment_declaration.form import (
    EmploymentDeclarationForm,
    check,
    examples,
)
from bumang.services.employment_declaration.load import load
from bumang.services.employment_declaration.questions import QUESTIONS

ITEM = BatchItem(
    code="employment-declaration",
    name=Text("增减员申报", "Employment declaration"),
    summary=Text(
        "单位申报新招用和离职的职工，可以一个一个填，也可以上传表格（最多 10 万行）。",
        "Employers declare who begins and who leaves, one by one or as a file of up to 100,000 rows.",
    ),
    who=Text("已经参保登记的用人单位。", "Employers that are registered."),
    needs=(
        Text("职工的姓名和身份证号码", "The person's name and identity number"),
        Text("增员：起始年月、月缴费工资", "Start: first month and monthly wage"),
        Text("减员：终止年月、变更原因", "End: last month and reason"),
    ),
    cost=Text("不收费", "Free"),
    best_hours=Text("每月申报期内任何时候", "Any time in the month's window"),
    basis="SIL-2018 arts. 50, 58; SIAR-2023 arts. 6, 10",
    roles=frozenset({Role.EMPLOYER}),
    criticality=Criticality.DEADLINE,
    time_limit=TimeLimit(
        working_days=10,
        source="SIAR-2023 art. 6",
        usual=Text("一般几秒钟，大的表格几分钟", "Mostly seconds, a few minutes for a large file"),
    ),
    form=EmploymentDeclarationForm,
    questions=QUESTIONS,
    examples=examples,
    check=check,
    load=load,
    decide=decide,
    # Whether someone is insured here or elsewhere may change by what was sent a moment before.
    told_at_once=frozenset({"NOT_ON_RECORD", "TOO_YOUNG", "PAST_RETIREMENT"}),
)
