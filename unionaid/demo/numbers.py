"""Numbers that look right and belong to nobody."""

from random import Random

from stdnum.cn import uscc

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def citizen_id(random: Random) -> str:
    """A number that passes the check: its serial 000 is never given out, so that it is nobody's."""
    day = f"{random.randint(1966, 2003)}{random.randint(1, 12):02d}{random.randint(1, 28):02d}"
    body = f"3702{random.randint(10, 85):02d}{day}000"
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 11]


def credit_code(serial: int) -> str:
    """A unified social credit code with a correct check sign, from the unused block MA0DE."""
    body = f"91370299MA0{serial:06d}"
    return body + uscc.calc_check_digit(body)
