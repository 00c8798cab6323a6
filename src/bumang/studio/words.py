"""The words of the report, in both languages."""

from __future__ import annotations

from bumang.kernel.text import Text

WORDS = {
    "changes": Text("改了什么", "What is changed"),
    "parameter": Text("参数", "parameter"),
    "region": Text("地区", "region"),
    "since": Text("从", "from"),
    "now": Text("现行", "now"),
    "reform": Text("方案", "reform"),
    "cost": Text("每年多付多少", "What it costs by year"),
    "year": Text("年份", "year"),
    "paid_now": Text("现行应付（百万元）", "paid now (million yuan)"),
    "paid_reform": Text("方案应付（百万元）", "with the reform"),
    "change": Text("相差", "change"),
    "drawing_now": Text("现行领取人数", "drawing now"),
    "drawing_reform": Text("方案领取人数", "with the reform"),
    "gain": Text("增加", "gain"),
    "same": Text("不变", "same"),
    "lose": Text("减少", "lose"),
    "mean_change": Text("每月养老金平均增减（元）", "mean change of the monthly pension (yuan)"),
    "persons": Text("人数", "persons"),
    "mean_now": Text("现行平均（元/月）", "mean now (yuan a month)"),
    "mean_reform": Text("方案平均", "mean with the reform"),
    "later": Text("平均推迟（月）", "months later"),
    "paid_until": Text("期内人均多领（元）", "paid in the period, a person (yuan)"),
    "how": Text("怎么算的", "How it is computed"),
}

DIMENSIONS = {
    "sex": Text("按性别", "By sex"),
    "category": Text("按退休类别", "By category"),
    "cohort": Text("按出生年份", "By birth cohort"),
    "decile": Text("按现行养老金高低分十组", "By decile of the pension now"),
    "place": Text("按待遇领取地", "By pension place"),
}

ABOUT = Text(
    "{persons} 人（{rows} 行），{first} 年至 {last} 年。每人按现行规定和方案各算一遍，精确到分。",
    "{persons} persons ({rows} rows), {first} to {last}; each computed under the law as it is and "
    "under the reform, exact to the fen.",
)
NOTES = (
    Text(
        "每人在法定退休年月退休，不考虑弹性退休；推迟退休的，缴费到新的退休年月。",
        "Everybody retires in the statutory month, nobody early or deferred; whoever retires later "
        "pays contributions until then.",
    ),
    Text(
        "金额是初次核定的养老金，不含以后每年的调整；不考虑死亡；人的行为不变。",
        "Amounts are those of the first award, without later adjustments; nobody dies; nobody "
        "behaves differently.",
    ),
    Text(
        "没有公布的年份按假定补齐：工资和计发基数的增长率、记账利率。参照工资假定等于当年计发基数。",
        "Years without published values are filled by assumptions: growth of wages and bases, "
        "account interest. The reference wage is taken to be the year's calculation base.",
    ),
    Text(
        "退休当年的利息算到退休当月，暂用当年的利率（或假定的利率），公布后另行补算。",
        "In the year of retirement interest runs to that month, by the year's rate or the one "
        "assumed; it is corrected when the rate is published.",
    ),
)
BELOW_MINIMUM = Text(
    "缴费不足最低年限、没有按月养老金的：现行 {now} 人，方案 {reform} 人。",
    "Too few months for a monthly pension: {now} persons now, {reform} with the reform.",
)
WITHOUT_TRANSITIONAL = Text(
    "{many} 人的过渡性养老金当地办法不明、也没有手工填写的数额，两边都没有计入。",
    "For {many} persons the local transitional rule is not known well enough and no amount was "
    "given by hand: the part is missing on both sides.",
)
EXACTLY = Text(
    "平均缴费指数有 {many} 次正好落在进位边上，由逐人的精确规则判定。",
    "{many} average indexes lay at a rounding tie and were decided by the exact rule.",
)
