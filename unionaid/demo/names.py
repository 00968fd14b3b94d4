"""Invented people, employers and places. No one here exists; companies bear the mark 演示."""

from random import Random

SURNAMES = list(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = list(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华建国文辉力玲红志海波宁贵福生龙元全胜学祥才发武新利清飞彬富顺信子岩厚庆健世广义兴良山仁成康星光天达安心邦承乐绍功松善"
)
TRADES = [
    "钢筋工",
    "木工",
    "保温工",
    "瓦工",
    "缝纫工",
    "服务员",
    "保洁员",
    "配送员",
    "焊工",
    "司机",
    "质检员",
    "仓库管理员",
    "店员",
    "保安",
    "电工",
]
HOMES = [
    "四川宜宾",
    "河南周口",
    "安徽阜阳",
    "贵州毕节",
    "山东菏泽",
    "山东临沂",
    "甘肃定西",
    "湖北恩施",
    "本区",
    "本市",
]
INDUSTRIES = [
    "建筑业",
    "制造业",
    "住宿和餐饮业",
    "批发和零售业",
    "居民服务、修理和其他服务业",
    "交通运输、仓储和邮政业",
    "租赁和商务服务业",
]
OWNERSHIPS = ["私营", "外商投资", "个体工商户", "港澳台商投资", "国有"]
WORDS = [
    "固",
    "安",
    "捷",
    "海",
    "远",
    "洁",
    "源",
    "锦",
    "达",
    "启",
    "光",
    "润",
    "泰",
    "禾",
    "宏",
    "信",
    "瑞",
    "恒",
    "佳",
    "盛",
    "丰",
    "通",
    "诚",
    "腾",
    "悦",
]
LINES = [
    "劳务有限公司",
    "建筑工程有限公司",
    "装饰工程有限公司",
    "保温工程有限公司",
    "餐饮管理有限公司",
    "家政服务有限公司",
    "物业服务有限公司",
    "服装有限公司",
    "机械有限公司",
    "电子有限公司",
    "同城配送有限公司",
    "汽车维修有限公司",
]
SUMMARIES = {
    "pay": ["拖欠工资", "拖欠工资和加班费", "离职后工资未结清", "工程完工后工资未付"],
    "termination": ["口头辞退，要求经济补偿", "违法解除劳动合同", "经营困难裁员未付补偿"],
    "injury": ["工伤待遇未支付", "受伤后停工留薪期工资未付"],
    "relation": ["未签书面劳动合同，要求二倍工资", "要求确认劳动关系"],
    "insurance": ["未缴纳社会保险", "要求补缴社会保险"],
    "other": ["押金不退", "竞业限制补偿未付"],
}
STATIONS = [
    ("海棠街道", 17), ("柳林街道", 13), ("港城街道", 10), ("新安里街道", 5), ("云台街道", 4), ("王坊街道", 4),
    ("长堤街道", 4), ("海韵街道", 4), ("红岭街道", 3), ("大庄镇", 3), ("望海街道", 3), ("青石镇", 3),
    ("白沙街道", 3), ("铁岭山镇", 3), ("凤栖街道", 3), ("银滩街道", 3), ("桃源镇", 3), ("松坡镇", 2),
    ("月湾街道", 2), ("金桥街道", 2), ("朝晖街道", 2), ("滨河街道", 2), ("石桥镇", 2),
]  # fmt: skip
POINTS = ["海棠软件园", "港城码头", "柳林家电产业园", "云台社区", "白沙物流园", "银滩商圈"]


class Invented:
    """A source of names that gives the same ones for the same day."""

    def __init__(self, seed: str):
        self.random = Random(seed)  # noqa: S311 (invented names need no secrecy)

    def person(self) -> str:
        given = "".join(self.random.choices(GIVEN, k=self.random.choice((1, 2, 2, 2))))
        return self.random.choice(SURNAMES) + given

    def company(self) -> str:
        return f"示{''.join(self.random.sample(WORDS, 2))}{self.random.choice(LINES)}（演示）"

    def phone(self) -> str:
        """A number of the 190 range with a subscriber part that begins with zero: never given out."""
        return f"1900{self.random.randrange(10_000_000):07d}"
