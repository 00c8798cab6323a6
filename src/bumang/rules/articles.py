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
