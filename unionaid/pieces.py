"""The style page at /ui/: every shared piece once, with invented data. Only with the demo or DEBUG."""

from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe


class SampleForm(forms.Form):
    """One field of each look, the first two refused."""

    name = forms.CharField(label="姓名", max_length=20)
    amount = forms.DecimalField(label="金额", max_digits=14, decimal_places=2, initial="6800.00")
    kind = forms.ChoiceField(label="请求事项", choices=[("pay", "拖欠工资"), ("rest", "休息日加班费")])
    on = forms.DateField(
        label="离职日期", help_text="劳动关系终止之日，不含当日起算", initial=date(2026, 1, 5)
    )
    groups = forms.MultipleChoiceField(
        label="职工群体（可多选）",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("migrant", "农民工"),
            ("new", "新就业形态"),
            ("female", "女职工"),
            ("hardship", "困难职工"),
        ],
        initial=["migrant"],
    )
    how = forms.ChoiceField(
        label="处理方式",
        widget=forms.RadioSelect,
        choices=[("answer", "当场答复"), ("mediate", "申请调解"), ("draft", "代书")],
        initial="mediate",
    )
    quiet = forms.BooleanField(label="暂不联系单位", required=False)
    advice = forms.CharField(
        label="答复意见",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        initial="保存考勤群记录原机，勿删。",
    )
    paper = forms.FileField(label="证据", required=False)


STAGES = [
    {"word": "受理", "note": "10-23", "state": "done"},
    {"word": "调解", "note": "3 次 · 11-04", "state": "done"},
    {"word": "协议", "note": "11-06 生效", "state": "done"},
    {"word": "办结", "note": "11-06 处理终结", "state": "done"},
    {"word": "履行", "note": "1/3 期到账", "state": "now"},
    {"word": "结案", "note": "待款清、卷齐", "state": "todo"},
]
SIGNING = [
    {"word": "定稿", "note": "锁定、编号", "state": "now", "icon": "lock"},
    {"word": "签署", "note": "双方到场", "state": "todo", "icon": "writing"},
    {"word": "用印", "note": "须由第二人", "state": "todo", "icon": "rubber-stamp"},
]
STATES = [
    ("new", "新"), ("hand", "调解中"), ("wait", "待答复"),
    ("soon", "临期"), ("over", "超期"), ("done", "已结"),
]  # fmt: skip
FOUND = [
    {"word": "案件", "options": [
        {"url": "#1", "word": "青西示调〔2026〕第318号", "end": "履行中", "note": "刘建国 → 示固劳务"},
        {"url": "#2", "word": "青西示调〔2026〕第325号", "end": "调解中", "note": "刘春生等"},
    ]},
    {"word": "职工", "options": [{"url": "#p", "word": "刘*顺", "end": "138****4417", "note": "1 件在办"}]},
]  # fmt: skip
DEFINITION = [
    {"word": "公式", "text": "办结件数 ÷（上期结转件数 ＋ 受理件数）"},
    {"word": "本期", "text": "308 ÷（58 ＋ 323）＝ 80.8%"},
    {"word": "归期", "text": "按办结日，本年累计"},
    {"word": "不含", "text": "结案（款项跟踪完毕）另有结案率"},
]
MONTHS = [
    ("1月", 52, 60, 46), ("2月", 14, 22, 20), ("3月", 18, 20, 12), ("4月", 22, 20, 16), ("5月", 25, 23, 19),
    ("6月", 27, 25, 20), ("7月", 26, 27, 19), ("8月", 27, 25, 21), ("9月", 29, 27, 22), ("10月", 33, 28, 24),
]  # fmt: skip
RANKS = [("王坊街道", 86.7, "13 / 15"), ("云台街道", 86.4, "19 / 22"), ("新安街道", 86.1, "31 / 36")]
CONSEQUENCES = [
    "协议书编号 青西示调〔2026〕第331号-1 作废，号码保留，不再使用。",
    "双方须重新签署；已起算的期限全部撤销。",
]


def dates(today):
    return {
        "late": today - timedelta(days=2),
        "paid_late": today - timedelta(days=3),
        "near": today + timedelta(days=1),
        "far": today + timedelta(days=9),
    }


@require_safe
def pieces(request):
    """Every piece once; `?part=phone` the phone pages' pieces."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    today = timezone.localdate()
    known = dates(today)
    cause = {
        "citation": "《劳动人事争议仲裁办案规则》第74条",
        "quote": "双方当事人可以自调解协议生效之日起十五日内，共同向有管辖权的仲裁委员会提出仲裁审查申请。",
        "trigger": "协议生效",
        "trigger_on": today - timedelta(days=14),
        "trigger_why": "取签署、盖章、用印中最晚一日；当日不计入",
        "period": "15 日（自然日）",
        "nominal": known["near"],
        "rolled": known["near"] + timedelta(days=2),
        "rolled_why": "末日为休息日（民事诉讼法第85条）",
        "table": "2026 年 · 国办发明电〔2025〕7号",
        "provisional": True,
        "consequence": "仲裁委不予受理；仍可凭协议申请仲裁",
        "override_url": "#change",
    }
    typed = {"name": "", "amount": "6,8o0", "kind": "pay", "groups": ["migrant"], "how": "mediate"}
    sample = SampleForm(typed)
    fresh = SampleForm(auto_id="fresh_%s")
    template = "ui/pieces_phone.html" if request.GET.get("part") == "phone" else "ui/pieces.html"
    return render(
        request,
        template,
        {
            **known, "today": today, "cause": cause, "refused": sample, "fresh": fresh, "stages": STAGES,
            "signing": SIGNING, "states": STATES, "found": FOUND, "definition": DEFINITION, "months": MONTHS,
            "ranks": RANKS, "consequences": CONSEQUENCES, "moment": timezone.now(),
            "export": {"name": "cases", "rows": 501, "limit": 500, "query": "matter=pay"},
            "changes": [{"label": "第二联系人", "before": "妻 150****3384", "after": "兄 139****0021"}],
        },
    )  # fmt: skip
