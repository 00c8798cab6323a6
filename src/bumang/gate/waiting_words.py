"""What people read while they wait."""

from __future__ import annotations

from bumang.kernel.text import Text

TITLE = Text("正在为您排队。", "You are in the queue.")
TURN_TITLE = Text("轮到您了。", "It is your turn.")
TURN = Text("正在为您空出位置，一般几秒钟。", "Room is being made for you; it takes a few seconds.")
TURN_KEPT = Text(
    "不用着急：这次机会给您留两天。进去以后每次有 30 分钟，一直在用就自动延长；时间到了会先问您，点一下就能接着办。",
    "There is no hurry: your turn is kept for two days. Inside you have 30 minutes at a time, longer by themselves while you go on; when they are over you are asked, and one press goes on.",
)
AHEAD = Text("您前面有 {ahead} 人。", "There are {ahead} people ahead of you.")
TIME = Text(
    "大约还要 {low} 到 {high}（五次里有四次说得准）。",
    "About {low} to {high} more (right four times in five).",
)
PAUSED = Text(
    "现在暂停叫号，最迟 {until} 继续。您的位置不变。",
    "Nobody is called just now; it goes on at {until} at the latest. Your place stays as it is.",
)
NO_TIME = Text("时间正在估算。", "The time is being estimated.")
CODE = Text(
    "位置已经留好：可以关掉页面，凭排队码 {code} 随时回来。叫到您以后，机会再留两天。",
    "Your place is kept: you may close this page and come back any time with the code {code}. Once called, your turn is kept for two days.",
)
CODE_KEPT = Text("排队码 {code}，换了设备也能用。", "Your code {code} works on another device too.")
ELSEWHERE = Text("换了手机或电脑？凭排队码回来", "On another device? Come back with your code")
SECONDS = Text("{n} 秒", "{n} seconds")
MINUTES = Text("{n} 分钟", "{n} minutes")
WAIT = Text(
    "这一页会自己更新，轮到了就打开，不用一直刷新。",
    "This page keeps itself up to date and opens when it is your turn; there is no need to reload it.",
)
SOONER = Text("想快一点轮到？有三种办法", "Would you like your turn sooner? There are three ways")
SAFE = Text(
    "已经受理的申请都保存好了，不受影响。",
    "What was accepted is stored and not affected.",
)
AT_ONCE = Text(
    "要交材料或缴费的，不用排队，现在就能办：",
    "Sending an application or paying needs no queue and can be done now:",
)
AT_ONCE_PLAIN = Text(
    "要交材料或缴费的，不用排队，现在就能办。",
    "Sending an application or paying needs no queue and can be done now.",
)
OPEN = Text("现在就打开", "Open it now")
TYPED = Text(
    "您刚才填的内容都保留在这一页里，没有丢。轮到您时点下面的按钮接着办。",
    "What you have just typed is kept in this page and not lost. When it is your turn, press the button to go on.",
)
NOT_KEPT = Text(
    "您刚才交的内容里有文件，或者太长，这一页留不住；还没有收下。轮到您以后，请用浏览器的「返回」回到刚才那一页再交一次。",
    "What you have just sent has a file in it, or is too long to be kept in this page; it was not taken yet. When it is your turn, go back with your browser to the page before and send it again.",
)
SEND_TYPED = Text("接着办", "Go on")
