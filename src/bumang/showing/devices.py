"""What a person calls a device, from what its browser says of itself; pure."""

from __future__ import annotations

_KNOWN = (
    ("HarmonyOS", "鸿蒙手机"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "安卓手机"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "Mac 电脑"),
    ("Linux", "Linux 电脑"),
)
_OTHER = "其他设备"


def device_name(user_agent: str) -> str:
    """Only a word of ours: nothing of the header is kept."""
    return next((name for word, name in _KNOWN if word in user_agent), _OTHER)
