"""The industries and kinds of ownership the sheets count employers by: stored as the sheets name them in
Chinese, shown in the reader's language."""

from django.utils.translation import gettext_lazy as _

INDUSTRIES = {  # sections of GB/T 4754-2017
    "农、林、牧、渔业": _("Farming, forestry, animal husbandry and fishery"),
    "采矿业": _("Mining"),
    "制造业": _("Manufacturing"),
    "电力、热力、燃气及水生产和供应业": _("Electricity, heat, gas and water supply"),
    "建筑业": _("Construction"),
    "批发和零售业": _("Wholesale and retail"),
    "交通运输、仓储和邮政业": _("Transport, storage and post"),
    "住宿和餐饮业": _("Accommodation and catering"),
    "信息传输、软件和信息技术服务业": _("Information transmission, software and IT services"),
    "金融业": _("Finance"),
    "房地产业": _("Real estate"),
    "租赁和商务服务业": _("Leasing and business services"),
    "科学研究和技术服务业": _("Research and technical services"),
    "水利、环境和公共设施管理业": _("Water, environment and public facilities"),
    "居民服务、修理和其他服务业": _("Resident services, repair and other services"),
    "教育": _("Education"),
    "卫生和社会工作": _("Health and social work"),
    "文化、体育和娱乐业": _("Culture, sports and entertainment"),
    "公共管理、社会保障和社会组织": _("Public administration, social security and social organisations"),
    "国际组织": _("International organisations"),
}
OWNERSHIPS = {
    "国有": _("State-owned"),
    "集体": _("Collective"),
    "私营": _("Private"),
    "港澳台商投资": _("Invested from Hong Kong, Macao or Taiwan"),
    "外商投资": _("Foreign-invested"),
    "个体工商户": _("Individual business"),
    "机关事业单位": _("Public body or institution"),
    "社会组织": _("Social organisation"),
    "其他": _("Other"),
}
