"""The places in the law that the rules cite."""

from __future__ import annotations

from bumang.kernel.text import Text
from bumang.rules.source import Article

RETIREMENT_AGE = Article(
    "NPC-2024",
    Text(
        zh="国务院关于渐进式延迟法定退休年龄的办法 第一条",
        en="State Council measure on raising the retirement age, art. 1",
    ),
)
MINIMUM_MONTHS = Article(
    "NPC-2024",
    Text(
        zh="国务院关于渐进式延迟法定退休年龄的办法 第二条",
        en="State Council measure on raising the retirement age, art. 2",
    ),
)
FLEXIBLE_RETIREMENT = Article(
    "NPC-2024",
    Text(
        zh="国务院关于渐进式延迟法定退休年龄的办法 第三条",
        en="State Council measure on raising the retirement age, art. 3",
    ),
)
UNEMPLOYED_NEAR_RETIREMENT = Article(
    "NPC-2024",
    Text(
        zh="全国人大常委会关于实施渐进式延迟法定退休年龄的决定 第八条",
        en="Decision on gradually raising the statutory retirement age, art. 8",
    ),
)
EMPLOYEE_PENSION = Article(
    "SC-2005-38",
    Text(
        zh="国发〔2005〕38号 第六条",
        en="State Council decision 2005 no. 38, art. 6",
    ),
)
ANNUITY_DIVISOR = Article(
    "SC-2005-38",
    Text(
        zh="国发〔2005〕38号 附件 个人账户养老金计发月数表",
        en="State Council decision 2005 no. 38, annex on divisors",
    ),
)
MINIMUM_YEARS_LAW = Article(
    "SIL-2018",
    Text(zh="社会保险法 第十六条", en="Social Insurance Law, art. 16"),
)
RESIDENT_PENSION = Article(
    "SC-2014-8",
    Text(
        zh="国发〔2014〕8号 关于养老保险待遇",
        en="State Council opinion 2014 no. 8 on benefits",
    ),
)
AVERAGE_INDEX = Article(
    "SC-2005-38",
    Text(
        zh="国发〔2005〕38号 第六条（本人指数化月平均缴费工资）",
        en="State Council decision 2005 no. 38, art. 6 on the indexed wage",
    ),
)
ACCOUNT_INTEREST = Article(
    "SIL-2018",
    Text(zh="社会保险法 第十四条", en="Social Insurance Law, art. 14"),
)
BASE_OF_THE_YEAR = Article(
    "GD-2025-32",
    Text(
        zh="粤人社发〔2025〕32号（当年 1 月到 12 月退休的用同一基数）",
        en="Guangdong notice 2025 no. 32: one base for retirements from January to December",
    ),
)
SHORT_YEARS = Article(
    "MOHRSS-O13",
    Text(
        zh="实施〈社会保险法〉若干规定（人社部令第13号）第二条、第三条",
        en="Provisions on carrying out the Social Insurance Law (2011), arts. 2 and 3",
    ),
)
NO_LEAVING = Article(
    "SCO-2009-66",
    Text(zh="国办发〔2009〕66号 第三条", en="State Council office measure 2009 no. 66, art. 3"),
)
TRANSFER = Article(
    "SCO-2009-66",
    Text(zh="国办发〔2009〕66号 第四条", en="State Council office measure 2009 no. 66, art. 4"),
)
TEMPORARY_ACCOUNT = Article(
    "SCO-2009-66",
    Text(zh="国办发〔2009〕66号 第五条", en="State Council office measure 2009 no. 66, art. 5"),
)
PENSION_PLACE = Article(
    "SCO-2009-66",
    Text(zh="国办发〔2009〕66号 第六条", en="State Council office measure 2009 no. 66, art. 6"),
)
TRANSFER_STEPS = Article(
    "SCO-2009-66",
    Text(zh="国办发〔2009〕66号 第八条", en="State Council office measure 2009 no. 66, art. 8"),
)
TRANSFER_QUESTIONS = Article(
    "MOHRSS-2016-5", Text(zh="人社部规〔2016〕5号", en="Notice of 2016 on questions of transfer")
)
LUMP_PAYMENTS = Article(
    "MOHRSS-2019-94",
    Text(zh="人社厅发〔2019〕94号 第一至三条", en="Notice 2019 no. 94, items 1 to 3"),
)
SCHEME_CONVERSION = Article(
    "MOHRSS-2014-17",
    Text(zh="人社部发〔2014〕17号", en="Measure of 2014 linking the two schemes"),
)
MEDICAL_TRANSFER = Article(
    "NHSA-2021-43", Text(zh="医保办发〔2021〕43号", en="Measure of 2021 on medical transfers")
)
CONTRIBUTION_BASE = Article(
    "SCO-2019-13", Text(zh="国办发〔2019〕13号", en="Plan of 2019 for lower rates")
)
WORK_INJURY_RATES = Article(
    "MOHRSS-2015-71", Text(zh="人社部发〔2015〕71号", en="Notice of 2015 on work injury rates")
)
RESIDENT_PREMIUM = Article(
    "NHSA-2024-19", Text(zh="医保发〔2024〕19号", en="Notice 2024 no. 19 on residents' insurance")
)
RESIDENT_MEDICAL = Article(
    "SCO-2024-38", Text(zh="国办发〔2024〕38号", en="State Council office opinion 2024 no. 38")
)
SURVIVORS = Article(
    "MOHRSS-2021-18", Text(zh="人社部发〔2021〕18号", en="Measure of 2021 on survivors' benefits")
)
FROM_MEMORY = Article("MEM", Text(zh="凭记忆，待核实", en="from memory, to be verified"))


def insurance_law(article: str, number: int) -> Article:
    """An article of the Social Insurance Law, by its Chinese numeral and its number."""
    return Article(
        "SIL-2018",
        Text(zh=f"社会保险法 第{article}条", en=f"Social Insurance Law, art. {number}"),
    )


def injury_regulation(article: str, number: int) -> Article:
    """An article of the Work Injury Insurance Regulation."""
    return Article(
        "WIR-2010",
        Text(
            zh=f"工伤保险条例 第{article}条", en=f"Work Injury Insurance Regulation, art. {number}"
        ),
    )


def handling_regulation(article: str, number: int) -> Article:
    """An article of the Regulation on Handling Social Insurance."""
    return Article(
        "SIAR-2023",
        Text(
            zh=f"社会保险经办条例 第{article}条",
            en=f"Regulation on Handling Social Insurance, art. {number}",
        ),
    )


def collection_regulation(article: str, number: int) -> Article:
    """An article of the Interim Regulation on Collecting Premiums."""
    return Article(
        "CPR-1999",
        Text(
            zh=f"社会保险费征缴暂行条例 第{article}条",
            en=f"Interim Regulation on Collecting Premiums, art. {number}",
        ),
    )


WORKING_DAYS = Article(
    "CALENDAR", Text(zh="国务院办公厅年度放假安排", en="The State Council office's yearly days off")
)
HANDLING_LIMITS = Article(
    "SIAR-2023",
    Text(
        zh="社会保险经办条例（办理时限）",
        en="Regulation on Handling Social Insurance, on its time limits",
    ),
)
