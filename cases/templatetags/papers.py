"""How a printed paper writes money, dates and numbers, and draws its QR code, seal and signatures.

A value that is not there yet (a preview of an unfinished draft) prints as a blank to be filled in.
"""

import base64
import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import segno
from django import template
from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cases.papers.contract import money
from cases.papers.notices import TERMINATION_GROUNDS
from law.rules.money import in_capitals

register = template.Library()

BLANK = "＿＿＿＿"
WEEKDAYS = "一二三四五六日"
NUMERALS = "〇一二三四五六七八九"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SEAL_RED = "#c8141e"


@register.filter
def figures(amount: str | None) -> str:
    """1108900.00 → 1,108,900.00"""
    return f"{Decimal(amount):,.2f}" if amount else BLANK


@register.filter
def capitals(amount: str | None) -> str:
    """1108900.00 → 壹佰壹拾万捌仟玖佰元整"""
    return in_capitals(Decimal(amount)) if amount else BLANK


@register.filter
def chinese_date(day: str | None) -> str:
    """2026-02-08 → 2026年2月8日 (GB/T 9704: Arabic figures, no leading zeros). Also takes a moment."""
    if not day:
        return "　　年　　月　　日"
    that = datetime.fromisoformat(day)
    return f"{that.year}年{that.month}月{that.day}日"


@register.filter
def chinese_moment(moment: str | None) -> str:
    """2026-11-21T16:05 → 2026年11月21日16时05分"""
    if not moment:
        return "　　年　　月　　日　　时　　分"
    that = datetime.fromisoformat(moment)
    return f"{chinese_date(moment)}{that.hour}时{that.minute:02}分"


@register.filter
def weekday(day: str | None) -> str:
    """2026-12-08 → 周二"""
    return f"周{WEEKDAYS[date.fromisoformat(day[:10]).weekday()]}" if day else ""


@register.filter
def iso_weekday(day: str | None) -> str:
    """2026-12-08 → 2026-12-08 周二"""
    return f"{day[:10]} {weekday(day)}" if day else BLANK


@register.filter
def english_date(day: str | None) -> str:
    """2026-12-08 → 8 December 2026"""
    if not day:
        return BLANK
    that = datetime.fromisoformat(day)
    return f"{that.day} {MONTHS[that.month - 1]} {that.year}"


@register.filter
def clock_time(moment: str | None) -> str:
    """2026-11-21T16:05 → 16:05"""
    return moment[11:16] if moment else BLANK


@register.filter
def chinese_number(number: int) -> str:
    """12 → 十二, 120 → 一百二十; up to 999, as clauses and copies are counted."""
    hundreds, rest = divmod(int(number), 100)
    tens, ones = divmod(rest, 10)
    said = f"{NUMERALS[hundreds]}百" if hundreds else ""
    if tens:
        said += "十" if tens == 1 and not hundreds else f"{NUMERALS[tens]}十"
    elif hundreds and ones:
        said += "〇"
    return said + (NUMERALS[ones] if ones or not said else "")


@register.filter
def chinese_count(number: int) -> str:
    """As a measure word wants it: 2 is 两 (两期, 两份), the others as `chinese_number`."""
    return "两" if int(number) == 2 else chinese_number(number)


@register.filter
def total(rows: Sequence[Mapping[str, Any]] | None, field: str) -> str:
    """The sum of one money field over rows, as a Money string."""
    return f"{sum((money(row.get(field)) for row in rows or []), Decimal(0)):.2f}"


@register.filter
def filled(text: str | None) -> str:
    """The text, or a blank to be filled in by hand."""
    return text if text not in (None, "") else BLANK


@register.filter
def hash_lines(text_hash: str) -> list[str]:
    """A SHA-256 in two lines of four groups of eight."""
    groups = [text_hash[at : at + 8] for at in range(0, 64, 8)]
    return [" ".join(groups[:4]), " ".join(groups[4:])]


@register.filter
def clean_end(text: str | None) -> str:
    """The text without its final punctuation, so that a template may go on with its own."""
    return (text or "").strip().rstrip("。；;．.，,")


@register.simple_tag(takes_context=True)
def style(context: Context, name: str) -> str:
    """The address of a style sheet of the papers: for a browser (`on_screen`) the one that {% static %} gives,
    for the printer the plain one, which it reads from the source folder."""
    path = f"css/documents/{name}"
    return static(path) if context.get("on_screen") else f"{settings.STATIC_URL}{path}"


@register.simple_tag(takes_context=True)
def part(context: Context) -> str:
    """The next first-level number, 一、, and clauses start again at （一）."""
    count = context.render_context
    count["papers.part"] = count.get("papers.part", 0) + 1
    count["papers.clause"] = 0
    return f"{chinese_number(count['papers.part'])}、"


@register.simple_tag(takes_context=True)
def clause(context: Context) -> str:
    """The next second-level number, （一）."""
    count = context.render_context
    count["papers.clause"] = count.get("papers.clause", 0) + 1
    return f"（{chinese_number(count['papers.clause'])}）"


@register.simple_tag(takes_context=True)
def party(context: Context, role: str, place: int) -> str:
    """What the agreement calls a party: 乙方, or 乙方二 where there are several; an outsider by his name."""
    if role == "outsider":
        return f"{context['outsiders'][place - 1]['name']}"
    listed = context.get("respondents" if role == "respondent" else "payers") or []
    title = {"respondent": "乙方", "payer": "代付方"}[role]
    return f"{title}{chinese_number(place)}" if len(listed) > 1 else title


@register.simple_tag(takes_context=True)
def payer_of(context: Context, instalment: Mapping[str, Any]) -> str:
    """What the agreement calls the payer of an instalment (payer is respondent:1, payer:1, outsider:1)."""
    role, _, place = (instalment.get("payer") or "").partition(":")
    return party(context, role, int(place)) if place.isdigit() else BLANK


@register.simple_tag(takes_context=True)
def copies(context: Context) -> str:
    """How many originals: one for the workers, each other party and the mediation body, and spare ones."""
    others = len(context.get("respondents") or []) + len(context.get("payers") or [])
    return chinese_number(2 + others + (context.get("spare_copies") or 0))


@register.simple_tag
def ground_words(ground: str) -> str:
    """The words of ZXTJ 25 for a ground of termination."""
    return TERMINATION_GROUNDS[ground]


@register.simple_tag
def all_grounds() -> list[tuple[str, str]]:
    """The eight grounds of termination, in the order of ZXTJ 25."""
    return list(TERMINATION_GROUNDS.items())


@register.filter
def pages_of(rows: Sequence[Mapping[str, Any]], lines_and_widths: str) -> list[dict[str, Any]]:
    """Rows cut into pages of about equal length: "19,8" gives pages of at most 19 lines, where 8 characters
    of a name fill one line; "19,8,36" where 36 of a `basis` do, too.

    Each page is {rows, first, last}: the rows, each with its `place` (counted from 1) beside it, and
    whether it is the first or last page.
    """
    lines, *widths = (int(part) for part in lines_and_widths.split(","))
    entries = [{"place": place, "row": row} for place, row in enumerate(rows or [], 1)]
    told = [(row.get("name") or row.get("worker") or "", row.get("basis") or "") for row in rows or []]
    needs = [
        max(1, *(math.ceil(len(text) / width) for text, width in zip(texts, widths, strict=False)))
        for texts in told
    ]
    even = math.ceil(sum(needs) / max(1, math.ceil(sum(needs) / lines)))
    pages: list[list[dict[str, Any]]] = [[]]
    used = 0
    for entry, need in zip(entries, needs, strict=True):
        if pages[-1] and used + need > max(even, need):
            pages.append([])
            used = 0
        pages[-1].append(entry)
        used += need
    return [
        {
            "rows": page,
            "bare": [entry["row"] for entry in page],
            "first": at == 0,
            "last": at == len(pages) - 1,
        }
        for at, page in enumerate(pages)
    ]


@register.filter
def share_columns(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The money columns of the roster: one per claim line, from the fifth on together as 其他.

    Each is {title, places}: the places of the lines it adds up.
    """
    if len(lines) <= 4:
        return [{"title": line["item"], "places": [at]} for at, line in enumerate(lines)]
    first = [{"title": line["item"], "places": [at]} for at, line in enumerate(lines[:3])]
    return [*first, {"title": "其他各项", "places": list(range(3, len(lines)))}]


@register.simple_tag
def item_at(values: Sequence[str] | None, place: int) -> str:
    """The value at a place counted from 0, or nothing."""
    return values[place] if values and place < len(values) else ""


@register.simple_tag
def column_total(rows: Sequence[Mapping[str, Any]], field: str, place: int) -> str:
    """The sum over rows of the money at one place of a list field, as a Money string."""
    return f"{sum((money(item_at(row.get(field), place)) for row in rows), Decimal(0)):.2f}"


@register.simple_tag
def share(worker: Mapping[str, Any], column: Mapping[str, Any]) -> str:
    """What one worker gets in one column of the roster, as a Money string."""
    amounts = worker.get("amounts") or []
    return f"{sum((money(amounts[at]) for at in column['places'] if at < len(amounts)), Decimal(0)):.2f}"


@register.simple_tag
def share_total(workers: Sequence[Mapping[str, Any]], column: Mapping[str, Any]) -> str:
    """What several workers get in one column of the roster, as a Money string."""
    return f"{sum((money(share(worker, column)) for worker in workers), Decimal(0)):.2f}"


@register.simple_tag(takes_context=True)
def qr(context: Context, address: str, text_hash: str = "") -> SafeString | str:
    """A QR code of the address as inline SVG. With a text hash the address carries it behind #, where no
    server sees it and the page that opens compares it (base64url without padding). Nothing where only the text
    of the paper is wanted (`cases.papers.text`): a drawing has none."""
    if context.get("only_text"):
        return ""
    if text_hash:
        packed = base64.urlsafe_b64encode(bytes.fromhex(text_hash)).decode().rstrip("=")
        address = f"{address}#{packed}"
    code = segno.make(address, error="m", micro=False, boost_error=False)
    drawn = code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308 -- segno draws it; the address is in the modules, not in the markup


@register.simple_tag
def seal_drawing(seal: Mapping[str, Any]) -> SafeString:
    """The round red seal: the name on an arc, a star, the caption below it. 42 mm, as union seals are."""
    name = seal["name"]
    span = min(270.0, 30.0 + 15.5 * len(name))
    size = 22 if len(name) <= 14 else max(13, 22 * 14 // len(name))
    letters = format_html_join(
        "",
        '<text x="100" y="36" font-size="{}" text-anchor="middle" transform="rotate({} 100 100)">{}</text>',
        (
            (size, f"{-span / 2 + span * (at + 0.5) / len(name):.2f}", letter)
            for at, letter in enumerate(name)
        ),
    )
    star = " ".join(
        f"{100 + reach * math.sin(math.pi * at / 5):.2f},{102 - reach * math.cos(math.pi * at / 5):.2f}"
        for at in range(10)
        for reach in [28 if at % 2 == 0 else 28 * 0.382]
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="seal" viewBox="0 0 200 200" role="img"'
        ' aria-label="{}" font-family="Noto Serif CJK SC" font-weight="700" fill="{}">'
        '<circle cx="100" cy="100" r="95" fill="none" stroke="{}" stroke-width="5"/>{}'
        '<polygon points="{}"/><text x="100" y="160" font-size="17" text-anchor="middle">{}</text></svg>',
        name,
        SEAL_RED,
        SEAL_RED,
        letters,
        star,
        seal.get("caption", ""),
    )


@register.simple_tag(takes_context=True)
def signature(context: Context, signer: str, place: int = 1) -> SafeString:
    """The signature of one signer on the sealed copy, or nothing before."""
    signed = (context.get("signatures") or {}).get(f"{signer}:{place}")
    if not signed:
        return SafeString("")
    if signed.get("image"):
        return format_html('<img class="ink" src="{}" alt="{}">', signed["image"], signed["name"])
    if not signed.get("strokes"):
        return SafeString("")
    lines = format_html_join(
        "",
        '<polyline points="{}"/>',
        ((" ".join(f"{1.2 * x:.0f},{0.4 * y:.0f}" for x, y, *_ in stroke),) for stroke in signed["strokes"]),
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="ink" viewBox="0 0 1200 400" role="img"'
        ' aria-label="{}" fill="none" stroke="#111" stroke-width="9" stroke-linecap="round"'
        ' stroke-linejoin="round">{}</svg>',
        signed["name"],
        lines,
    )


@register.simple_tag(takes_context=True)
def signed_on(context: Context, signer: str, place: int = 1) -> str:
    """The day of a signature on the sealed copy, or the blanks of the form."""
    signed = (context.get("signatures") or {}).get(f"{signer}:{place}")
    return chinese_date(signed["signed_on"] if signed else None)


@register.simple_tag(takes_context=True)
def signed_short(context: Context, signer: str, place: int = 1) -> str:
    """The day of a signature in figures for a narrow column, or nothing."""
    signed = (context.get("signatures") or {}).get(f"{signer}:{place}")
    return signed["signed_on"] if signed else ""


@register.simple_tag(takes_context=True)
def signature_rows(context: Context) -> list[list[dict[str, Any]]]:
    """The signature blocks of an agreement, two to a row: the workers, each 乙方, each 代付方, and last the
    mediator with the body's seal. Each is {title, line, signer, place}."""
    workers = context.get("workers") or []
    if len(workers) > 1:
        who = "推举的代表" if context.get("representatives") else "劳动者"
        title, signer, line = f"甲方（{who}签名、指印）", "representative", "各人签名见附件二"
    else:
        title, signer, line = "甲方（签名、指印）", "worker", ""
    blocks = [{"title": title, "line": line, "signer": signer, "place": 1}]
    for role in ("respondent", "payer"):
        for place, side in enumerate(context.get(f"{role}s") or [], 1):
            company = side.get("kind") != "person"
            line = "法定代表人（签名）：" if company else ""
            if side.get("signs_by") == "special_authority":
                line = "委托代理人（签名）："
            how = "盖章" if company else "签名、指印"
            title = f"{party(context, role, place)}（{how}）"
            blocks.append({"title": title, "line": line, "signer": role, "place": place})
    blocks.append({"title": "", "line": "", "signer": "mediator", "place": 1})
    return [blocks[at : at + 2] for at in range(0, len(blocks), 2)]


@register.simple_tag
def unpaid(row: Mapping[str, Any]) -> str:
    """What is still owed on one row of the ledger: due less received, held and waived, as a Money string."""
    left = money(row["due"]) - money(row["received"]) - money(row.get("held")) - money(row.get("waived"))
    return f"{left:.2f}"


@register.simple_tag
def unpaid_total(rows: Sequence[Mapping[str, Any]]) -> str:
    """What is still owed on several rows of the ledger, as a Money string."""
    return f"{sum((Decimal(unpaid(row)) for row in rows), Decimal(0)):.2f}"
