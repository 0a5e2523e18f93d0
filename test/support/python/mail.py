"""Reads a mail with Python's own parser, strictly, and verifies its signatures with dkimpy: a second opinion in JSON."""
import email
import email.policy
import json
import sys

import dkim

raw = open(sys.argv[1], "rb").read()
keys = json.load(open(sys.argv[2])) if len(sys.argv) > 2 else {}
mail = email.message_from_bytes(raw, policy=email.policy.default)


def defects(part):
    found = [type(defect).__name__ for defect in part.defects]
    for name, value in part.items():
        found += [f"{name}: {type(defect).__name__}" for defect in getattr(value, "defects", [])]
    return found


def parsed(part):
    content = None if part.is_multipart() else part.get_content()
    if isinstance(content, bytes):
        content = content.decode("utf-8")
    return {
        "type": part.get_content_type(),
        "parameters": dict(part["content-type"].params) if part["content-type"] else {},
        "disposition": part.get_content_disposition(),
        "filename": part.get_filename(),
        "content": content,
        "defects": defects(part),
    }


def txt(name, timeout=5):
    return keys.get(name.decode().rstrip("."), "").encode()


def verified(index):
    try:
        return dkim.DKIM(raw).verify(idx=index, dnsfunc=txt)
    except dkim.ValidationError:
        return False


signatures = len(mail.get_all("dkim-signature", []))
print(
    json.dumps(
        {
            "headers": {name.lower(): str(value) for name, value in mail.items()},
            "parts": [parsed(part) for part in mail.walk()],
            "longestLine": max(len(line) for line in raw.split(b"\r\n")),
            "isSevenBit": all(byte < 128 for byte in raw) and b"\x00" not in raw,
            "hasBareLineEnds": b"\n" in raw.replace(b"\r\n", b"") or b"\r" in raw.replace(b"\r\n", b""),
            "signatures": [verified(index) for index in range(signatures)],
        }
    )
)
