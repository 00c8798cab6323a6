"""Where an instance's signing keys are: in files of its data folder, or in a token by PKCS#11.

A token holds Ed25519 keys; those of ML-DSA-65 lie in files beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from bumang.evidence.log_keys import LogKeys
from bumang.evidence.signing import SigningKey
from bumang.evidence.signing_in_token import SigningInToken
from bumang.evidence.sm2 import Sm2PrivateKey
from bumang.evidence.voucher_keys import VoucherKeys
from bumang.runtime.hardware_token import HardwareToken, TokenError, token_of
from bumang.runtime.key_in_token import KeyInToken, key_in_token, known_at, look
from bumang.runtime.settings import Settings

RECEIPTS, LOG, VOUCHERS = "receipts", "log", "vouchers"
NAMES = (RECEIPTS, LOG, VOUCHERS)
_LOG_FILE, _SM2_FILE = "log-ed25519.pem", "log-sm2.key"


def receipts_key(settings: Settings) -> SigningKey:
    """Signs receipts. Raises `TokenError`."""
    found = _in_token(settings, RECEIPTS)
    if found is None:
        return SigningKey.load_or_create(settings.keys)
    key = SigningInToken(found, settings.keys)
    key.publish(settings.keys)
    return key


def log_keys(settings: Settings) -> LogKeys:
    """Sign checkpoints. Raises `TokenError`, `NoSm2Error`."""
    found = LogKeys.load_or_create(settings.keys, _in_token(settings, LOG))
    if not settings.log_sm2:
        return found
    return LogKeys(found.private, (Sm2PrivateKey.load_or_create(settings.keys / _SM2_FILE),))


def voucher_keys(settings: Settings) -> VoucherKeys:
    """Sign vouchers. Raises `TokenError`."""
    return VoucherKeys.load_or_create(settings.keys, _in_token(settings, VOUCHERS))


def names_in_token(settings: Settings) -> tuple[str, ...]:
    """The keys that a token is to hold. Raises `TokenError` for a name that no key has."""
    names = tuple(name.strip() for name in settings.pkcs11_keys.split(","))
    if unknown := [name for name in names if name not in NAMES]:
        raise TokenError(_UNKNOWN.format(name=unknown[0], names=", ".join(NAMES)))
    return names


def look_at_token(settings: Settings, used: Sequence[str] = NAMES) -> None:
    """Prove, before anything begins, that the token holds the keys of `used` that are its to hold.

    Raises `TokenError`.
    """
    token = token_of(settings)
    names = names_in_token(settings) if token is not None else ()
    _log_keeps_its_key(settings, names)
    if token is None:
        return
    for name in [name for name in names if name in used]:
        look(token, settings.keys, name)
        token.prove(name)


def look_at_sm2(settings: Settings) -> None:
    """Raises `NoSm2Error` where the log is to sign by SM2 and cannot."""
    if settings.log_sm2:
        Sm2PrivateKey.load_or_create(settings.keys / _SM2_FILE)


def make_in_token(settings: Settings, token: HardwareToken) -> dict[str, bool]:
    """Make the keys that are missing; whether each was made now. Raises `TokenError`."""
    names = names_in_token(settings)
    _log_keeps_its_key(settings, names)
    made = {name: not token.has(name) for name in names}
    for name in [name for name, missing in made.items() if missing]:
        token.make(name)
    return made


def _in_token(settings: Settings, name: str) -> KeyInToken | None:
    token = token_of(settings)
    if token is None or name not in names_in_token(settings):
        return None
    return key_in_token(token, settings.keys, name)


def _log_keeps_its_key(settings: Settings, names: Sequence[str]) -> None:
    """Whoever moves it would begin other logs under the same name without a word."""
    file, known = settings.keys / _LOG_FILE, known_at(settings.keys, LOG)
    if LOG in names and file.exists():
        raise TokenError(_BEGUN.format(path=file))
    if LOG not in names and known.exists():
        raise TokenError(_IN_DEVICE.format(path=known))


_UNKNOWN = (
    "BUMANG_PKCS11_KEYS 中的 {name} 不是可以放进密码设备的密钥，可选：{names}。ML-DSA-65 密钥仍放在文件中。\n"
    "BUMANG_PKCS11_KEYS says {name}, which no token can hold here: take some of {names}. The "
    "ML-DSA-65 keys stay in files."
)
_BEGUN = (
    "公开日志已由文件 {path} 中的密钥签名，不能改用密码设备中的密钥。请从 BUMANG_PKCS11_KEYS 中去掉 log。\n"
    "The public log is signed by the key in {path} already, and keeps it. Take `log` out of "
    "BUMANG_PKCS11_KEYS; only a new instance can have it in the token."
)
_IN_DEVICE = (
    "公开日志由密码设备中的密钥签名（见 {path}），不能改用文件中的密钥。请重新设置 BUMANG_PKCS11_MODULE，并在 "
    "BUMANG_PKCS11_KEYS 中保留 log。\n"
    "The public log is signed by the token's key (see {path}), and keeps it. Set "
    "BUMANG_PKCS11_MODULE again, and leave `log` in BUMANG_PKCS11_KEYS."
)
