"""How the minutes of a dispute begin: what the mediator says and asks, by what the dispute is about.

In Chinese, because it becomes part of a Chinese paper (调解笔录).
"""

MEDIATOR = "调解员"
RIGHTS = "告知双方：调解自愿、免费；可以接受、拒绝或者终止调解，可以要求更换调解员；应当如实陈述，遵守秩序。是否听清？"
QUESTIONS = {
    "pay": (
        "请申请人说明入职时间、岗位、约定工资和拖欠的月份、数额。",
        "请被申请人核对出勤和已付数额，有无异议？",
    ),
    "termination": ("请申请人说明离职时间、方式和理由，有无书面通知。", "请被申请人说明解除的依据和程序。"),
    "injury": (
        "请说明受伤时间、地点、经过和治疗情况，是否申请工伤认定。",
        "请被申请人说明工伤保险缴纳和已付费用。",
    ),
    "relation": (
        "请说明用工起止时间、由谁管理、工资由谁发放，有无书面合同。",
        "请被申请人说明与申请人的关系。",
    ),
    "insurance": ("请说明用工起止时间和参加社会保险的情况。", "请被申请人说明缴费情况。"),
    "other": ("请申请人说明请求和事实。", "请被申请人答复。"),
}


def opening(matter: str) -> list[tuple[str, str]]:
    """(speaker, text) of each line the minutes of such a dispute begin with."""
    said = (RIGHTS, *QUESTIONS.get(matter, QUESTIONS["other"]))
    return [(MEDIATOR, text) for text in said]
