"""What the pages of the one code say."""

from __future__ import annotations

from bumang.codes.attributes import LABELS, Attribute, Value
from bumang.codes.looking import REFUSALS
from bumang.codes.services import numbered
from bumang.codes.verification import (
    FORGED,
    GRANT_OVER,
    NOT_A_CODE,
    OTHER_SERVICE,
    TOO_EARLY,
    TOO_OLD,
    UNKNOWN_ISSUER,
)
from bumang.kernel.text import Language, Text

WORDS = {
    "code": Text("社保码", "My code"),
    "lead": Text(
        "一个码，到各处都能用。每 30 秒换一次，别人拍下来也没有用；给谁看什么，由您定。",
        "One code for many places. It changes every 30 seconds, so that a picture of it is worth nothing; who learns what is yours to say.",
    ),
    "back": Text("返回", "Back"),
    "where_to": Text("您要在哪里用？", "Where do you want to use it?"),
    "agreed": Text("已同意，打开就能出示", "Agreed: open it and show it"),
    "not_yet": Text("还没有用过", "Not used yet"),
    "question": Text("同意给「{service}」看吗？", "Do you agree to show “{service}”?"),
    "learns": Text("它会知道", "It will learn"),
    "learns_name": Text(
        "您在这个服务里的代号（只在这里用，别处的不一样）",
        "Your name with this service: used here alone, another one elsewhere",
    ),
    "keeps_out": Text("它不会知道", "It will not learn"),
    "keeps_out_rest": Text("您在别处用码的记录", "Where else you use the code"),
    "offline_too": Text(
        "没有网络的地方也要用，所以下面的问题如果答案是「是」，码里就带着，看到码的人都能读到",
        "It is used where there is no network too: where the answer is yes, the code itself carries it, and whoever sees the code can read it",
    ),
    "logged": Text(
        "它每查询一次，您在社保码页面都看得见；没有网络时它只能验真假，记录里没有。随时可以停用，停用马上生效（断网的核验点最多晚一天）。",
        "You see every look on the page of your code; without a network it can only tell whether the code is genuine, and that is not in your log. You can stop it at any time: at once, or within a day where an office has no network.",
    ),
    "agree": Text("同意，打开社保码", "Agree and open the code"),
    "show_to": Text("请把码对准扫码的地方", "Hold the code to the reader"),
    "seconds": Text("还有 {seconds} 秒换新码", "The next one in {seconds} s"),
    "a_code": Text("社保码的二维码", "The QR code"),
    "register": Text("在这台设备上用", "Use this device"),
    "register_how": Text(
        "这台设备还没有登记。登记后，码由这台设备自己生成，密钥只在这台设备里，拷不走。请不要在别人的手机上登记。",
        "This device is not registered. Once it is, it makes the codes itself, with a key that stays in it and cannot be copied. Do not register somebody else's phone.",
    ),
    "stopped_here": Text(
        "这台设备已经停用，或者授权被收回。要再用，请重新登记。",
        "This device was stopped, or what it was granted was taken back. Register it anew to go on.",
    ),
    "queued": Text(
        "现在人多，正在排队。还没有登记，过几秒会自动再试。",
        "Many are here just now: you are in the queue. Nothing is registered yet; it is tried again in a few seconds.",
    ),
    "too_many": Text(
        "登记的设备已经有 10 台。请先在社保码页面停用不用的。",
        "There are ten devices already. Stop one you do not use on the page of your code.",
    ),
    "offline_now": Text(
        "现在没有网络，码照样能用；一天之内要联网打开一次。",
        "There is no network just now; the code works all the same. Open it online once a day.",
    ),
    "no_grant": Text(
        "没有网络，这台设备还没有码。请联网后再打开。",
        "There is no network, and this device has no code yet. Open it again online.",
    ),
    "plain": Text("不用脚本的码", "The code without scripts"),
    "plain_how": Text(
        "这个浏览器不能自己生成码，由平台替您保管密钥，每 30 秒刷新页面。只在这次登录里有效，退出登录就没有了。",
        "This browser cannot make the code itself: the platform keeps the key, and the page is renewed every 30 seconds. It is good in this sign-in alone.",
    ),
    "plain_begin": Text("打开社保码", "Open the code"),
    "service_page": Text("它会知道什么", "What it learns"),
    "stop_service": Text("停用这个服务", "Stop this service"),
    "devices": Text("登记的设备", "Registered devices"),
    "no_devices": Text("还没有登记的设备。", "None yet."),
    "since": Text("{when} 登记", "since {when}"),
    "by_sign_in": Text("这次登录（密钥在平台）", "a sign-in: the platform keeps the key"),
    "stop_device": Text("停用", "Stop"),
    "looks": Text("谁看过", "Who looked"),
    "no_looks": Text("还没有人看过。", "Nobody yet."),
    "told": Text("告诉了它", "It was told"),
    "told_nothing": Text("没有告诉它任何内容：", "It was told nothing: "),
    "offices": Text("核验社保码", "Check a code"),
    "offices_lead": Text(
        "您是哪个服务的网点？每个服务只看得到本人同意给它的内容。",
        "Which service are you? Each sees only what people agreed to tell it.",
    ),
    "check": Text("核验：{service}", "Check: {service}"),
    "as_office": Text(
        "已登录：{office}。每看一次，本人都看得见。",
        "Signed in as {office}. The person sees every look.",
    ),
    "as_nobody": Text(
        "没有以本服务的网点登录：只能验真假，不能查询。",
        "Not signed in as an office of this service: the code can be checked, nothing can be asked.",
    ),
    "sign_in_office": Text("以网点登录", "Sign in as the office"),
    "this_office_learns": Text("本服务会知道", "This service learns"),
    "this_office_not": Text("本服务不会知道", "This service does not learn"),
    "pseudonym_line": Text(
        "这个人在本服务的代号", "The person's name with this service, and with it alone"
    ),
    "camera": Text("用摄像头扫码", "Scan with the camera"),
    "camera_off": Text("停止扫码", "Stop the camera"),
    "no_camera": Text(
        "摄像头打不开。请允许使用摄像头，或选图片、用扫码枪。",
        "The camera does not open. Allow its use, or choose a picture, or use a scanner.",
    ),
    "picture": Text("选一张码的图片", "Choose a picture of the code"),
    "no_code_in_picture": Text(
        "图片里没有读到码。请拍清楚一些，不要反光，把码拍满画面。",
        "No code was found in the picture. Take it sharper, without glare, with the code filling it.",
    ),
    "paste": Text("扫码枪，或粘贴码的内容", "A scanner, or the text of the code"),
    "do_check": Text("核验", "Check"),
    "unknown": Text(
        "码是真的，登记里没有这一项，请看证件办理",
        "Genuine, but the registry does not know: go by papers",
    ),
    "genuine": Text("码是真的，没有过时", "Genuine, and of this moment"),
    "only_checked": Text(
        "只验了真假，没有查询登记，本人的记录里没有这一次。",
        "Only checked: the registry was not asked, and the person's log does not have it.",
    ),
    "unreachable": Text(
        "平台现在连不上，下面是断网核验的结果。",
        "The platform cannot be reached: this is what the code itself tells.",
    ),
    "seen_here": Text("本机刚刚看过这个码。", "This machine saw this very code just now."),
    "again": Text(
        "这个码 {when} 在本处看过，结果和那次一样。",
        "This code was looked at here at {when}; the answer is that one.",
    ),
    "cannot": Text(
        "这个浏览器不能断网验签名，请联网核验，或换新一些的浏览器。",
        "This browser cannot check the signatures without the network: go online, or use a newer one.",
    ),
    "person_sees": Text("本人已经看得见这次核验。", "The person can see this look already."),
    "says_nothing": Text("码里没有写明「是」", "The code does not say yes to it"),
    "download": Text("下载断网核验页", "Download the page for use without a network"),
    "download_how": Text(
        "一个文件，存到没有网络的设备上用；密钥已经在里面。平台换签发密钥时要重新下载。",
        "One file, for a machine without a network; the keys are in it. Download it anew when the platform changes its key.",
    ),
    "offline_page": Text("断网核验", "Without a network"),
    "person_only": Text("社保码是参保人用的", "The code is for insured persons"),
    "person_only_text": Text(
        "您登录的是别的身份。参保人请用自己的账号登录；网点请到核验页面。",
        "You are signed in with another role. Sign in as the person; offices use the page that checks.",
    ),
    "to_offices": Text("到核验页面", "To the page that checks"),
}
YES, NO = Text("是", "Yes"), Text("否", "No")
_NOT_KNOWN = Text("登记里没有", "Not on record")
_SCHEMES = {
    "employee": Text("职工社会保险", "Employees' insurance"),
    "resident_medical": Text("城乡居民医保", "Residents' medical insurance"),
}
PROBLEMS = {
    one.code: one
    for one in (
        *(NOT_A_CODE, UNKNOWN_ISSUER, FORGED, OTHER_SERVICE, TOO_OLD, TOO_EARLY, GRANT_OVER),
        *REFUSALS.values(),
    )
}


_OF_SCRIPTS = (
    *("seconds", "stopped_here", "queued", "too_many", "offline_now", "no_grant", "cannot"),
    *("no_camera", "camera", "camera_off", "no_code_in_picture", "genuine", "only_checked"),
    *("unreachable", "seen_here", "says_nothing", "pseudonym_line"),
)


def value_words(attribute: Attribute, value: Value) -> Text:
    """A value as people read it."""
    if value is None or value == ():
        return _NOT_KNOWN
    if isinstance(value, bool):
        return YES if value else NO
    if attribute is Attribute.PAID_MONTHS:
        return Text("{n} 个月", "{n} months").format(n=value)
    if isinstance(value, list | tuple):
        named = [_SCHEMES.get(one, Text(one, one)) for one in value]
        return Text("、".join(one.zh for one in named), ", ".join(one.en for one in named))
    return Text(str(value), str(value))


def service_name(number: int) -> Text:
    found = numbered(number)
    return found.name if found else Text(f"{number} 号服务", f"Service {number}")


def said(language: Language) -> dict[str, object]:
    """What the scripts of the pages say, in one language."""
    told: dict[str, object] = {name: WORDS[name].in_(language) for name in _OF_SCRIPTS}
    told["problems"] = {
        code: [text.in_(language) for text in (one.what, one.why, one.fix)]
        for code, one in PROBLEMS.items()
    }
    told["labels"] = [LABELS[one].in_(language) for one in Attribute]
    told["yes"] = YES.in_(language)
    return told
