"""A submission's progress on the wire."""

from __future__ import annotations

from typing import Any

from bumang.access.matrix import Action, permits
from bumang.access.principal import Principal
from bumang.api.problem_json import shown
from bumang.casework.standing import Standing
from bumang.evidence.receipt import moment
from bumang.kernel import receipt_number
from bumang.kernel.text import Language


def progress_json(standing: Standing, asking: Principal, language: Language) -> dict[str, Any]:
    """State and times for whoever holds the number; the outcome for whom it belongs to."""
    told: dict[str, Any] = {
        "number": receipt_number.show(standing.number),
        "item": standing.item,
        "state": standing.state,
        "accepted_at": moment(standing.accepted_at),
    }
    own = permits(Action.READ_OUTCOME, asking, standing.submitter)
    if standing.rows and own:
        told |= {"rows": standing.rows, "rows_decided": standing.rows_decided}
    if standing.decided_at is not None:
        told["decided_at"] = moment(standing.decided_at)
        if own:
            told["result"] = standing.told.result
            told["reasons"] = [shown(reason, language) for reason in standing.told.reasons]
    return told
