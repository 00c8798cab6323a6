"""What can be wrong with what a program asks for, in words."""

from __future__ import annotations

from bumang.kernel.problems import Problem
from bumang.kernel.text import Text

TOKEN_INVALID = Problem(
    "TOKEN_INVALID",
    Text("访问令牌无效或已过期。", "The access token is not valid or has expired."),
    Text("无法确认是谁在办理。", "We cannot tell who is acting."),
    Text("请重新登录后再试。", "Sign in again and use the new token."),
)
NO_SUCH_PAGE = Problem(
    "NO_SUCH_PAGE",
    Text("没有这个地址。", "There is nothing at this address."),
    Text("地址可能写错了，或方法不对。", "The address or the method may be wrong."),
    Text("从 /api/v1/items 开始查找。", "Start from /api/v1/items."),
)
METHOD = Problem(
    "METHOD",
    Text("这个地址不接受这种方法。", "This address does not take this method."),
    Text("每个地址只接受规定的方法。", "Every address has its methods."),
    Text(
        "可用的方法见 Allow；全部接口见 /openapi.json。",
        "See Allow, and /openapi.json for all of them.",
    ),
)
NO_SUCH_ITEM = Problem(
    "NO_SUCH_ITEM",
    Text("没有这个事项。", "There is no such matter."),
    Text("事项编码可能写错了。", "Its code may be misspelt."),
    Text("全部事项见 /api/v1/items。", "All matters are listed at /api/v1/items."),
)
NO_SUCH_RECEIPT = Problem(
    "NO_SUCH_RECEIPT",
    Text("没有找到这个受理编号。", "This receipt number was not found."),
    Text("编号可能属于别的平台，或不是您的。", "It may be of another platform, or not yours."),
    Text("请对照回执核对编号。", "Compare it with your receipt."),
)
AFTER = Problem(
    "AFTER",
    Text("after 不是行号。", "`after` is not a row's number."),
    Text("它表示从哪一行之后接着列。", "It says after which row the list goes on."),
    Text("请用上一页的 next_after。", "Use `next_after` of the page before."),
)
ROW = Problem(
    "ROW_NUMBER",
    Text("row 要填行号。", "`row` is the number of a row."),
    Text("填的不是数字。", "What is given is no number."),
    Text(
        "行号见 /rows；要整件的存证，就不填 row。",
        "Numbers are at /rows; leave it out for the whole matter.",
    ),
    "row",
)
NUMBER_FORM = Problem(
    "NUMBER_FORM",
    Text(
        "受理编号的写法不对，可能有一位抄错了。",
        "This is not a receipt number; a character may be wrong.",
    ),
    Text(
        "编号共十二位，最后一位用来校验。",
        "It has twelve characters; the last one checks the others.",
    ),
    Text(
        "请逐位核对，例如 7K3M-92QX-4T8P 这样的写法。",
        "Compare it one by one; it looks like 7K3M-92QX-4T8P.",
    ),
)
SUBMIT_INSTEAD = Problem(
    "SUBMIT_INSTEAD",
    Text(
        "这个事项要受理后办理，不能当场答复。",
        "This matter is accepted and processed, not answered at once.",
    ),
    Text("办理结果要核对登记信息。", "Its outcome depends on the registry."),
    Text(
        "请用 POST /api/v1/items/{事项}/submissions。", "Use POST /api/v1/items/{code}/submissions."
    ),
)
