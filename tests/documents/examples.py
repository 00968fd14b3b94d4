"""One filled context of every paper. All names are invented; `demo` prints 演示 on each page."""

from copy import deepcopy
from decimal import Decimal

BODY = "示范区港城街道劳动争议调解委员会（演示）"
STATION = "示范区港城街道总工会职工法律服务工作站（演示）"
PROOF = {
    "text_hash": "7f3a91c20be45d186c2f9a07e1b8d453a90c77124fd6e83b5520c9fe18a7043d",
    "finalised_at": "2026-11-21T16:20",
    "verify_url": "https://gonghui.example/v/k7Qm2xTn9RwzB4Vd/",
}
CONTACT = {"address": "示范区海棠路18号二楼（演示）", "phone": "0532-0000-1234", "person": "孙倩"}
LIMITATION = {
    "last_day": "2027-11-20",
    "article": "劳动争议调解仲裁法第二十七条",
    "provisional": True,
}

SURNAMES = "赵孙马王李张刘陈杨周吴徐朱胡郭何何林罗高梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾"
GIVEN = [
    "建国",
    "立新",
    "德胜",
    "保全",
    "海涛",
    "大勇",
    "成才",
    "守田",
    "宝山",
    "玉柱",
    "春生",
    "长林",
    "永福",
]

SIGNATURE_STROKES = [
    [[150, 300], [250, 180], [330, 330], [280, 700], [190, 800]],
    [[400, 220], [410, 820]],
    [[350, 480], [520, 400], [620, 520], [590, 800], [480, 720]],
    [[700, 300], [860, 250], [880, 700], [730, 790]],
]


def single_agreement() -> dict:
    """One worker, his employer, two instalments."""
    return {
        "issuer": BODY,
        "number": "示港城调字〔2026〕第113号",
        "demo": True,
        "proof": PROOF,
        "dispute": "labour",
        "workers": [
            {
                "name": "王建国",
                "sex": "男",
                "id_number": "370211198503060317",
                "address": "示范区港城街道幸福里3号楼2单元（演示）",
                "phone": "139****3306",
                "amount": "21450.00",
                "account_bank": "中国示范银行",
                "account_last4": "3306",
            }
        ],
        "respondents": [
            {
                "name": "示范海晟装饰工程有限公司",
                "kind": "company",
                "credit_code": "91370000MA0DEMO03X",
                "address": "示范区海棠路66号",
                "legal_representative": "郝明",
                "signs_by": "seal",
            }
        ],
        "applied_on": "2026-11-20",
        "accepted_on": "2026-11-23",
        "mediators": ["孙倩"],
        "requests": "乙方支付2026年7月至9月拖欠的工资",
        "facts": "甲方2025年3月到乙方从事木工，月工资7,150元，双方订有书面劳动合同。"
        "乙方对出勤和欠付数额没有异议，因工程款未结没有支付",
        "lines": [
            {
                "item": "拖欠的工资",
                "item_en": "Wage arrears",
                "basis": "2026年7月至9月，3个月×7,150.00元",
                "claimed": "21450.00",
                "agreed": "21450.00",
            }
        ],
        "instalments": [
            {"due_on": "2026-12-01", "amount": "10000.00", "payer": "respondent:1"},
            {"due_on": "2026-12-15", "amount": "11450.00", "payer": "respondent:1"},
        ],
        "manner": "transfer",
        "obligations": ["乙方于2026年12月1日前向甲方出具离职证明，并办理社会保险关系转移手续"],
        "acceleration": {"grace_days": 3},
        "routes": [
            {
                "kind": "arbitration_review",
                "body": "示范区劳动人事争议仲裁委员会",
                "days": 15,
                "article": "劳动人事争议仲裁办案规则第七十四条",
                "last_day": "2026-12-10",
                "if_effective_on": "2026-11-25",
            },
            {
                "kind": "judicial_confirmation",
                "body": "示范区人民法院",
                "days": 30,
                "article": "民事诉讼法第二百零五条",
                "last_day": "2026-12-25",
                "if_effective_on": "2026-11-25",
            },
        ],
        "recourse": [
            "依法申请支付令（劳动争议调解仲裁法第十六条）",
            "就本协议申请仲裁（同法第十五条）",
            "凭本协议就劳动报酬直接提起诉讼",
        ],
        "spare_copies": 1,
    }


def group_agreement(heads: int = 38) -> dict:
    """A crew of outer-wall insulation workers, their employer and the main contractor who pays for it."""
    workers = []
    for at in range(heads):
        months, wage = (3 if at % 7 in (1, 6) else 4), Decimal(6400 + 200 * (at * 3 % 10))
        amounts = [wage * months, Decimal(200 * months), Decimal(300)]
        workers.append(
            {
                "name": "何䶮" if at == 16 else SURNAMES[at % len(SURNAMES)] + GIVEN[at * 5 % len(GIVEN)],
                "id_number": f"3702**********{(341 + 137 * at) % 10000:04}",
                "trade": ("保温工", "吊篮工", "保温工", "抹灰工", "普工")[at % 5],
                "basis": f"请求{months}个月×{wage:,.2f}等3项",
                "amounts": [f"{amount:.2f}" for amount in amounts],
                "amount": f"{sum(amounts):.2f}",
                "account_last4": f"{(4212 + 911 * at) % 10000:04}",
            }
        )
    sums = [sum(Decimal(worker["amounts"][at]) for worker in workers) for at in range(3)]
    whole = sum(sums)
    first, second = (whole / 2).quantize(Decimal(1)), (whole * 3 / 10).quantize(Decimal(1))
    instalments = [("2026-11-27", first, "payer:1"), ("2026-12-18", second, "payer:1")]
    instalments.append(("2027-01-20", whole - first - second, "respondent:1"))
    return {
        "issuer": BODY,
        "number": "示港城调字〔2026〕第112号",
        "demo": True,
        "proof": PROOF,
        "dispute": "labour",
        "workers": workers,
        "representatives": [worker["name"] for worker in workers[:3]],
        "representatives_phone": "0532-0000-1101",
        "respondents": [
            {
                "name": "示范筑暖保温工程有限公司",
                "kind": "company",
                "credit_code": "91370000MA0DEMO01X",
                "address": "示范区海棠路18号",
                "legal_representative": "钱广业",
                "signs_by": "special_authority",
                "agent": "吴敏",
                "licence_copy": True,
            }
        ],
        "payers": [
            {
                "name": "示范城建第二工程有限公司",
                "kind": "company",
                "standing": "施工总承包单位",
                "credit_code": "91370000MA0DEMO02X",
                "legal_representative": "方志远",
                "signs_by": "special_authority",
                "agent": "郑凯",
                "licence_copy": True,
            }
        ],
        "applied_on": "2026-11-05",
        "accepted_on": "2026-11-05",
        "mediators": ["孙倩", "周立"],
        "requests": "乙方支付拖欠的工资、高温津贴并返还押金",
        "facts": "甲方于2026年6月至9月在海棠湾二期项目从事外墙保温施工。"
        "各方对出勤、工资标准和欠付数额均无争议。"
        "代付方确认尚欠乙方工程款不少于上述数额。各方已核对考勤表、工资台账和工程结算单，复印件存卷",
        "lines": [
            {
                "item": item,
                "basis": basis,
                "heads": heads,
                "claimed": f"{amount:.2f}",
                "agreed": f"{amount:.2f}",
            }
            for item, basis, amount in zip(
                ("拖欠的工资", "高温津贴", "返还工具押金"),
                ("2026年6月至9月，按附件一月数", "每人每月200元，同上月数", "每人300元"),
                sums,
                strict=True,
            )
        ],
        "instalments": [
            {"due_on": day, "amount": f"{amount:.2f}", "payer": payer} for day, amount, payer in instalments
        ],
        "manner": "transfer",
        "acceleration": {"grace_days": 3},
        "default_terms": "逾期支付的，自逾期之日起按一年期贷款市场报价利率支付利息",
        "routes": [
            {
                "kind": "arbitration_review",
                "body": "示范区劳动人事争议仲裁委员会",
                "days": 15,
                "article": "劳动人事争议仲裁办案规则第七十四条",
                "last_day": "2026-12-08",
                "if_effective_on": "2026-11-23",
            },
            {
                "kind": "judicial_confirmation",
                "body": "示范区人民法院",
                "days": 30,
                "article": "民事诉讼法第二百零五条",
                "last_day": "2026-12-23",
                "if_effective_on": "2026-11-23",
            },
        ],
        "joint_application": {"kind": "judicial_confirmation", "by": "2026-12-04"},
        "recourse": ["依法申请支付令", "就劳动报酬直接提起诉讼", "向劳动保障监察机构投诉"],
        "read_aloud": {"by": "孙倩", "witness": "周立"},
        "spare_copies": 2,
    }


def sealed(agreement: dict) -> dict:
    """The sealed copy of an agreement: the same context with the signatures and the seal of its body."""
    signed = {
        "name": "（演示签名）",
        "signed_on": "2026-11-23",
        "strokes": SIGNATURE_STROKES,
        "width": 480,
        "height": 200,
    }
    several = len(agreement["workers"]) > 1
    signers = [f"worker:{place}" for place, _ in enumerate(agreement["workers"], 1)]
    signers += ["representative:1"] if several else []
    signers += [f"respondent:{place}" for place, _ in enumerate(agreement["respondents"], 1)]
    signers += [f"payer:{place}" for place, _ in enumerate(agreement.get("payers", []), 1)]
    return deepcopy(agreement) | {
        "signatures": {signer: dict(signed) for signer in [*signers, "mediator:1"]},
        "seal": {
            "name": "示范区港城街道劳动争议调解委员会",
            "caption": "演示专用",
            "affixed_on": "2026-11-23",
        },
    }


def receipt() -> dict:
    return {
        "issuer": STATION,
        "number": "示港城访字〔2026〕第417号",
        "demo": True,
        "proof": PROOF,
        "code": "港城-7K2M-Q9TX",
        "received_at": "2026-11-23T09:12",
        "visitor": {"name": "王建国", "phone_tail": "3306", "identity_checked": True},
        "employer": "示范海晟装饰工程有限公司",
        "claims": [
            {
                "item": "拖欠 2026年7—9月 工资",
                "item_en": "Wages of July to September 2026",
                "reckoning": "3 个月 × ¥7,150.00",
                "amount": "21450.00",
            }
        ],
        "advice": "属于劳动争议。建议先申请调解；保留考勤、工资条和聊天记录，原手机不要更换",
        "handling": "已登记来访，转为案件，待受理审批",
        "next": {"by": "2026-11-26", "act": "告知是否受理（3 个工作日）"},
        "materials": ["身份证复印件 1", "考勤照片 4", "欠条复印件 1（原件已退）"],
        "bring": ["劳动合同", "工资银行流水"],
        "limitation": {
            "last_day": "2027-09-30",
            "article": "劳动争议调解仲裁法第二十七条",
            "provisional": True,
        },
        "inspection_notice_given": True,
        "consent": {
            "personal_data": True,
            "service_address": True,
            "electronic_service": True,
            "means": "signed",
        },
        "clerk": "林晓",
        "station_phone": "0532-0000-1234",
        "station_address": "示范区海棠路18号二楼",
        "hotline": "12351",
        "progress_url": "https://gonghui.example/p/7K2MQ9TX/",
    }


def address_confirmation() -> dict:
    return {
        "issuer": BODY,
        "demo": True,
        "case_number": "示港城调字〔2026〕第113号",
        "cause": "追索劳动报酬纠纷",
        "party": "王建国",
        "standing": "申请人",
        "recipient": "王建国",
        "address": "示范区港城街道幸福里3号楼2单元501室（演示）",
        "postcode": "266000",
        "phone": "139****3306",
        "other_contact": "妻子李芳 138****2210",
        "electronic": {"means": "手机短信", "address": "139****3306"},
        "until": "2027-01-25",
        "officer": "林晓",
    }


def _notice(**more) -> dict:
    return {
        "issuer": BODY,
        "demo": True,
        "proof": PROOF,
        "addressee": "王建国",
        "applicant": "王建国",
        "respondent": "示范海晟装饰工程有限公司",
        "cause": "追索劳动报酬",
        "issued_on": "2026-11-23",
        "contact": dict(CONTACT),
    } | more


def acceptance_notice() -> dict:
    return _notice(
        number="示港城调受字〔2026〕第113号",
        received_on="2026-11-20",
        accepted_on="2026-11-23",
        mediators=["孙倩"],
        disclosure="调解员与双方当事人没有亲属关系或者利害关系",
        clock={
            "days": 15,
            "unit": "日",
            "last_day": "2026-12-08",
            "article": "企业劳动争议协商调解规定第二十九条",
        },
        next="首次调解另行通知时间、地点",
        seal={"name": "示范区港城街道劳动争议调解委员会", "caption": "演示专用", "affixed_on": "2026-11-23"},
    )


def rejection_notice() -> dict:
    return _notice(
        number="示港城调不字〔2026〕第9号",
        received_on="2026-11-20",
        ground="other_side_refuses",
        reason="示范海晟装饰工程有限公司于2026年11月23日书面答复不同意调解",
        article="企业劳动争议协商调解规定第二十二条",
        interrupted_on="2026-11-23",
        limitation={
            "last_day": "2027-11-23",
            "article": "企业劳动争议协商调解规定第三十一条",
            "provisional": True,
        },
        remedies=[
            {
                "act": "申请劳动仲裁",
                "body": "示范区劳动人事争议仲裁委员会",
                "address": "示范区中山路1号",
                "article": "劳动争议调解仲裁法第五条",
            },
            {"act": "投诉拖欠工资", "body": "示范区劳动保障监察大队", "address": "示范区中山路1号"},
        ],
        returned=["考勤表复印件4页"],
    )


def mediation_termination() -> dict:
    return _notice(
        number="示港城调终字〔2026〕第31号",
        case_number="示港城调字〔2026〕第113号",
        issued_on="2026-12-08",
        accepted_on="2026-11-23",
        ended_on="2026-12-08",
        ground="time_over",
        explanation="双方对7月份出勤天数没有形成一致意见",
        interrupted_on="2026-12-08",
        limitation={
            "last_day": "2027-12-08",
            "article": "企业劳动争议协商调解规定第三十一条",
            "provisional": True,
        },
        remedies=rejection_notice()["remedies"],
        undisputed=["双方自2025年3月1日起存在劳动关系", "8月、9月工资共14,300.00元没有支付"],
        returned=["考勤表原件1册"],
    )


def special_report() -> dict:
    return {
        "issuer": BODY,
        "demo": True,
        "proof": PROOF,
        "number": "示港城专字〔2026〕第3号",
        "stage": "first",
        "urgency": "urgent",
        "receiver": "示范区总工会",
        "signer": "钱伟",
        "case_number": "示港城〔2026〕第113号",
        "employer": "示范海晟装饰工程有限公司",
        "heads": 38,
        "claimed": "1150000.00",
        "situation": "2026年11月21日，示范海晟装饰工程有限公司（建筑业，私营）职工38人到示范港城街道工作站反映拖欠工资",
        "causes": "总包未按月拨付人工费，职工请求支付2026年7月至10月工资",
        "scene": "秩序平稳，没有聚集和停工",
        "taken": "11月21日登记并受理，已约谈总包单位",
        "risk": "临近年关，有激化可能",
        "proposal": "由人社部门启用工资保证金，三日内续报",
        "issued_on": "2026-11-23",
        "contact": dict(CONTACT),
    }


def consent_inquiry() -> dict:
    return _notice(
        number="示港城调询字〔2026〕第41号",
        addressee="示范海晟装饰工程有限公司",
        requests="支付2026年7月至9月工资21,450.00元",
        reply_by="2026-11-27",
        attempt=2,
        delivered_by="邮政特快专递",
        mediators=["孙倩"],
    )


def mediation_summons() -> dict:
    return _notice(
        number="示港城调通字〔2026〕第52号",
        addressee="示范海晟装饰工程有限公司",
        case_number="示港城调字〔2026〕第113号",
        starts_at="2026-11-28T09:30",
        place="示范区海棠路18号二楼第一调解室",
        mode="on_site",
        mediators=["孙倩"],
        bring=["营业执照复印件", "授权委托书", "考勤和工资支付记录"],
    )


def mediation_minutes() -> dict:
    return {
        "issuer": BODY,
        "demo": True,
        "proof": PROOF,
        "case_number": "示港城调字〔2026〕第113号",
        "cause": "追索劳动报酬",
        "starts_at": "2026-11-28T09:30",
        "ends_at": "2026-11-28T11:05",
        "place": "第一调解室",
        "mode": "on_site",
        "mediators": ["孙倩"],
        "recorder": "林晓",
        "participants": [
            {"name": "王建国", "standing": "申请人", "identity": "居民身份证原件"},
            {
                "name": "吴敏",
                "standing": "被申请人委托代理人",
                "identity": "居民身份证原件",
                "authority": "特别授权，授权委托书存卷",
            },
        ],
        "disclosure": "与双方没有亲属关系或者利害关系",
        "recusal": "双方均表示不要求更换",
        "statements": [
            {"speaker": "申请人", "text": "我2025年3月到公司做木工，每月7,150元。今年7月到9月没有发工资。"},
            {"speaker": "被申请人", "text": "欠付属实。7月公司只记了20天出勤。工程款12月到账，希望分期。"},
            {"speaker": "调解员", "text": "考勤照片显示7月出勤26天，请被申请人核对。"},
            {"speaker": "被申请人", "text": "核对后认可26天，三个月共21,450元。"},
            {"speaker": "申请人", "text": "同意分两期，12月1日先付1万元，余款12月15日前付清。"},
        ]
        * 3,
        "undisputed": [
            "双方自2025年3月1日起存在劳动关系，月工资7,150元",
            "2026年7月至9月工资21,450.00元没有支付",
        ],
        "issues": ["付款时间和分期办法"],
        "result": "双方达成一致，另行签订调解协议书",
        "read_back": "read_aloud",
    }


def extension_consent() -> dict:
    return {
        "issuer": BODY,
        "number": "示港城调延字〔2026〕第6号",
        "demo": True,
        "proof": PROOF,
        "case_number": "示港城调字〔2026〕第113号",
        "applicant": "王建国",
        "respondent": "示范海晟装饰工程有限公司",
        "cause": "追索劳动报酬",
        "accepted_on": "2026-11-23",
        "clock": {
            "days": 15,
            "unit": "日",
            "last_day": "2026-12-08",
            "article": "企业劳动争议协商调解规定第二十九条",
        },
        "new_last_day": "2026-12-18",
        "reason": "被申请人需要调取7月份考勤原始记录",
    }


def referral_letter() -> dict:
    return {
        "issuer": "示范区总工会",
        "number": "示工移〔2026〕12号",
        "demo": True,
        "proof": PROOF,
        "receiver": "示范区人力资源和社会保障局",
        "act": "refer",
        "subject": "海棠湾二期项目拖欠农民工工资线索",
        "summary": "港城街道总工会职工法律服务工作站于2026年11月23日接待赵建国等38人来访，"
        "反映示范筑暖保温工程有限公司拖欠2026年6月至9月工资",
        "disclosed": [
            {"label": "用人单位", "value": "示范筑暖保温工程有限公司（91370000MA0DEMO01X）"},
            {"label": "工程项目", "value": "海棠湾二期，施工总承包单位示范城建第二工程有限公司"},
            {"label": "人数和金额", "value": "38人，1,066,600.00元"},
            {"label": "联系人", "value": "赵建国（推举的代表），0532-0000-1101"},
        ],
        "asked": ["核查工资专用账户和工资保证金", "责令施工总承包单位先行清偿", "反馈处理结果"],
        "answer_by": {
            "days": 5,
            "unit": "个工作日",
            "last_day": "2026-11-30",
            "basis": "劳动保障监察条例若干规定第十八条",
        },
        "legal_basis": ["《中华人民共和国工会法》第二十三条", "《保障农民工工资支付条例》第五十一条"],
        "consented": {"basis": "consent", "on": "2026-11-23", "scope": "上列四项"},
        "enclosures": ["欠薪明细表（38人）", "考勤表复印件12页"],
        "answer_url": "https://gonghui.example/a/Zk3vQ8nT/",
        "contact": dict(CONTACT),
        "issued_on": "2026-11-23",
        "seal": {"name": "示范区总工会", "caption": "演示专用", "affixed_on": "2026-11-23"},
    }


def entrust_reply() -> dict:
    return {
        "issuer": BODY,
        "number": "示港城调复〔2026〕8号",
        "demo": True,
        "proof": PROOF,
        "receiver": "示范区劳动人事争议仲裁委员会",
        "their_number": "示劳人仲委字〔2026〕第77号",
        "cause": "追索劳动报酬",
        "parties": "赵建国等5人与示范筑暖保温工程有限公司",
        "received_on": "2026-11-17",
        "answer": "agreement",
        "mediator": "孙倩",
        "agreement_number": "示港城调字〔2026〕第112号",
        "ended_on": "2026-11-23",
        "undisputed": ["拖欠工资共243,600.00元"],
        "service_addresses_confirmed": True,
        "enclosures": ["调解协议书", "送达地址确认书"],
        "returned": [{"name": "仲裁申请书", "copies": 1}, {"name": "证据材料", "copies": 1}],
        "contact": dict(CONTACT),
        "issued_on": "2026-11-23",
    }


def aid_assignment() -> dict:
    return {
        "issuer": "示范区总工会职工法律援助中心",
        "number": "示工援委〔2026〕30号",
        "demo": True,
        "proof": PROOF,
        "lawyer": {"name": "高远", "kind": "public_interest", "firm": "示范明理律师事务所"},
        "worker": "王建国",
        "worker_phone": "139****3306",
        "opponent": "示范海晟装饰工程有限公司",
        "cause": "追索劳动报酬",
        "form": "arbitration",
        "stage": "申请仲裁至仲裁裁决",
        "approval": {"number": "示工援字〔2026〕第86号", "on": "2026-12-09", "by": "分管副主席"},
        "accept_by": "2026-12-14",
        "limitation_last_day": "2027-12-08",
        "enclosures": ["法律援助申请审批表", "案卷材料目录"],
        "contact": dict(CONTACT),
        "issued_on": "2026-12-10",
    }


def cash_receipt() -> dict:
    return {
        "issuer": BODY,
        "number": "示港城收字〔2026〕第18号",
        "demo": True,
        "proof": PROOF,
        "worker": "王建国",
        "worker_id_number": "370211198503060317",
        "payer": "示范海晟装饰工程有限公司",
        "agreement_number": "示港城调字〔2026〕第113号",
        "instalment": "第一期",
        "items": "2026年7月至9月工资",
        "amount": "10000.00",
        "received_at": "2026-12-01T10:20",
        "place": "示范区海棠路18号二楼第一调解室",
        "witnesses": [
            {"name": "周立", "id_number": "3702**********0051"},
            {"name": "林晓", "id_number": "3702**********2284"},
        ],
        "photographed": True,
    }


def entitlement_annex() -> dict:
    line = {
        "label": "经济补偿（N）",
        "label_en": "Severance (N)",
        "formula": "月工资 8,000.00 × 8 个月（工作 7 年 6 个月 0 天）",
        "formula_en": "monthly wage 8,000.00 × 8 months (service 7 years 6 months 0 days)",
        "amount": "64000.00",
        "deducted": False,
        "article": "《劳动合同法》第四十七条",
    }
    return {
        "issuer": BODY,
        "number": "示港城算字〔2026〕第3号",
        "demo": True,
        "proof": PROOF,
        "worker": "王建国",
        "title": "经济补偿（N）",
        "title_en": "Severance (N)",
        "lines": [line],
        "total": "64000.00",
        "beside": [line],
        "warnings": [{"text": "工作不满一年", "text_en": "Less than a year of service"}],
        "figures": [
            {
                "text": "当地职工月平均工资 12434.00 (山东 37、示范区数据〔2026〕、2026-01-01)",
                "text_en": "Local average wage 12434.00 (Shandong 37, 2026-01-01)",
            }
        ],
        "conditions": "限于第四十六条所列情形",
        "conditions_en": "Only on the grounds of art. 46",
        "article": "《劳动合同法》第四十六条、第四十七条",
        "calculated_on": "2026-12-01",
        "rules": "0123456789ab",
        "clerk": "周敏",
    }


def performance_ledger(rows: int = 31) -> dict:
    made = []
    for at in range(rows):
        due = Decimal(8000 + 350 * (at * 7 % 11))
        state = at % 4
        made.append(
            {
                "case": f"示港城调字〔2026〕第{101 + at // 3}号",
                "worker": SURNAMES[at % len(SURNAMES)] + GIVEN[at * 5 % len(GIVEN)],
                "payer": "示范筑暖保温工程有限公司" if at % 2 else "示范海晟装饰工程有限公司",
                "item": f"工资第{'一二三'[at % 3]}期",
                "due_on": f"2026-11-{10 + at % 18:02}",
                "due": f"{due:.2f}",
                "received": f"{due if state < 2 else Decimal(0):.2f}",
                **(
                    {"received_on": f"2026-11-{10 + at % 18:02}", "evidence": "银行回单"} if state < 2 else {}
                ),
                **({"held": "2000.00"} if state == 2 else {}),
                **({"days_late": 11 - at % 9} if state == 3 else {}),
            }
        )
    return {
        "issuer": STATION,
        "demo": True,
        "period": "2026年11月",
        "as_of": "2026-11-30",
        "rows": made,
        "filled_by": "林晓",
        "checked_by": "孙倩",
        "head_of_unit": "周立",
        "filled_on": "2026-12-01",
    }


def aid_approval() -> dict:
    return {
        "issuer": "示范区总工会职工法律援助中心",
        "number": "示工援字〔2026〕第86号",
        "demo": True,
        "applied_on": "2026-12-08",
        "applicant": {
            "name": "王建国",
            "sex": "男",
            "born_on": "1985-03-06",
            "id_number": "370211198503060317",
            "address": "示范区港城街道幸福里3号楼2单元501室",
            "phone": "139****3306",
            "employer": "示范海晟装饰工程有限公司",
            "union_member": True,
            "tags": ["农民工"],
            "household": "4口人，2人有收入",
            "monthly_income": "7150.00",
        },
        "opponent": "示范海晟装饰工程有限公司",
        "cause": "追索劳动报酬",
        "claim_amount": "21450.00",
        "form": "arbitration",
        "means_test": "exempt",
        "means_test_ground": "进城务工人员请求支付劳动报酬（法律援助法第四十二条）",
        "facts": "2026年7月至9月工资没有支付，经调解没有达成协议，申请由律师代理劳动仲裁",
        "limitation_last_day": "2027-12-08",
        "materials": ["身份证复印件", "劳动合同", "考勤照片", "调解终止通知书"],
        "review": {"text": "符合条件，建议给予援助。", "name": "林晓", "on": "2026-12-08"},
        "head": {"text": "同意。", "name": "周立", "on": "2026-12-08"},
        "approval": {"text": "同意给予仲裁代理援助。", "name": "何静", "on": "2026-12-09"},
        "decision": "granted",
        "assigned_to": "高远律师",
    }


def pleading(*, workers=1, **more) -> dict:
    """What the worker files when money does not come; the whole of it the same for every kind."""
    owed = [
        {
            "worker": f"王建国{place or ''}", "item": "第1期", "due": "10000.00", "received": "2000.00",
            "left": "8000.00", "due_on": "2026-11-20", "days_late": 18,
        }
        for place in range(workers)
    ]  # fmt: skip
    applicant = {
        "sex": "男", "born_on": "1985-03-06", "id_number": "370211198503060317",
        "address": "示范区海棠路18号", "phone": "138****4417",
    }  # fmt: skip
    return {
        "issuer": BODY,
        "number": "示港城支字〔2026〕第3号",
        "demo": True,
        "proof": PROOF,
        "addressed_to": "示范区人民法院",
        "us": "申请人",
        "them": "被申请人",
        "applicants": [{"name": row["worker"], **applicant} for row in owed],
        "opponents": [
            {
                "name": "示范海晟装饰工程有限公司", "kind": "company", "address": "示范区长江路100号",
                "credit_code": "91370211MA3EXAMPLE", "legal_representative": "孙海",
            }
        ],
        "requests": ["请求支付工资共计人民币8,000.00元（大写：捌仟元整）"],
        "facts": ["双方经调解达成协议", "截至2026年12月8日，到期未付8,000.00元"],
        "basis": ["《劳动争议调解仲裁法》第十六条"],
        "evidence": [{"name": "调解协议书", "source": "调解组织存卷"}],
        "owed": owed,
        "total": f"{8000 * workers}.00",
        "as_of": "2026-12-08",
        "copies": 1,
        "issued_on": "2026-12-08",
        **more,
    }  # fmt: skip


def payment_order_claim() -> dict:
    return pleading(conditions=["一", "二", "三", "四", "支付令能够送达"])


def enforcement_claim() -> dict:
    return pleading(title="仲裁调解书（示劳人仲审字〔2026〕第7号）")


def civil_claim() -> dict:
    return pleading(us="原告", them="被告")


def inspection_complaint() -> dict:
    return pleading(us="投诉人", them="被投诉人")


def arbitration_claim() -> dict:
    return pleading(workers=5, representatives=["王建国"])


EXAMPLES = {
    "mediation_agreement": single_agreement,
    "visit_receipt": receipt,
    "address_confirmation": address_confirmation,
    "acceptance_notice": acceptance_notice,
    "rejection_notice": rejection_notice,
    "mediation_termination": mediation_termination,
    "consent_inquiry": consent_inquiry,
    "special_report": special_report,
    "mediation_summons": mediation_summons,
    "mediation_minutes": mediation_minutes,
    "extension_consent": extension_consent,
    "referral_letter": referral_letter,
    "entrust_reply": entrust_reply,
    "aid_assignment": aid_assignment,
    "cash_receipt": cash_receipt,
    "performance_ledger": performance_ledger,
    "entitlement_annex": entitlement_annex,
    "aid_approval": aid_approval,
    "payment_order_claim": payment_order_claim,
    "enforcement_claim": enforcement_claim,
    "arbitration_claim": arbitration_claim,
    "civil_claim": civil_claim,
    "inspection_complaint": inspection_complaint,
}
