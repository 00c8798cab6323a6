"""A submission's progress on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bumang.access.matrix import Action, permits
from bumang.access.principal import Principal
from bumang.api.problem_json import shown
from bumang.casework.standing import CONTENT_DELETED, Standing, look_again_seconds
from bumang.evidence.receipt import moment
from bumang.kernel import receipt_number
from bumang.kernel.text import Language


def progress_json(
    standing: Standing, asking: Principal, language: Language, now: datetime
) -> dict[str, Any]:
    """State and times for whoever holds the number; the outcome for whom it belongs to.

    While it is open, `look_again_after_s` says when asking again makes sense.
    """
    told: dict[str, Any] = {
        "number": receipt_number.show(standing.number),
        "item": standing.item,
        "state": standing.state,
        "accepted_at": moment(standing.accepted_at),
    }
    if standing.erased:
        told["content_deleted"] = CONTENT_DELETED.in_(language)
    if standing.started_at is not None:
        told["started_at"] = moment(standing.started_at)
    own = permits(Action.READ_OUTCOME, asking, standing.submitter)
    if standing.rows and own:
        told |= {"rows": standing.rows, "rows_decided": standing.rows_decided}
    if standing.decided_at is None:
        told["look_again_after_s"] = look_again_seconds(standing.accepted_at, now)
    else:
        told["decided_at"] = moment(standing.decided_at)
        if own:
            told["result"] = standing.told.result
            told["reasons"] = [shown(reason, language) for reason in standing.told.reasons]
    return told
