"""The page that says how to leave the doubtful lane: three equal ways, one of them a proof of work."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape

from bumang.gate.plain_page import STYLE
from bumang.kernel.text import Language, Text
from bumang.runtime.http import Wire

FIELD = "altcha"
_WIDGET_LANGUAGE = {"zh": "zh-cn", "en": "en"}
_POLICY = (
    f"default-src 'none'; style-src 'self' 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "script-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def proof_page(
    challenge: str, assets: Mapping[str, str], language: Language, *, wrong: bool
) -> Wire:
    """`assets` are the addresses of the static files by name; `challenge` is JSON."""
    title, lang = _TITLE.in_(language), "zh-CN" if language == "zh" else "en"
    said = f'<p role="alert">{_WRONG.in_(language)}</p>' if wrong else ""
    ways = "".join(f"<li>{way.in_(language)}</li>" for way in _WAYS)
    body = (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style>"
        f'<link rel="stylesheet" href="{assets["altcha.css"]}">'
        f"<main><h1>{title}</h1><p>{_WHY.in_(language)}</p>{said}<ol>{ways}</ol>"
        f'<form method="post" action="/queue/proof">{_widget(challenge, assets, language)}'
        f"<p><button>{_BUTTON.in_(language)}</button></p></form>"
        f"<noscript><p>{_NO_SCRIPT.in_(language)}</p></noscript>"
        f'<p><a href="/sign-in">{_SIGN_IN.in_(language)}</a></p>'
        f'<p><a href="/">{_BACK.in_(language)}</a></p></main>'
        f'<script type="module" src="{assets["altcha.min.js"]}"></script>'
        f'<script type="module" src="{assets["proof.js"]}"></script></html>'
    )
    headers = (
        ("cache-control", "no-store"),
        ("content-security-policy", _POLICY),
        ("x-content-type-options", "nosniff"),
    )
    status = 422 if wrong else 200
    return Wire(status, "text/html; charset=utf-8", body.encode(), headers)


def _widget(challenge: str, assets: Mapping[str, str], language: Language) -> str:
    words = _WIDGET_LANGUAGE[language]
    told = {
        "challenge": challenge,
        "name": FIELD,
        "auto": "onsubmit",
        "language": words,
        "workers": "1",
        "configuration": json.dumps(
            {"hideLogo": True, "hideFooter": True, "humanInteractionSignature": False}
        ),
        "data-worker": assets["altcha-pbkdf2.js"],
        "data-words": words,
        "data-said": json.dumps({name: text.in_(language) for name, text in _SAID.items()}),
    }
    said = " ".join(f'{name}="{escape(value, quote=True)}"' for name, value in told.items())
    return f"<altcha-widget {said}></altcha-widget>"


_TITLE = Text("想快一点轮到？", "Would you like your turn sooner?")
_WHY = Text(
    "和您从同一个网络来的，有很多像是程序自动发出的。分不清是谁，所以这个网络来的先排在后面一条队里：这条队一直在往前走，没有人被拒绝。下面三种办法一样管用，任选一种，就换到前面那条队的末尾；那里要是并不更快，就留在原来的位置：",
    "Much of what comes by the same network as you looks as if programs sent it. We cannot tell who is who, so those who come by it wait in a second line first: it always goes on, and nobody is refused. Three ways are equally good; any of them takes you to the end of the first line, unless that would not be sooner:",
)
_WAYS = (
    Text(
        "什么也不用做：开着排队页面等一会儿，页面会自己换过去。老手机、不开脚本也一样。",
        "Do nothing: keep the waiting page open for a while, and it takes you over by itself. An old phone, or one without scripts, does as well.",
    ),
    Text("登录。", "Sign in."),
    Text(
        "按下面的按钮，让这台设备算几秒钟。不收集任何信息。",
        "Press the button below and let this device compute for some seconds. Nothing is collected.",
    ),
)
_BUTTON = Text("让设备算一下", "Let the device compute")
_SIGN_IN = Text("登录", "Sign in")
_BACK = Text("回到排队页面", "Back to the waiting page")
_NO_SCRIPT = Text(
    "这台设备没有开脚本，按钮用不了；前两种办法照样可以。",
    "Scripts are off on this device, so the button does nothing; the first two ways do.",
)
_WRONG = Text(
    "这一次没有算对，或者超过了十分钟。您的位置没有变；可以再算一次，也可以用另外两种办法。",
    "This was not computed right, or took more than ten minutes. Your place has not changed; compute again, or take one of the other ways.",
)
_SAID = {
    "label": Text("让设备算几秒钟", "Let the device compute for some seconds"),
    "verifying": Text("正在算……", "Computing …"),
    "verified": Text("算好了", "Computed"),
    "waitAlert": Text("正在算，再等几秒。", "Computing; a few more seconds."),
    "error": Text(
        "没有算成。您的位置没有变，另外两种办法照样可以。",
        "It could not be computed. Your place has not changed; the other two ways do as well.",
    ),
    "expired": Text("这道题过了时间，请打开页面重新算。", "This is over; open the page again."),
    "verificationRequired": Text("请先让设备算一下。", "Let the device compute first."),
}
