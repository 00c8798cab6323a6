"""What people read before an opening, and when they check its order."""

from __future__ import annotations

from bumang.kernel.text import Text

TITLE = Text("{at}开放，您已经取到号。", "It opens {at}; you have your number.")
NUMBER = Text("您的号码是 {number}。", "Your number is {number}.")
LEFT = Text("离开放还有 {left}。", "{left} to go.")
DUE = Text(
    "开放的时刻已到，正在公布抽签的种子，马上开始叫号。",
    "The hour has come; the seed is being published and people are called in a moment.",
)
FAIR = Text(
    "到点以前来的，先后由抽签决定：早来晚来，机会一样。到点以后来的排在后面，按先后次序。",
    "The order of those who come before the hour is drawn: it makes no difference how early you come. Those who come later are behind, in order.",
)
CODE = Text(
    "号码已经留好：可以关掉页面，凭排队码 {code} 随时回来。",
    "Your number is kept: you may close this page and come back any time with the code {code}.",
)
BY_ITSELF = Text(
    "页面到点会自己继续；过 {seconds} 秒自己再看一次，不用刷新。",
    "At the hour the page goes on by itself; it looks again in {seconds} seconds, and there is no need to reload it.",
)
COMMITTED = Text(
    "抽签的种子已经定好，谁也改不了。它的指纹（SHA-256）现在就公布：",
    "The seed of the draw is fixed and nobody can change it. Its fingerprint (SHA-256) is published now:",
)
CHECK = Text("抽签怎么核对", "How to check the draw")
COMING = Text("正在为您取号。", "You are getting a number.")
TYPED = Text(
    "您刚才填的内容都保留在这一页里，没有丢。到点以后点下面的按钮接着办；以前填好的每一步也都还在。",
    "What you have just typed is kept in this page and not lost. From the hour on, press the button to go on; the steps you filled in before are kept too.",
)
DAY = Text("{month}月{day}日 {clock}", "on {day} {name} at {clock}")
HOURS = Text("{n} 小时 {m} 分钟", "{n} hours {m} minutes")

ORDER_TITLE = Text("抽签结果自己核对", "Check the draw yourself")
ORDER_LEAD = Text(
    "提前来的人的先后，只由三样东西算出来：公布的种子、提前来的人数、您的号码。谁都可以重算。",
    "The order of those who came early is computed from three things alone: the published seed, how many came, your number. Anyone can compute it again.",
)
NONE_ANNOUNCED = Text("现在没有公布的开放。", "No opening is announced.")
ALL_MATTERS = Text("需要查询的全部页面", "All pages that look something up")
OPENS = Text("开放", "Opens")
DOORS = Text("可以来取号", "Numbers from")
COMMITMENT = Text("承诺（种子的 SHA-256）", "Commitment (SHA-256 of the seed)")
SEED = Text("种子", "Seed")
COHORT = Text("提前来的人数", "Came before the hour")
AT_THE_HOUR = Text("到点公布", "Published at the hour")
WITHDRAWN = Text("已撤回：{why}", "Withdrawn: {why}")
ASK = Text("您的号码是多少？", "What is your number?")
SHOW = Text("算出我的次序", "Compute my place")
PLACE = Text(
    "号码 {number} 的次序是第 {place} 位，共 {cohort} 位。种子与承诺相符。",
    "Number {number} is {place} of {cohort} in the order. The seed is the one committed to.",
)
LATER = Text(
    "号码 {number} 是到点以后来的，排在提前来的 {cohort} 位之后，次序就是号码。",
    "Number {number} came after the hour, behind the {cohort} who came early; its place is its number.",
)
WRONG = Text(
    "号码是从 1 起的整数，写在您的排队页面上。",
    "A number is whole, from 1; it is on your queue page.",
)
BY_COMMAND = Text(
    "用命令核对（不用相信这个页面）：",
    "By command, without trusting this page:",
)
