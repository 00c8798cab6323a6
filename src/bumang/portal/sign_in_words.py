"""What is said when a sign-in or a form does not get through."""

from __future__ import annotations

from dataclasses import dataclass

from bumang.kernel.text import Text

_AGAIN = Text("重新登录", "Sign in again")


@dataclass(frozen=True)
class Told:
    """A page's heading, what it says, and the words of the link onward."""

    heading: Text
    text: Text
    onward: Text


FORGED = Told(
    Text("为了您的安全，这一步没有执行", "For your safety this step was not taken"),
    Text(
        "页面可能放得太久，或者中间登录、退出过，也可能是别的网站发来的。什么都没有提交，您填好的内容还在。请回到页面再按一次。",
        "The page may have been open too long, or you signed in or out meanwhile, or another site sent this. Nothing was sent and your saved answers are kept. Go back to the page and press once more.",
    ),
    Text("回到页面", "Back to the page"),
)
STALE = Told(
    Text("这次登录没有完成", "This sign-in was not completed"),
    Text(
        "登录可能放得太久，或在另一个窗口重新开始过。没有登录进任何账号，您填好的内容还在。请重新登录。",
        "It may have taken too long, or was begun anew in another window. Nobody was signed in and your saved answers are kept. Please sign in again.",
    ),
    _AGAIN,
)
UNCLEAR = Told(
    Text("没能确认您的身份", "We could not tell who you are"),
    Text(
        "身份认证平台没有给出办理社保需要的身份信息。请在那边完成实名认证，再重新登录；也可以带身份证到社保窗口办理。",
        "The identity service did not say who you are in the way we need. Complete the identity check there and sign in again, or come to a counter with your identity card.",
    ),
    _AGAIN,
)
UNKNOWN_PERSON = Told(
    Text("没有查到您的参保登记", "You are not in the register yet"),
    Text(
        "您的身份已经确认，但登记簿里还没有您。第一次参保的，请先办理参保登记；已经参保的，请带身份证到社保窗口，当场核对。",
        "We know who you are, but the register has no entry for you. If you are new, register for insurance first; if you are insured, come to a counter with your identity card and it is settled there.",
    ),
    Text("换一个身份登录", "Sign in as someone else"),
)
UNKNOWN_ORGANISATION = Told(
    Text("没有查到这个单位的登记", "This organisation is not in the register"),
    Text(
        "您的登录有效，但登记簿里没有这个单位。请核对统一社会信用代码；新单位请先办理社保登记。",
        "Your sign-in holds, but the register has no such organisation. Check its credit code; a new organisation registers first.",
    ),
    Text("换一个身份登录", "Sign in as someone else"),
)
QUEUED = Told(
    Text("正在为您排队登录", "Your sign-in is in the queue"),
    Text(
        "现在连不上登录要用的系统。您填好的内容都在；要测算待遇的不用登录，现在就能办。请过 {seconds} 秒再按下面的按钮。",
        "A system that signing in needs cannot be reached just now. Your saved answers are kept; an estimate needs no sign-in and can be had at once. Press the button in {seconds} seconds.",
    ),
    Text("再登录一次", "Sign in"),
)
QUEUED_READING = Told(
    Text("正在为您排队", "You are in the queue"),
    Text(
        "现在查不到这一页要用的记录。已经受理的都保存好了，不会丢失，截止日期按受理时间算。请过 5 秒再按下面的按钮。",
        "The records for this page cannot be reached just now. Everything accepted is stored and cannot be lost; your deadline is met by the time of acceptance. Press the button in 5 seconds.",
    ),
    Text("再看一次", "Look again"),
)
NO_PROVIDER = Told(
    Text("这里还没有开通登录", "Signing in is not set up here"),
    Text(
        "这个平台还没有接通身份认证。不用登录的事项照常办理；要登录的，请到社保窗口。",
        "This installation has no identity service yet. What needs no sign-in works; for the rest, come to a counter.",
    ),
    Text("回到首页", "Back to the start page"),
)
