"""What people read about their visit's half hours."""

from __future__ import annotations

from bumang.kernel.text import Text

SOON = Text(
    "这次办理到 {end} 为止，点一下再延长 30 分钟（一共最多 20 小时，不占排队的人的位置）。来不及点也不要紧，填好的内容不会丢。",
    "This visit lasts until {end}. One press makes it 30 minutes longer (up to 20 hours in all; it takes nothing from those who wait). If you miss it, what you typed is not lost.",
)
MORE = Text("再延长 30 分钟", "30 minutes more")
ELSEWHERE = Text("按了会另开一页，这一页不动。", "It opens another page; this one stays as it is.")
OVER = Text(
    "时间到了。填好的内容都在这一页里，点一下接着办，不用重新排队。",
    "The time is over. What you typed is still in this page; one press goes on, without queueing again.",
)
LONGER = Text("已经延长到 {end}。", "Longer now: until {end}.")
LONGER_HOW = Text(
    "可以关掉这一页，回到刚才那一页接着办。",
    "You may close this page and go on in the one you came from.",
)
LAST = Text(
    "这次办理到 {end} 就满 20 小时，不能再延长。以后接着办会重新取一个排队的位置，填好的内容不会丢。",
    "At {end} this visit has had its 20 hours and cannot be longer. Going on after that takes a new place in the queue; what you typed is not lost.",
)
ALL_OVER = Text(
    "这次办理已经满 20 小时，不能再延长。接着办会重新取一个排队的位置，填好的内容不会丢。",
    "This visit has had its 20 hours and cannot be longer. Going on takes a new place in the queue; what you typed is not lost.",
)
AGAIN = Text(
    "正在延长，几秒钟就好。填好的内容不会丢。",
    "It is being made longer; a few seconds. What you typed is not lost.",
)
AGAIN_HOW = Text("过几秒点一下。", "Press in a few seconds.")
ENDED_TITLE = Text(
    "这 30 分钟用完了，要接着办吗？", "These 30 minutes are over. Do you want to go on?"
)
ENDED = Text(
    "点一下就再有 30 分钟，不用重新排队。可以这样接着办到 {until}。",
    "One press gives you another 30 minutes, without queueing again. You can go on like this until {until}.",
)
ENDED_TYPED = Text(
    "您刚才填的内容都保留在这一页里，没有丢；点了就带着它接着办。",
    "What you have just typed is kept in this page and not lost; the press takes it along.",
)
GO_ON = Text("接着办", "Go on")
NOT_YET = Text(
    "这次机会已经用完，或者还没有轮到。要继续办，从首页进去就行；还在排队的，填排队码回到您的位置。",
    "This turn is over, or it is not your turn yet. To go on, start from the start page; if you are still in the queue, type your code to be back at your place.",
)
