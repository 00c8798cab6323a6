"""Whether a code holds: offline, from the published keys, the service that asks and the time alone."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bumang.codes.code import Code, NotACodeError, read
from bumang.codes.keys import CodeKey, granted_by, shown_by_device
from bumang.codes.windows import in_time
from bumang.kernel.problems import Problem
from bumang.kernel.text import Text


class Checked(msgspec.Struct, frozen=True):
    """A code that holds, or what is wrong with it."""

    code: Code | None
    problem: Problem | None = None


def check(text: str, keys: Mapping[str, CodeKey], service: int, now: int) -> Checked:
    """`keys` by their id, `service` the number of the one that asks, `now` its window.

    Never raises: whatever the text is, the answer says what it is worth. The signatures come first:
    what is told about a code is told about one that is genuine.
    """
    try:
        code = read(text)
    except NotACodeError:
        return Checked(None, NOT_A_CODE)
    wrong = _wrong(code, keys.get(code.signed.grant.issuer.hex()), service, now)
    return Checked(None, wrong) if wrong else Checked(code)


def _wrong(code: Code, key: CodeKey | None, service: int, now: int) -> Problem | None:
    grant = code.signed.grant
    if key is None:
        return UNKNOWN_ISSUER
    if not (granted_by(key, code.signed) and shown_by_device(code)):
        return FORGED
    if grant.service != service:
        return OTHER_SERVICE
    if not in_time(code.window, now):
        return TOO_OLD if code.window < now else TOO_EARLY
    return None if grant.holds_in(code.window) else GRANT_OVER


NOT_A_CODE = Problem(
    "NOT_A_CODE",
    Text("这不是社保码，或者没有读全。", "This is not a social-insurance code, or not all of it."),
    Text("读到的内容和社保码的写法不一样。", "What was read is not written as a code is."),
    Text(
        "请对方打开自己的社保码页面，把屏幕调亮，重新扫。",
        "Ask for the page of the code itself, with a bright screen, and scan again.",
    ),
)
UNKNOWN_ISSUER = Problem(
    "UNKNOWN_ISSUER",
    Text("这个码不是本平台发的。", "This code was not issued here."),
    Text("签发它的密钥不在公布的名单里。", "The key behind it is not among the published ones."),
    Text(
        "请先更新核验页面上的密钥；还是这样，就不要接受。",
        "Renew the keys of this page; if it stays so, do not accept it.",
    ),
)
FORGED = Problem(
    "FORGED",
    Text("这个码是假的，或者被改过。", "This code is forged or was changed."),
    Text("签名对不上。", "A signature does not hold."),
    Text("不要接受，请对方当面重新出示。", "Do not accept it; ask to be shown it anew."),
)
OTHER_SERVICE = Problem(
    "OTHER_SERVICE",
    Text("这个码是给别的服务用的。", "This code is for another service."),
    Text(
        "每个服务的码不一样，本人同意了哪个就只能用在哪个。",
        "Each service has its own, and it says only what the person agreed to for that one.",
    ),
    Text("请对方打开本服务的码。", "Ask for the code of this service."),
)
TOO_OLD = Problem(
    "TOO_OLD",
    Text("这个码已经过时。", "This code is out of date."),
    Text(
        "码每 30 秒换一个，可能是截图、照片，也可能有一方的时钟不准。",
        "It changes every 30 seconds: this may be a picture of it, or a clock is wrong.",
    ),
    Text("请对方当面出示正在变化的码。", "Ask to be shown the living code."),
)
TOO_EARLY = Problem(
    "TOO_EARLY",
    Text("这个码的时间还没有到。", "This code's time has not come."),
    Text("对方手机或本机的时钟不准。", "The clock of the phone or of this machine is wrong."),
    Text("请校准时钟；对方联网刷新页面也可以。", "Set the clock right, or let the person reload."),
)
GRANT_OVER = Problem(
    "GRANT_OVER",
    Text("这台手机的码要联网更新了。", "This phone must renew its code online."),
    Text("每次授权只管一天。", "What a device is granted lasts a day."),
    Text("请对方联网打开一次社保码页面。", "Ask the person to open the page online once."),
)
