"""Charts of the brief as plain shapes: templates/reports/drawing.html draws them on screen and on paper alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

WIDTH, HEIGHT = 260, 120
BASE, TOP = 92, 18  # the axis, and where the highest bar ends
GREY, BLUE, LIGHT, UP, DOWN, INK = "#8b949e", "#2b5a8c", "#5f8fbd", "#0f6b5c", "#9a5b00", "#1f2328"


@dataclass
class Drawing:
    """`label` is what a screen reader says."""

    label: str
    shapes: list[dict[str, Any]] = field(default_factory=list)
    viewbox: str = f"0 0 {WIDTH} {HEIGHT}"

    def bar(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.shapes.append({
            "kind": "rect", "x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{width:.1f}", "height": f"{max(height, 0.5):.1f}",
            "fill": colour,
        })  # fmt: skip

    def text(self, x: float, y: float, words: str, size: str = "7", weight: str = "400") -> None:
        self.shapes.append({"kind": "text", "x": f"{x:.1f}", "y": f"{y:.1f}", "words": words, "size": size,
                            "weight": weight, "fill": INK})  # fmt: skip

    def line(self, x: float, y: float, to_x: float, to_y: float, dashed: bool = False) -> None:
        self.shapes.append({
            "kind": "line", "x": f"{x:.1f}", "y": f"{y:.1f}", "to_x": f"{to_x:.1f}", "to_y": f"{to_y:.1f}",
            "dashed": dashed,
        })  # fmt: skip


def waterfall(
    before: Decimal, parts: Sequence[tuple[str, Decimal]], now: Decimal, *, words, ends, label
) -> Drawing:
    """From `before` to `now` over what each part added or took; `words(amount)` says an amount, `ends` the outer
    two bars."""
    found = Drawing(label)
    levels, level = [before], before
    for _name, change in parts:
        level += change
        levels.append(level)
    highest = max(*levels, now, Decimal(1))
    step = WIDTH / (len(parts) + 2)
    width = step * 0.7

    def y_of(value):
        return BASE - float(max(value, Decimal(0)) / highest) * (BASE - TOP)

    for place, (word, value) in ((0, (ends[0], before)), (len(parts) + 1, (ends[1], now))):
        x = place * step + (step - width) / 2
        found.bar(x, y_of(value), width, BASE - y_of(value), GREY if place == 0 else BLUE)
        found.text(x + width / 2, y_of(value) - 3, words(value), "8", "700")
        found.text(x + width / 2, BASE + 10, word)
    for place, ((name, change), start) in enumerate(zip(parts, levels, strict=False), 1):
        x = place * step + (step - width) / 2
        high, low = y_of(max(start, start + change)), y_of(min(start, start + change))
        found.line(x - (step - width), y_of(start), x, y_of(start), dashed=True)
        found.bar(x, high, width, low - high, UP if change > 0 else DOWN)
        found.text(x + width / 2, high - 3, words(change, True), "8", "700")
        for row, cut in enumerate((name[:6], name[6:12])):
            if cut:
                found.text(x + width / 2, BASE + 10 + row * 8, cut)
    found.line(0, BASE, WIDTH, BASE)
    return found


def columns(months: Sequence[tuple[str, int, int]], *, legend: tuple[str, str], label: str) -> Drawing:
    """Two bars for each month: (word, first, second)."""
    found = Drawing(label)
    highest = max([1, *(max(one, other) for _word, one, other in months)])
    step = WIDTH / len(months)
    width = step * 0.36
    for place, (word, *counts) in enumerate(months):
        for side, (count, colour) in enumerate(zip(counts, (BLUE, LIGHT), strict=True)):
            height = count / highest * (BASE - TOP - 6)
            x = place * step + step * 0.12 + side * (width + 1)
            found.bar(x, BASE - height, width, height, colour)
            if side == 0 and count:
                found.text(x + width / 2, BASE - height - 2, str(count), "6")
        found.text(place * step + step / 2, BASE + 10, word)
    for place, (word, colour) in enumerate(zip(legend, (BLUE, LIGHT), strict=True)):
        found.bar(90 + place * 44, 3, 7, 6, colour)
        found.text(112 + place * 44, 9, word)
    found.line(0, BASE, WIDTH, BASE)
    return found
