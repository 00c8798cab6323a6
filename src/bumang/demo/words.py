"""What the demo's identity page says."""

from __future__ import annotations

from bumang.access.principal import Role
from bumang.kernel.text import Text
from bumang.portal.sign_in_words import QUEUED as _QUEUED
from bumang.portal.sign_in_words import Told

PICK = {
    "heading": Text("演示登录：您想以谁的身份试用？", "Demo: who would you like to be?"),
    "notice": Text(
        "这是演示，不是真的身份认证：不用密码，名单上的人和单位都是虚构的。请不要填写任何人的真实号码。",
        "This is a demo and no real identity check: there is no password, and every person and organisation is made up. Never type anybody's real number.",
    ),
    "other": Text(
        "或者填演示城市里另一个人的身份证号码", "Or another person's number of the demo city"
    ),
    "go": Text("以这个人登录", "Sign in as this person"),
}
ROLES = {
    Role.PERSON: Text("参保人", "Person"),
    Role.EMPLOYER: Text("用人单位", "Employer"),
    Role.AGENT: Text("代办点", "Agent"),
    Role.CLERK: Text("经办人员", "Clerk"),
    Role.OPERATOR: Text("运行人员", "Operator"),
    Role.VERIFIER: Text("用码服务的网点", "Office of a service"),
}
NOT_UNDERSTOOD = Told(
    Text("这个登录地址不完整", "This sign-in address is not complete"),
    Text(
        "地址里缺少登录要用的内容，可能是手工输入或收藏的。请从登录按钮重新开始。",
        "It lacks what a sign-in needs; it may have been typed or bookmarked. Begin again from the sign-in button.",
    ),
    Text("重新登录", "Sign in"),
)
QUEUED = Told(_QUEUED.heading, _QUEUED.text.format(seconds=5), _QUEUED.onward)
