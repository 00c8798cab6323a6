"""What can be wrong with asking for a voucher, in words."""

from __future__ import annotations

from bumang.kernel.problems import Problem
from bumang.kernel.text import Text

SIGN_IN = Problem(
    "SIGN_IN",
    Text("请先登录。", "Sign in first."),
    Text("凭证只开给本人。", "Vouchers are issued to the person they are about."),
    Text("用本人账号登录后再办。", "Sign in as that person."),
)
PERSONS_ONLY = Problem(
    "NOT_ALLOWED",
    Text("您的身份不能办这件事。", "This is not open to your role."),
    Text("凭证只开给参保人本人。", "Vouchers are issued to the insured person alone."),
    Text("请参保人本人登录办理。", "Ask the person to sign in."),
)
NO_SUCH_VOUCHER = Problem(
    "NO_SUCH_VOUCHER",
    Text("没有找到这个凭证编号。", "This voucher number was not found."),
    Text("编号可能抄错了，或不是本平台签发的。", "It may be misspelt, or of another platform."),
    Text("请对照凭证核对编号。", "Compare it with the voucher."),
)
VOUCHER_NUMBER = Problem(
    "VOUCHER_NUMBER",
    Text("这不是凭证编号。", "This is not a voucher's number."),
    Text(
        "编号有 12 位，最后一位是校验位，抄错一位就对不上。",
        "It has twelve characters, the last of which checks the others.",
    ),
    Text("请对照凭证再核对一遍。", "Compare it with the voucher."),
)
NOTHING_TO_STATE = Problem(
    "NOTHING_TO_STATE",
    Text("没有可以写进这种凭证的记录。", "Nothing is on record that this voucher could state."),
    Text(
        "凭证只写登记在册的事：参保、缴费、受理。",
        "A voucher states what is on record: cover, payments, acceptances.",
    ),
    Text("可以开的凭证列在“我的凭证”里。", "`available` lists what can be issued."),
)
AUDIENCE = Problem(
    "AUDIENCE",
    Text("请写清出示给谁。", "Say whom it is shown to."),
    Text(
        "名称会签在里面，别人拿去就对不上；最多 60 个字。",
        "The name is signed, so that it fits nobody else; at most 60 characters.",
    ),
    Text("写上对方单位的名称。", "Write the other side's name."),
    field="audience",
)
NO_SUCH_CLAIM = Problem(
    "NO_SUCH_CLAIM",
    Text(
        "没有选出示哪些，或选了没有登记的项目。", "Nothing was picked, or something not on record."
    ),
    Text("只能出示登记在册的项目。", "Only what is on record can be shown."),
    Text("请至少选一项。", "Pick at least one."),
    field="disclose",
)
NOT_INSURED_NOW = Problem(
    "NOT_INSURED_NOW",
    Text("您今天没有参加这个险种。", "You are not insured in this scheme today."),
    Text("只能出示现在的参保情况。", "Only what holds now can be shown."),
    Text(
        "过去的情况请开参保缴费证明。", "For the past, have a certificate of contributions issued."
    ),
)
VOUCHER_FORM = Problem(
    "VOUCHER_FORM",
    Text("看不懂要开哪种凭证。", "It cannot be read which voucher is wanted."),
    Text(
        "要有 kind，也可以有 subject，都是文字。",
        "It has `kind`, and may have `subject`, as texts.",
    ),
    Text(
        "可以开的凭证列在 /api/v1/vouchers 的 available 里。",
        "See `available` at /api/v1/vouchers.",
    ),
)
