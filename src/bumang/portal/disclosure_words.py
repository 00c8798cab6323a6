"""The words of the page where a person picks what to show."""

from __future__ import annotations

from bumang.kernel.text import Text

WORDS = {
    "title": Text("只出示一部分", "Show only a part"),
    "lead": Text(
        "比如只证明“这个月在某地参保”，不让人看到工资。勾选的才会出示，没勾的对方看不到，也推不出来。",
        "Prove, say, that you are insured in a place this month, without the wage. Only what is ticked is shown; the rest cannot be seen or worked out.",
    ),
    "audience": Text("出示给谁", "Shown to whom"),
    "audience_hint": Text(
        "写对方的名称。它会签在里面，别人拿去就对不上。",
        "The other side's name. It is signed with the rest, so that it does not fit anyone else.",
    ),
    "claims": Text("出示哪些", "What is shown"),
    "make": Text("看看对方会知道什么", "See what they will learn"),
    "learns": Text("对方会知道", "They will learn"),
    "always": Text(
        "出示给谁、由哪个平台签发、什么时候签发、什么时候失效",
        "For whom it is, which platform signed it, when, and when it expires",
    ),
    "hidden": Text("对方不会知道", "They will not learn"),
    "nothing_hidden": Text("全部都出示了。", "Everything is shown."),
    "text": Text("复制这段文字交给对方", "Copy this text and give it to them"),
    "expires": Text("失效时间", "Expires"),
    "how": Text(
        "对方把它贴到“凭证核验”页就能核对。每次生成的都不一样，两家对不出是同一个人；一天后失效。",
        "They paste it into the page for checking vouchers. Each one made is different, so two who were shown one cannot tell it was the same person. It expires after a day.",
    ),
    "no_binding": Text(
        "它没有绑定您的手机：拿到这段文字的人在失效前可以转给别人，所以要写清出示给谁。",
        "It is not bound to your telephone: who has the text can pass it on until it expires. That is why it names whom it is for.",
    ),
    "not_now": Text(
        "您今天没有在保的险种，没有可以出示的。",
        "You are not insured today; there is nothing to show.",
    ),
    "again": Text("重新选", "Choose again"),
}
