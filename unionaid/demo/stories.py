"""Which live cases the demo city has, and what its past must add up to (figures of the programme "321")."""

from datetime import date
from decimal import Decimal

from unionaid.demo.live import FIRST_PART, Story, wages_of
from unionaid.demo.plans import FEN, Targets

THIRTY_EIGHT_CAME = date(2022, 5, 24)
STATIONS_SINCE = date(2021, 1, 4)
QUICK_SINCE = date(2020, 1, 6)

# Town stations since 2021: 5,893 workers served, 1,276 aid cases, 1,251 of them handled, ¥18.52 M received.
WORKERS_SERVED = 5893
ACCEPTED, HANDLED = 1276, 1251
RECEIVED, NOT_DUE, OVERDUE = Decimal("18520000.00"), Decimal("1180000.00"), Decimal("600000.00")
CLAIMED = Decimal("31000000.00")

# What brings people in, what they claim and for how many months.
MATTERS = [
    ("拖欠三个月工资", "wage_arrears", 3), ("离职后工资未结清", "wage_arrears", 3),
    ("口头辞退，要求两个月的经济补偿", "severance_n", 2), ("拖欠三个月工资，含加班费", "wage_arrears", 3),
    ("停工留薪期四个月工资未支付", "injury_benefits", 4), ("五个月未签书面劳动合同", "double_wage", 5),
    ("工程完工后两个月工资未付", "wage_arrears", 2), ("拖欠四个月工资", "wage_arrears", 4),
    ("拖欠两个月绩效工资", "wage_arrears", 2), ("停工期间三个月工资未付", "wage_arrears", 3),
]  # fmt: skip
MATTER_OF = {"severance_n": "termination", "injury_benefits": "injury", "double_wage": "relation"}

BUSY = (
    "海棠街道", "红岭街道", "白沙街道", "港城街道", "青石镇", "新安里街道", "望海街道", "王坊街道", "长堤街道",
)  # fmt: skip
NEW = ("大庄镇", "凤栖街道", "银滩街道", "海棠街道", "松坡镇", "金桥街道", "滨河街道", "月湾街道", "桃源镇")


def special() -> list[Story]:
    """The two cases of the programme that everybody can look up."""
    return [
        Story(
            "海棠街道", "closed", 0, "外墙保温工程拖欠38名农民工工资", heads=38, contractor=True,
            agreed=Decimal("1158400.00"), details={"site": "海棠里二期外墙保温工程（演示）", "head_count": 38},
        ),
        Story(
            "柳林街道", "closed", 210, "五名职工追索工资，仲裁院建议先行调解", heads=5, closed_after=6,
            agreed=Decimal("241500.00"), source="arb_advice", details={"channel": "referral"},
        ),
    ]  # fmt: skip


def current() -> list[Story]:
    """What is on the desks today: 25 in hand at stations, 12 at the quick centre, and what surrounds them."""
    late = [("海棠街道", 24), ("柳林街道", 22), ("港城街道", 27), ("云台街道", 21), ("海韵街道", 20)]
    stories = [_in_hand(place, "in_mediation", days, n) for n, (place, days) in enumerate(late)]
    for story, kind in zip(stories, ("to_arbitration", "to_arbitration", "to_inspection"), strict=False):
        story.refer = kind
    stories[1].taken = True
    stories += [_in_hand(place, "in_mediation", 3 + n, n) for n, place in enumerate(BUSY[1:], 1)]
    stories += [
        Story("海棠街道", "in_mediation", 4, "主体工程停工，拖欠38名农民工三个月工资", 6000, heads=38, contractor=True,
              details={"matter": "pay", "head_count": 38, "site": "海棠里三期主体工程（演示）"}),
    ]  # fmt: skip
    stories += [_in_hand(place, "assigned", 1 + n % 2, n) for n, place in enumerate(NEW[:5])]
    stories += [_in_hand(place, "accepted", 1, n) for n, place in enumerate(NEW[5:])]
    stories += [
        _in_hand(place, "agreed", 6, n, agreed=Decimal("12800.00")) for n, place in enumerate(BUSY[:2])
    ]
    stories += [_in_hand(place, "applied", n % 3, n) for n, place in enumerate(BUSY[:5])]
    stories += [_in_hand("海棠街道", "enquiry", 0, n) for n in range(4)]
    stories += [_in_hand("quick", "in_mediation", 1 + n, n) for n in range(12)]
    stories += [
        Story("海棠街道", "performing", 16, "拖欠四个月工资", 6800, 4, agreed=Decimal("24000.00")),
        Story("海棠街道", "performing", 12, "拖欠工资和加班费", 7200, 3, agreed=Decimal("18500.00")),
        Story("港城街道", "performing", 20, "离职后工资未结清", 5600, 3, agreed=Decimal("15000.00")),
        Story("海棠街道", "performing", 45, "装修工程拖欠12名工人工资", heads=12, agreed=Decimal("136800.00"),
              default=True, details={"head_count": 12, "site": "海棠广场装修工程（演示）"}),
        Story("柳林街道", "performing", 50, "餐馆拖欠工资", 5000, 4, agreed=Decimal("18000.00"), default=True),
    ]  # fmt: skip
    return stories


def _in_hand(place, to, days_ago, n, agreed=Decimal(0)):
    wage = 4800 + 350 * (n % 7)
    summary, item, months = MATTERS[n % len(MATTERS)]
    details = {"matter": MATTER_OF.get(item, "pay")}
    return Story(place, to, days_ago, summary, wage, months, item, agreed=agreed, details=details)


def stations_past(stories: list[Story]) -> Targets:
    """What the bulk of the stations' past must be, so that with `stories` the published totals come out."""
    mine = [story for story in stories if story.place != "quick"]
    settled = [story for story in mine if story.to in ("performing", "closed")]
    first, second = (sum((part(story) for story in settled), Decimal(0)) for part in (paid_part, open_part))
    late = sum((open_part(story) for story in settled if story.default), Decimal(0))
    others = {"performing": 16, "defaulted": 6, "failed_closed": 285, "followed": 24, "withdrawn": 60}
    return Targets(
        since=STATIONS_SINCE, confirming=0, groups=37, **others,
        settled_closed=HANDLED - len(settled) - sum(others.values()),
        received=RECEIVED - first, not_due=NOT_DUE - (second - late), overdue=OVERDUE - late,
        claimed=CLAIMED - sum((claimed(story) for story in mine if is_accepted(story)), Decimal(0)),
    )  # fmt: skip


def quick_past() -> Targets:
    """The quick centre since 2020: 260 received, 174 closed, 86 open of which 12 are live."""
    return Targets(
        since=QUICK_SINCE, settled_closed=132, performing=21, defaulted=0, confirming=9, failed_closed=38,
        followed=44, withdrawn=4, groups=9, received=Decimal("4860000.00"), not_due=Decimal("742000.00"),
        overdue=Decimal(0), claimed=Decimal("8900000.00"),
    )  # fmt: skip


def is_accepted(story: Story) -> bool:
    return story.to not in ("enquiry", "applied")


def claimed(story: Story) -> Decimal:
    """What the workers of `story` claim together, in yuan."""
    if story.heads > 1 and story.agreed:
        return story.agreed
    return Decimal(sum(wages_of(story)) * story.months)


def paid_part(story: Story) -> Decimal:
    """What has come in: everything of a closed story, the first two fifths of a running one."""
    return story.agreed if story.to == "closed" else (story.agreed * FIRST_PART).quantize(FEN)


def open_part(story: Story) -> Decimal:
    return story.agreed - paid_part(story)
