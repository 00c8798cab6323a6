"""Why content may be deleted, and what must be kept all the same: pure.

Personal Information Protection Law (2021), art. 47: five grounds to delete; while a term that laws or
regulations set for keeping has not run out, nothing is deleted, but only stored and protected.

The terms here are the project's reading, for an office's lawyers to set:

- What was done is an original of registration, declaration or payment, which the agency must keep
  (Social Insurance Law, art. 74). The rules on social insurance business archives (MoHRSS and State
  Archives Administration, order 3 of 2009, for trial) keep them for 10, 30, 50 or 100 years by kind,
  or for ever: the longest term that ends holds for all, until an office names shorter ones.
- What was refused changed nothing; it is needed while it can be challenged in court: six months
  (Administrative Litigation Law, art. 46).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from bumang.kernel.clock import legal_day
from bumang.kernel.text import Text

DONE_YEARS = 100
CHALLENGE_MONTHS = 6


class Ground(StrEnum):
    """The five of article 47, paragraph 1, in its order."""

    PURPOSE = "purpose"
    RETENTION = "retention"
    CONSENT = "consent"
    UNLAWFUL = "unlawful"
    OTHER = "other"


MEANING = {
    Ground.PURPOSE: Text(
        "处理目的已实现、无法实现或者不再必要",
        "The purpose is achieved, cannot be, or needs the data no longer",
    ),
    Ground.RETENTION: Text("保存期限已届满", "The term for keeping has run out"),
    Ground.CONSENT: Text("个人撤回同意", "The person withdrew their consent"),
    Ground.UNLAWFUL: Text(
        "违反法律、行政法规或者约定处理个人信息",
        "It was processed against the law or what was agreed",
    ),
    Ground.OTHER: Text(
        "法律、行政法规规定的其他情形", "Another case that laws or regulations name"
    ),
}


class Kept(msgspec.Struct, frozen=True):
    """`until` is the first day on which it may be deleted; `None`: as long as `why` holds."""

    until: date | None
    why: Text


UNDECIDED = Kept(
    None,
    Text("还没有办结，要先办结。", "It is not decided yet; that comes first."),
)


def kept(state: str, decided_at: datetime, ground: Ground, today: date) -> Kept | None:
    """Why an entry's content must be kept today; `None`: it may be deleted.

    `state` is that of its outcome, `done` or `refused`.
    """
    day = legal_day(decided_at)
    if state == "done":
        until, why = _years_later(day, DONE_YEARS), _ARCHIVE
    elif ground is Ground.UNLAWFUL:
        return None
    else:
        until, why = _months_later(day, CHALLENGE_MONTHS), _CHALLENGE
    return None if today >= until else Kept(until, why)


def kept_record(last: date | None, today: date) -> Kept | None:
    """Why a person's record must be kept today. `last` is when their last period of cover ends, or
    began where it goes on; `None`: there is none."""
    until = None if last is None else _years_later(last, DONE_YEARS)
    return None if until is None or today >= until else Kept(until, _RECORD)


def _years_later(day: date, years: int) -> date:
    return _months_later(day, 12 * years)


def _months_later(day: date, months: int) -> date:
    """The same day of the month; the first of the next month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        year, month = divmod(year * 12 + month + 1, 12)
        return date(year, month + 1, 1)


_ARCHIVE = Text(
    "已经办成：登记、申报的原始凭证和会计凭证要妥善保管（社会保险法第七十四条，社会保险业务档案管理规定），"
    "个人信息保护法第四十七条第二款。",
    "It was done: originals of registration, declaration and accounting must be kept (Social Insurance Law, "
    "art. 74; rules on business archives); Personal Information Protection Law, art. 47, paragraph 2.",
)
_CHALLENGE = Text(
    "没有办成，但还可以提起行政诉讼（行政诉讼法第四十六条，六个月）。",
    "It was refused and can still be challenged in court (Administrative Litigation Law, art. 46: six months).",
)
_RECORD = Text(
    "个人权益记录要完整、准确地保存（社会保险法第七十四条）。",
    "The record of a person's rights must be kept whole (Social Insurance Law, art. 74).",
)
