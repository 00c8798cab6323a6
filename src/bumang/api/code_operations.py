"""The one code's operations as the API's description has them."""

from __future__ import annotations

from typing import Any

from bumang.api.operation import json_body, operation

CODE_OPERATIONS: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/api/v1/codes/looks"): {
        "summary": "A service's office looks at a code: it is told what the person agreed to, and the person sees it",
        "security": [{"bearer": []}],
        "requestBody": json_body({"$ref": "#/components/schemas/Shown"}),
        **operation(
            {"$ref": "#/components/schemas/LookTold"},
            *("400", "401", "403", "409", "413", "422", "429"),
        ),
    },
    ("GET", "/.well-known/bumang-codes.json"): {
        "summary": "What checks a code without the network: keys, services, the attributes' bits",
        **operation({"$ref": "#/components/schemas/PublishedCodes"}),
    },
}
