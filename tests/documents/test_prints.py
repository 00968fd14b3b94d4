"""The papers as they come out of the printer."""

from copy import deepcopy
from decimal import Decimal

import pytest

from cases.papers import PAPERS
from record.papers import missing_glyphs

from .examples import EXAMPLES, PROOF, group_agreement, performance_ledger, sealed, single_agreement
from .prints import boxes, example, pages_of, printed, size_of, squeezed, text_of

SAYS = {
    "mediation_agreement": [
        "调解协议书",
        "示港城调字〔2026〕第113号",
        "人民币（大写）贰万壹仟肆佰伍拾元整",
        "第二期2026年12月15日壹万壹仟肆佰伍拾元整11,450.00乙方",
        "账号尾号3306",
        "但调解协议不能直接申请强制执行",
        "生效之日起15日",
        "没有列入的请求不因本协议而消灭",
        "任何一期逾期超过3日的",
    ],
    "visit_receipt": [
        "接待回执",
        "港城-7K2M-Q9TX",
        "来访咨询不当然中断仲裁时效",
        "2027-09-30周四届满（劳动争议调解仲裁法第二十七条）",
        "下次请带劳动合同、工资银行流水",
        "0532-0000-1234",
        "送达地址已确认，同意电子送达",
    ],
    "address_confirmation": ["送达地址确认书", "妻子李芳138****2210", "2027年1月25日"],
    "acceptance_notice": ["受理通知书", "2026年12月8日（周二）", "仲裁时效自提出之日中断"],
    "rejection_notice": ["不予受理通知书", "对方当事人不同意调解", "2027年11月23日", "申请劳动仲裁"],
    "mediation_termination": [
        "调解终止（终结）通知书",
        "√6．调解期限届满",
        "8．其他导致调解无法进行的情形",
        "您有权依法申请仲裁",
        "2027年12月8日",
    ],
    "consent_inquiry": ["调解意愿征询函", "第二次征询", "回执", "同意调解不同意调解"],
    "special_report": ["重大劳动纠纷信息专报", "内部资料", "首报", "1,150,000.00", "六、下一步建议"],
    "mediation_summons": ["调解通知书", "2026年11月28日9时30分（周六）", "不参加调解没有处罚"],
    "mediation_minutes": ["调解笔录", "以上笔录已向我宣读，与本人所述一致", "无争议事实"],
    "extension_consent": ["延期调解同意书", "2026年12月18日（周五）"],
    "referral_letter": ["示范区总工会", "示工移〔2026〕12号", "5个工作日内", "单独同意向你单位提供"],
    "entrust_reply": ["复函", "示劳人仲委字〔2026〕第77号", "达成调解协议（示港城调字〔2026〕第112号）"],
    "aid_assignment": ["法律援助案件委派函", "公益律师", "仲裁代理", "不得以受援人名义代收案款", "回执"],
    "cash_receipt": ["收条", "壹万元整", "见证人一（签名）周立", "没有他人代领"],
    "performance_ledger": ["履行台账", "代领未达", "本页小计", "填报日期：2026年12月1日"],
    "entitlement_annex": ["待遇计算书", "月工资8,000.00×8个月", "64,000.00", "Statementofentitlement"],
    "payment_order_claim": ["支付令申请书", "捌仟元整", "支付令能够送达", "示范区人民法院", "履行情况"],
    "enforcement_claim": ["强制执行申请书", "证据及来源", "逾期（日）"],
    "arbitration_claim": [
        "仲裁申请书",
        "等5人（名单见附件一）",
        "推举的代表：王建国",
        "肆万元整",
        "人员名单",
    ],
    "civil_claim": ["民事起诉状", "原告：王建国", "被告：示范海晟", "法定代表人（负责人）孙海", "第十六条"],
    "inspection_complaint": ["劳动保障监察投诉书", "公民身份号码370211198503060317"],
    "aid_approval": ["法律援助申请审批表", "√仲裁代理", "分管主席审批", "√给予援助"],
}


def test_every_paper_has_words_it_must_say():
    assert set(SAYS) == set(PAPERS)


@pytest.mark.parametrize("kind", SAYS)
def test_a_paper_says_what_it_must(kind):
    text = text_of(example(kind))

    assert [words for words in SAYS[kind] if squeezed(words) not in text] == []


@pytest.mark.parametrize("kind", SAYS)
def test_a_paper_draws_no_box_for_a_missing_character(kind):
    assert boxes(example(kind)) == set()


@pytest.mark.parametrize("kind", SAYS)
def test_a_sample_says_so_on_every_page(kind):
    assert all("演示" in page for page in pages_of(example(kind)))


def test_papers_are_a4_and_the_receipt_is_a5():
    sizes = {kind: {size_of(page) for page in example(kind).pages} for kind in SAYS}

    assert sizes.pop("visit_receipt") == {(148, 210)}
    assert sizes.pop("performance_ledger") == {(297, 210)}
    assert set.union(*sizes.values()) == {(210, 297)}


def test_an_agreement_of_one_worker_fills_three_pages_and_is_read_in_english_on_one():
    pages = pages_of(example("mediation_agreement"))

    assert len(pages) == 3
    assert "本协议一式" in pages[-1]
    assert "调解员（签名）" in pages[-1]
    assert len(example("mediation_agreement", english=True).pages) == 1


@pytest.mark.parametrize(
    "kind", ["visit_receipt", "consent_inquiry", "special_report", "aid_approval", "cash_receipt"]
)
def test_what_is_handed_over_stands_on_one_page(kind):
    assert len(example(kind).pages) == 1


def test_pages_are_numbered_and_carry_number_hash_and_count():
    pages = pages_of(example("mediation_agreement"))

    for place, page in enumerate(pages, 1):
        assert f"—{place}—" in page
        assert f"示港城调字〔2026〕第113号·共{len(pages)}页" in page
        assert PROOF["text_hash"][:8] in page
        assert PROOF["text_hash"][-8:] in page


def test_a_paper_is_pdf_a_3_and_names_itself():
    pdf = example("mediation_agreement")

    assert pdf.metadata.title == "调解协议书 示港城调字〔2026〕第113号"
    assert b'pdfaid:part="3" pdfaid:conformance="U"' in pdf.trailer["/Root"]["/Metadata"].get_data()
    assert pdf.trailer["/Root"]["/Lang"] == "zh-Hans"


@pytest.fixture(scope="module")
def group():
    return printed("documents/agreement.html", group_agreement())


def test_a_roster_of_38_flows_over_pages_with_its_head_and_a_subtotal_on_each(group):
    roster = [page for page in pages_of(group) if "应得合计（元）" in page]

    assert len(roster) == 3
    assert all("序号姓名公民身份号码" in page and "本页小计" in page for page in roster)
    assert "合计38人" in roster[-1]
    assert "合计38人" not in roster[0]


def test_a_long_basis_stays_on_its_page_beside_the_money():
    crew = group_agreement(12)
    note = "口头约定按完成的工程量计件结算，" * 12
    for worker in crew["workers"][2:8]:
        worker["basis"] = f"请求23,400.00：{note}"
    roster = [
        page for page in pages_of(printed("documents/agreement.html", crew)) if "应得合计（元）" in page
    ]

    assert all("本页小计" in page and "收款账户" in page for page in roster)
    assert "".join(roster).count(squeezed(note)) == 6
    assert 3 <= len(roster) <= 4


def test_the_sums_on_a_roster_are_the_sums_of_the_agreement(group):
    whole = sum(Decimal(line["agreed"]) for line in group_agreement()["lines"])

    assert text_of(group).count(f"{whole:,.2f}") >= 3


def test_every_one_of_the_38_has_a_row_to_sign(group):
    signing = "".join(page for page in pages_of(group) if "签名或者指印" in page)

    assert [worker["name"] for worker in group_agreement()["workers"] if worker["name"] not in signing] == []


def test_a_payer_who_does_not_sign_is_not_bound():
    agreement = single_agreement()
    agreement["outsiders"] = [{"name": "示范城建集团"}]
    agreement["instalments"][0]["payer"] = "outsider:1"

    assert "示范城建集团没有签署本协议，本协议对其没有约束力" in text_of(
        printed("documents/agreement.html", agreement)
    )


def test_routes_are_printed_only_as_far_as_they_are_open():
    agreement = single_agreement()
    del agreement["routes"][0]
    one = text_of(printed("documents/agreement.html", agreement))
    del agreement["routes"]
    none = text_of(printed("documents/agreement.html", agreement))

    assert "司法确认示范区人民法院" in one
    assert "仲裁审查示范区" not in one
    assert "最后一日" not in none
    assert "调解协议不能直接申请强制执行" in none


@pytest.mark.parametrize("length", range(0, 900, 180))
def test_signatures_never_stand_alone_on_a_page(length):
    agreement = single_agreement()
    agreement["facts"] = "双方对出勤和工资标准没有异议，" * (length // 15 + 1)

    last = pages_of(printed("documents/agreement.html", agreement))[-1]

    assert last.index("本协议一式四份") < last.index("甲方（签名、指印）")
    assert "本会（盖章）" in last


def test_a_draft_says_so_on_every_page_and_has_no_number():
    agreement = {name: value for name, value in single_agreement().items() if name not in ("number", "proof")}

    pages = pages_of(printed("documents/agreement.html", agreement | {"draft": True}))

    assert all("草稿" in page and "未定稿，不具有效力" in page for page in pages)
    assert "（草稿，未编号）" in pages[0]


def test_a_draft_that_is_hardly_filled_in_can_be_looked_at():
    bare = {"draft": True, "issuer": "演示调解委员会", "workers": [{"name": "王建国"}], "lines": []}

    assert "王建国" in text_of(printed("documents/agreement.html", bare))


def test_the_sealed_copy_has_signatures_and_the_seal_where_the_print_has_blanks(group):
    copy = printed("documents/agreement.html", sealed(group_agreement()))

    assert len(copy.pages) == len(group.pages)
    assert "演示专用" in text_of(copy)
    assert "用印处" not in text_of(copy)
    assert text_of(copy).count("2026年11月23日") > text_of(group).count("2026年11月23日")


def test_the_english_copy_says_that_it_is_only_for_reading():
    for kind in ("mediation_agreement", "visit_receipt"):
        text = text_of(example(kind, english=True))
        assert "ReadingcopyinEnglish" in text
        assert "21,450.00" in text


HOSTILE = '<script>alert(1)</script><img src="file:///etc/passwd">&lt;b&gt;'


def test_hostile_text_is_printed_as_text():
    agreement = single_agreement()
    agreement["workers"][0]["name"] = HOSTILE
    agreement["respondents"][0]["address"] = HOSTILE

    text = text_of(printed("documents/agreement.html", agreement))

    assert text.count(squeezed(HOSTILE)) == 2
    assert "root:x:0" not in text


NAMES = [
    *("王建国", "何䶮", "李㛃", "张𬭊", "刘𫖯", "犇翀", "陈喆", "杨堃", "赵甦", "黄頔"),
    *("周璟", "吴珺", "徐翾", "孙骉", "朱淼鑫", "胡垚", "郭燚", "高赟", "贇良", "仝卫东"),
    *("逄锦", "亓伟", "仉敏", "缑红", "昝强", "郄丽", "佴辉", "阚平", "彧文", "林祎"),
    *("郑旻", "谢昶", "韩甯", "唐叒", "冯㼆", "于𬱖", "董𬘓", "萧𬍛", "程𬒗", "曹𬴊"),
    *(
        "爨玲",
        "禤明",
        "㙍华",
        "㸆军",
        "鿍琳",
        "㑇云",
        "阿依古丽·麦麦提",
        "买买提江·吐尔逊",
        "尼玛次仁",
        "乌日娜",
    ),
]
LONG = "阿卜杜热合曼·麦麦提吐尔逊·伊敏江·艾海提·吾斯曼·阿布都克热木·努尔麦麦提·库尔班江·图尔荪·玉素甫江·肉孜"


def test_fifty_names_are_printed_without_a_box_and_readable_again():
    agreement = _with_names([*NAMES, LONG])

    pdf = printed("documents/agreement.html", agreement)

    assert len(NAMES) == 50
    assert [name for name in NAMES if missing_glyphs(name)] == []
    assert boxes(pdf) == set()
    roster = "".join(page for page in pages_of(pdf) if "应得合计（元）" in page)
    assert [name for name in [*NAMES, LONG] if name not in roster] == []


def test_a_character_no_font_has_is_known_before_it_would_be_printed_as_a_box():
    name = "张𪚥"

    assert missing_glyphs(name) == ["𪚥"]
    assert boxes(printed("documents/agreement.html", _with_names([name, "王建国"]))) == {"𪚥"}


def _with_names(names):
    agreement = group_agreement(len(names))
    for worker, name in zip(agreement["workers"], names, strict=True):
        worker["name"] = name
    return agreement


def test_figures_look_the_same_in_a_sentence_and_in_a_table():
    faces = {
        str(font["/BaseFont"]).split("+")[-1]
        for page in example("mediation_agreement").pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert any("Fandol" in face for face in faces)
    assert _faces_of_figures(example("mediation_agreement")) == {"Noto-Serif-CJK-SC"}


def _faces_of_figures(pdf):
    found = set()

    def visit(text, _matrix, _text_matrix, font, size):
        if font and size > 10 and any(letter.isascii() and letter.isdigit() for letter in text):
            found.add(str(font["/BaseFont"]).split("+")[-1])

    for page in pdf.pages:
        page.extract_text(visitor_text=visit)
    return {face for face in found if "Sans" not in face}


def test_a_ledger_repeats_its_head_and_adds_up():
    ledger = performance_ledger(31)

    pages = pages_of(printed("documents/performance_ledger.html", ledger))

    due = sum(Decimal(row["due"]) for row in ledger["rows"])
    assert len(pages) == 3
    assert all("序号案号职工" in page and "本页小计" in page for page in pages)
    assert f"合计31笔{due:,.2f}" in pages[-1]


def test_minutes_leave_room_for_signatures_on_every_page():
    pages = pages_of(example("mediation_minutes"))

    assert len(pages) > 1
    assert all("申请人被申请人调解员记录人" in page for page in pages)


def test_two_witnesses_stand_on_a_cash_receipt_beside_worker_and_payer():
    text = text_of(example("cash_receipt"))

    assert ["收款人（签名、指印）" in text, "付款人（盖章或者签名）" in text, "见证人二（签名）" in text] == [
        True
    ] * 3


def test_papers_print_where_static_files_have_hashed_names(settings):
    hashed = {"BACKEND": "unionaid.assets.HashedStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": hashed}

    pdf = printed("documents/referral_letter.html", EXAMPLES["referral_letter"]())

    assert size_of(pdf.pages[0]) == (210, 297)


def test_several_respondents_are_numbered():
    agreement = single_agreement()
    agreement["respondents"].append(deepcopy(agreement["respondents"][0]) | {"name": "示范第二装饰有限公司"})

    text = text_of(printed("documents/agreement.html", agreement))

    assert "乙方二：示范第二装饰有限公司" in text
    assert "乙方二（盖章）" in text
    assert "本协议一式五份" in text
