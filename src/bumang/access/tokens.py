"""Access tokens: JSON Web Tokens signed with Ed25519 (RFC 7519, RFC 8037) by this instance."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from secrets import token_hex

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from bumang.access.principal import Principal, Role

ISSUER = "bumang"
_ALGORITHM = "Ed25519"
_REMEMBERED = 100_000


class Tokens:
    """Issues and reads tokens. A token once verified is remembered until others crowd it out,
    because checking a signature costs far more than a look-up."""

    def __init__(self, private_pem: bytes) -> None:
        self._key = OKPKey.import_key(private_pem)
        self._claims = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": ISSUER},
            sub={"essential": True},
            exp={"essential": True},
        )
        self._known: OrderedDict[str, tuple[Principal, float]] = OrderedDict()

    def issue(self, principal: Principal, now: datetime, lifetime: timedelta) -> str:
        claims = {
            "iss": ISSUER,
            "sub": principal.key,
            "name": principal.name,
            "iat": int(now.timestamp()),
            "exp": int((now + lifetime).timestamp()),
            "jti": token_hex(8),
        }
        return jwt.encode({"alg": _ALGORITHM}, claims, self._key, algorithms=[_ALGORITHM])

    def read(self, token: str, now: float) -> Principal | None:
        """Whom a token speaks for at `now` (seconds since 1970); `None` when it does not hold."""
        known = self._known.get(token)
        if known is None:
            known = self._verified(token)
            if known is None:
                return None
            self._remember(token, known)
        else:
            self._known.move_to_end(token)
        principal, expires = known
        return principal if now < expires else None

    def _verified(self, token: str) -> tuple[Principal, float] | None:
        try:
            claims = jwt.decode(token, self._key, algorithms=[_ALGORITHM]).claims
            # Expiry is checked at every use; here only that it is there and a number.
            self._claims.validate({**claims, "exp": 1 << 40})
            principal = Principal.from_key(claims["sub"])
            expires = float(claims["exp"])
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            return None
        if principal.role is Role.ANYONE:
            return None
        return Principal(principal.role, principal.subject, str(claims.get("name", ""))), expires

    def _remember(self, token: str, known: tuple[Principal, float]) -> None:
        self._known[token] = known
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
