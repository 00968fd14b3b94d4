"""How personal values are shown until somebody says what for: enough to recognise, too little to use."""


def mask_name(name: str) -> str:
    """刘*顺, 刘*, 欧**娜: the first sign and, from three signs on, the last."""
    if len(name) < 2:
        return "*" if name else ""
    if len(name) == 2:
        return f"{name[0]}*"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def mask_number(number: str, *, head: int = 3, tail: int = 4) -> str:
    """138****4417: `head` signs, four stars, `tail` signs; too short a number shows two signs."""
    if not number:
        return ""
    if len(number) < head + tail + 2:
        return f"****{number[-2:]}"
    return f"{number[:head]}****{number[-tail:]}"


def mask_text(text: str) -> str:
    """A contact in words (妻 15012343384): every run of five digits or more is masked, the words stay."""
    parts, run = [], ""
    for sign in f"{text}\0":
        if sign.isdigit():
            run += sign
            continue
        parts.append(mask_number(run) if len(run) >= 5 else run)
        parts.append(sign)
        run = ""
    return "".join(parts).rstrip("\0")


def last_four(number: str) -> str:
    return number[-4:] if len(number) >= 8 else ""
