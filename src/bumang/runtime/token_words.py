"""What can be wrong with a token, what it means and what to do; zh and en."""

NO_EXTRA = (
    "设置了 BUMANG_PKCS11_MODULE，但没有安装 pkcs11 组件。\n"
    "BUMANG_PKCS11_MODULE is set, but the extra pkcs11 is not installed. Install it "
    "(`pip install --require-hashes -r requirements-keys.txt`), or unset the variable."
)
INCOMPLETE = (
    "使用密码设备要同时设置 BUMANG_PKCS11_TOKEN 和 PIN（BUMANG_PKCS11_PIN_FILE 或 BUMANG_PKCS11_PIN）。\n"
    "A token needs BUMANG_PKCS11_TOKEN, its label, and its PIN: BUMANG_PKCS11_PIN_FILE or "
    "BUMANG_PKCS11_PIN."
)
NO_PIN_FILE = (
    "读不到 BUMANG_PKCS11_PIN_FILE 指定的文件。\n"
    "The file that BUMANG_PKCS11_PIN_FILE names cannot be read. Check its path and who may read it."
)
SILENT = (
    "密码设备没有应答。请检查设备和网络连接。\n"
    "The token does not answer. Check the device and what it is connected by."
)
EXTRACTABLE = (
    "密码设备中的密钥 {label} 可以导出，不能用于签名。请用 bumang pkcs11 make 另建。\n"
    "The token's key {label} can be taken out of it, and is not used. Delete it, and make another "
    "with `bumang pkcs11 make`."
)
NOT_ED25519 = (
    "密码设备中的密钥不是 Ed25519 密钥。\n"
    "The token's key is not an Ed25519 key. Make one with `bumang pkcs11 make`."
)
PIN = (
    "密码设备不接受这个 PIN。为免锁定设备，不会自动重试。请更正 PIN 后重新启动。\n"
    "The token does not take this PIN. It is not tried again, for a few wrong ones lock a token: "
    "put the PIN right, then start again."
)
LOCKED = (
    "密码设备已锁定。请由安全管理员解锁后重新启动。\n"
    "The token is locked. Have its security officer unlock it, then start again."
)
NEVER_AGAIN = frozenset({PIN, LOCKED})
NO_SUCH_DEVICE = (
    "找不到 BUMANG_PKCS11_TOKEN 指定的密码设备。请检查标签，以及设备是否接好。\n"
    "There is no token with the label that BUMANG_PKCS11_TOKEN says. Check the label, and that the "
    "device is there."
)
NO_KEY = (
    "密码设备中没有所需的密钥。请用 bumang pkcs11 make 建立。\n"
    "The token does not hold the key that is asked for. Make it with `bumang pkcs11 make`."
)
NO_EDDSA = (
    "密码设备不支持 Ed25519（CKM_EDDSA）。请更换设备，或把密钥放在文件中。\n"
    "The token cannot do Ed25519 (CKM_EDDSA). Take one that can, or keep the keys in files."
)
TWO_KEYS = (
    "密码设备中有多个同名的密钥或设备。请删去多余的。\n"
    "Several tokens or keys have the same label. Leave one of them."
)
OTHER = (
    "密码设备或它的程序库出错（{kind}）。请检查 BUMANG_PKCS11_MODULE 和设备。\n"
    "The token or its library failed ({kind}). Check BUMANG_PKCS11_MODULE and the device."
)
MEANING = {
    "PinIncorrect": PIN,
    "PinInvalid": PIN,
    "PinLenRange": PIN,
    "PinExpired": PIN,
    "PinLocked": LOCKED,
    "NoSuchToken": NO_SUCH_DEVICE,
    "NoSuchKey": NO_KEY,
    "MechanismInvalid": NO_EDDSA,
    "MultipleObjectsReturned": TWO_KEYS,
    "MultipleTokensReturned": TWO_KEYS,
}


def meaning(kind: str) -> str:
    """Of a failure of the library, by its kind alone: its text may hold anything."""
    return MEANING.get(kind, OTHER.format(kind=kind))
