"""Who may do what: one table. The API, the pages and the decisions ask it, and nothing else."""

from __future__ import annotations

from enum import StrEnum

from bumang.access.principal import Principal, Role
from bumang.kernel.text import Text


class Rule(StrEnum):
    """Whose things an action is open to.

    OWN: what belongs to the one who asks. OWN_OR_CONSENTED: also what belongs to someone who let
    them, by a consent or a family link in the registry.
    """

    NOBODY = "nobody"
    OWN = "own"
    OWN_OR_CONSENTED = "own-or-consented"
    ALL = "all"


class Action(StrEnum):
    READ_MATTERS = "read-matters"
    GET_ANSWER = "get-answer"
    SUBMIT = "submit"
    ACT_FOR_PERSON = "act-for-person"
    READ_PROGRESS = "read-progress"
    READ_OUTCOME = "read-outcome"
    READ_RECEIPT = "read-receipt"
    LIST_SUBMISSIONS = "list-submissions"
    READ_FAMILY = "read-family"
    ISSUE_VOUCHER = "issue-voucher"
    READ_VOUCHER = "read-voucher"
    READ_VOUCHER_STATUS = "read-voucher-status"
    READ_GATE = "read-gate"
    STEER_GATE = "steer-gate"
    SHOW_CODE = "show-code"
    LOOK_AT_CODE = "look-at-code"
    ERASE = "erase"


MEANING = {
    Action.READ_MATTERS: Text("看事项说明、公开密钥", "Read the matters and the published keys"),
    Action.GET_ANSWER: Text("当场测算、查询规定", "Get an answer that is given at once"),
    Action.SUBMIT: Text("以自己的名义提交", "Submit in one's own name"),
    Action.ACT_FOR_PERSON: Text("为某个参保人办理", "Act for an insured person"),
    Action.READ_PROGRESS: Text(
        "凭受理编号看状态和时间", "See state and times by the receipt's number"
    ),
    Action.READ_OUTCOME: Text("看办理结果和理由", "See the outcome with its reasons"),
    Action.READ_RECEIPT: Text("再取一次受理回执", "Get the receipt again"),
    Action.LIST_SUBMISSIONS: Text("列出办过的事项", "List submissions"),
    Action.READ_FAMILY: Text("看登记的家人", "See the family on record"),
    Action.ISSUE_VOUCHER: Text("开凭证、停用凭证", "Issue and stop vouchers"),
    Action.READ_VOUCHER: Text("看凭证、下载凭证", "See and download vouchers"),
    Action.READ_VOUCHER_STATUS: Text(
        "凭凭证编号看是否有效", "See by a voucher's number whether it stands"
    ),
    Action.READ_GATE: Text(
        "看闸口的现状和调整记录", "See how the gate stands and what was ordered of it"
    ),
    Action.STEER_GATE: Text("调整闸口", "Steer the gate"),
    Action.SHOW_CODE: Text(
        "出示社保码，看谁看过，停用设备和服务",
        "Show the one code, see who looked, stop devices and services",
    ),
    Action.LOOK_AT_CODE: Text(
        "凭本服务的码问本人同意的内容",
        "Ask by a code of one's own service what the person agreed to",
    ),
    Action.ERASE: Text(
        "依法删除内容（一人下单，另一人确认）",
        "Delete content as the law demands (one orders, another confirms)",
    ),
}

_NONE, _OWN, _LET, _ALL = Rule.NOBODY, Rule.OWN, Rule.OWN_OR_CONSENTED, Rule.ALL
_ROLES = (
    Role.ANYONE,
    Role.PERSON,
    Role.EMPLOYER,
    Role.AGENT,
    Role.CLERK,
    Role.OPERATOR,
    Role.VERIFIER,
)
_ROWS: dict[Action, tuple[Rule, Rule, Rule, Rule, Rule, Rule, Rule]] = {
    #                         anyone  person employer agent  clerk  operator verifier
    Action.READ_MATTERS: (_ALL, _ALL, _ALL, _ALL, _ALL, _ALL, _ALL),
    Action.GET_ANSWER: (_ALL, _ALL, _ALL, _ALL, _ALL, _ALL, _ALL),
    Action.SUBMIT: (_NONE, _OWN, _OWN, _OWN, _NONE, _NONE, _NONE),
    Action.ACT_FOR_PERSON: (_NONE, _LET, _NONE, _LET, _NONE, _NONE, _NONE),
    # The number is 55 random bits: whoever has it was given it. It tells nothing about the person.
    Action.READ_PROGRESS: (_ALL, _ALL, _ALL, _ALL, _ALL, _ALL, _ALL),
    Action.READ_OUTCOME: (_NONE, _OWN, _OWN, _OWN, _NONE, _NONE, _NONE),
    Action.READ_RECEIPT: (_NONE, _OWN, _OWN, _OWN, _NONE, _NONE, _NONE),
    Action.LIST_SUBMISSIONS: (_NONE, _OWN, _OWN, _OWN, _NONE, _NONE, _NONE),
    Action.READ_FAMILY: (_NONE, _OWN, _NONE, _NONE, _NONE, _NONE, _NONE),
    Action.ISSUE_VOUCHER: (_NONE, _OWN, _NONE, _NONE, _NONE, _NONE, _NONE),
    Action.READ_VOUCHER: (_NONE, _OWN, _NONE, _NONE, _NONE, _NONE, _NONE),
    # As with a receipt's: whoever has the number was given it, and is told nothing of the person.
    Action.READ_VOUCHER_STATUS: (_ALL, _ALL, _ALL, _ALL, _ALL, _ALL, _ALL),
    Action.READ_GATE: (_NONE, _NONE, _NONE, _NONE, _NONE, _ALL, _NONE),
    Action.STEER_GATE: (_NONE, _NONE, _NONE, _NONE, _NONE, _ALL, _NONE),
    Action.SHOW_CODE: (_NONE, _OWN, _NONE, _NONE, _NONE, _NONE, _NONE),
    # A verifier's own are the codes of its service.
    Action.LOOK_AT_CODE: (_NONE, _NONE, _NONE, _NONE, _NONE, _NONE, _OWN),
    Action.ERASE: (_NONE, _NONE, _NONE, _NONE, _NONE, _ALL, _NONE),
}
MATRIX: dict[tuple[Action, Role], Rule] = {
    (action, role): rule
    for action, rules in _ROWS.items()
    for role, rule in zip(_ROLES, rules, strict=True)
}


def permits(
    action: Action, principal: Principal, owner: str = "", *, consented: bool = False
) -> bool:
    """Whether the principal may do this with what belongs to `owner` (a principal's key).

    `consented`: the registry says that the owner let them.
    """
    rule = MATRIX[action, principal.role]
    if rule is Rule.ALL:
        return True
    if rule is Rule.NOBODY:
        return False
    return principal.key == owner or (rule is Rule.OWN_OR_CONSENTED and consented)


def page() -> str:
    """The table as a page of the reference (Markdown)."""
    lines = [
        "# Who may do what",
        "",
        "Made from `src/bumang/access/matrix.py` by `python tools/access_page.py`; do not edit.",
        "",
        f"| action | | {' | '.join(role.value for role in _ROLES)} |",
        f"| --- | --- | {' | '.join('---' for _ in _ROLES)} |",
    ]
    for action, rules in _ROWS.items():
        words = MEANING[action]
        cells = " | ".join(rule.value for rule in rules)
        lines.append(f"| `{action.value}` | {words.zh}<br>{words.en} | {cells} |")
    lines += [
        "",
        "*own*: what belongs to the one who asks. *own-or-consented*: also what belongs to someone who"
        " let them, by a consent or a family link in the registry. Which matters a role can submit is"
        " said by each matter; it is never more than this table.",
        "",
    ]
    return "\n".join(lines)
