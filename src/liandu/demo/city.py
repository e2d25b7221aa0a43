"""The demo city: its units and offices, who oversees whom, terms, rounds, inspections and people.

Keys are short ASCII words; rows name each other by key. Days are plain dates. Nobody and nothing here is real.
"""

from datetime import date

from liandu.demo.places import (
    DEPARTMENT,
    DISTRICT,
    SOE,
    UNIVERSITY,
    Inspection,
    Office,
    Oversight,
    Place,
    Round,
    Term,
    Unit,
)
from liandu.demo.places import person as _person

CITY = "云州市"
ROOT = "city"

UNITS = (
    Unit(ROOT, "中共云州市委员会", "云州市委", "", ""),
    Unit("districts", "区县和开发区", "", "", ROOT),
    Unit("departments", "市级部门", "", "", ROOT),
    Unit("enterprises", "市属国有企业", "", "", ROOT),
    Unit("universities", "市属高校", "", "", ROOT),
    Unit("qinglan", "中共云州市青岚区委员会", "青岚区委", DISTRICT, "districts"),
    Unit("wangchuan", "中共云州市望川区委员会", "望川区委", DISTRICT, "districts"),
    Unit("linxi", "中共临溪县委员会", "临溪县委", DISTRICT, "districts"),
    Unit("wuxi", "中共雾溪县委员会", "雾溪县委", DISTRICT, "districts"),
    Unit("shiqiao", "中共石桥开发区工作委员会", "石桥开发区党工委", DISTRICT, "districts"),
    Unit("zhujian", "云州市住房和城乡建设局党组", "市住房城乡建设局党组", DEPARTMENT, "departments"),
    Unit("zigui", "云州市自然资源和规划局党组", "市自然资源和规划局党组", DEPARTMENT, "departments"),
    Unit("jiaoyu", "中共云州市教育局委员会", "市教育局党委", DEPARTMENT, "departments"),
    Unit("weijian", "中共云州市卫生健康委员会委员会", "市卫生健康委党委", DEPARTMENT, "departments"),
    Unit("renshe", "云州市人力资源和社会保障局党组", "市人力资源社会保障局党组", DEPARTMENT, "departments"),
    Unit("shijian", "云州市市场监督管理局党组", "市市场监管局党组", DEPARTMENT, "departments"),
    Unit("jiaotong", "云州市交通运输局党组", "市交通运输局党组", DEPARTMENT, "departments"),
    Unit("nongye", "云州市农业农村局党组", "市农业农村局党组", DEPARTMENT, "departments"),
    Unit("chengjian", "中共云州城建发展集团有限公司委员会", "城建集团党委", SOE, "enterprises"),
    Unit("jiaochan", "中共云州交通产业集团有限公司委员会", "交产集团党委", SOE, "enterprises"),
    Unit("shuiwu", "中共云州水务环境集团有限公司委员会", "水务环境集团党委", SOE, "enterprises"),
    Unit("liangchu", "中共云州粮食储备集团有限公司委员会", "粮储集团党委", SOE, "enterprises"),
    Unit("danbao", "中共云州融资担保集团有限公司委员会", "担保集团党委", SOE, "enterprises"),
    Unit("yunda", "中共云州大学委员会", "云州大学党委", UNIVERSITY, "universities"),
    Unit("shifan", "中共云州师范学院委员会", "云州师范学院党委", UNIVERSITY, "universities"),
    Unit("zhiyuan", "中共云州职业技术学院委员会", "云州职业技术学院党委", UNIVERSITY, "universities"),
    Unit("yizhuan", "中共云州医学高等专科学校委员会", "云州医学高等专科学校党委", UNIVERSITY, "universities"),
    # Competent departments and one unit elsewhere; not inspected in round nine.
    Unit("guozi", "中共云州市国有资产监督管理委员会委员会", "市国资委党委", DEPARTMENT, "departments"),
    Unit("liangshi", "云州市粮食和物资储备局党组", "市粮食和储备局党组", DEPARTMENT, "departments"),
    Unit("qixiang", "云州市气象服务中心党支部", "市气象服务中心党支部", DEPARTMENT, "departments"),
)

OFFICES = (
    Office("xunchaban", "市委巡察工作领导小组办公室", "inspection", ROOT),
    Office("jiwei", "市纪委监委机关", "discipline", ROOT),
    Office("shi1", "第一监督检查室", "discipline", "jiwei"),
    Office("shi2", "第二监督检查室", "discipline", "jiwei"),
    Office("shi3", "第三监督检查室", "discipline", "jiwei"),
    Office("shi4", "第四监督检查室", "discipline", "jiwei"),
    Office("shi5", "第五监督检查室", "discipline", "jiwei"),
    Office("shi6", "第六监督检查室", "discipline", "jiwei"),
    Office("anguan", "案件监督管理室", "discipline", "jiwei"),
    Office("zhu_zhujian", "市纪委监委驻市住房城乡建设局纪检监察组", "discipline", "jiwei"),
    Office("zhu_jiaoyu", "市纪委监委驻市教育局纪检监察组", "discipline", "jiwei"),
    Office("zhu_weijian", "市纪委监委驻市卫生健康委纪检监察组", "discipline", "jiwei"),
    Office("zuzhibu", "市委组织部", "organization", ROOT),
    Office("ganjian", "干部监督科", "organization", "zuzhibu"),
    Office("ganbu1", "干部一科", "organization", "zuzhibu"),
    Office("ganbu2", "干部二科", "organization", "zuzhibu"),
    Office("ganbu3", "干部三科", "organization", "zuzhibu"),
    Office("zuzhi1", "组织一科", "organization", "zuzhibu"),
)

_SPLIT = date(2022, 1, 1)  # the day on which the present split of work between the supervision offices began
_CHANGE = date(2026, 7, 1)  # the health commission went to the fourth office


def _oversees(office: str, *units: str) -> tuple[Oversight, ...]:
    return tuple(Oversight(office, unit, _SPLIT) for unit in units)


OVERSIGHT = (
    *_oversees("shi1", "qinglan", "wangchuan"),
    *_oversees("shi2", "linxi", "wuxi", "shiqiao"),
    *_oversees("shi3", "zhujian", "zigui", "jiaoyu", "liangshi"),
    Oversight("shi3", "weijian", _SPLIT, date(2026, 6, 30)),
    Oversight("shi4", "weijian", _CHANGE),
    *_oversees("shi4", "renshe", "shijian", "jiaotong", "nongye", "qixiang"),
    *_oversees("shi5", "chengjian", "jiaochan", "shuiwu", "liangchu", "danbao", "guozi"),
    *_oversees("shi6", "yunda", "shifan", "zhiyuan", "yizhuan"),
    *_oversees("zhu_zhujian", "zhujian"),
    *_oversees("zhu_jiaoyu", "jiaoyu"),
    *_oversees("zhu_weijian", "weijian"),
)

TERMS = (
    Term("4", 4, "第四届", date(2016, 10, 18), date(2021, 10, 15)),
    Term("5", 5, "第五届", date(2021, 10, 16)),
)


def _round(number: int, kind: str, begins: date, ends: date, theme: str = "") -> Round:
    name = f"五届市委第{'一二三四五六七八九'[number - 1]}轮巡察"
    return Round(f"5-{number}", "5", number, name, kind, begins, ends, theme)


ROUNDS = (
    _round(1, "regular", date(2022, 3, 7), date(2022, 5, 27)),
    _round(2, "regular", date(2022, 8, 22), date(2022, 11, 11)),
    _round(3, "special", date(2023, 3, 6), date(2023, 5, 12), "涉粮问题"),
    _round(4, "regular", date(2023, 8, 28), date(2023, 11, 17)),
    _round(5, "regular", date(2024, 3, 4), date(2024, 5, 24)),
    _round(6, "look_back", date(2024, 9, 2), date(2024, 10, 31)),
    _round(7, "regular", date(2025, 3, 3), date(2025, 5, 23)),
    _round(8, "mobile", date(2025, 9, 8), date(2025, 10, 17)),
    _round(9, "regular", date(2026, 3, 2), date(2026, 5, 15)),
)

_TEAMS = {
    1: ("市委第一巡察组", "裴仲谦"),
    2: ("市委第二巡察组", "焦秉川"),
    3: ("市委第三巡察组", "左明修"),
    4: ("市委第四巡察组", "荀知远"),
    5: ("市委第五巡察组", "易慎行"),
    6: ("市委第六巡察组", "戚怀瑾"),
    7: ("市委第七巡察组", "宁子衿"),
}


def _ninth(team: int, day: int, *units: str) -> tuple[Inspection, ...]:
    name, head = _TEAMS[team]
    round_nine = ROUNDS[8]
    feedback = date(2026, 6, day)
    return tuple(
        Inspection(unit, round_nine.key, name, head, round_nine.begins, round_nine.ends, feedback) for unit in units
    )


INSPECTIONS = (
    *_ninth(1, 9, "qinglan", "wangchuan", "shiqiao"),
    *_ninth(2, 10, "linxi", "wuxi"),
    *_ninth(3, 11, "zhujian", "zigui", "jiaotong"),
    *_ninth(4, 12, "jiaoyu", "weijian", "renshe"),
    *_ninth(5, 16, "shijian", "nongye", "liangchu"),
    *_ninth(6, 17, "chengjian", "jiaochan", "shuiwu", "danbao"),
    *_ninth(7, 18, "yunda", "shifan", "zhiyuan", "yizhuan"),
    Inspection("wangchuan", "5-8", *_TEAMS[1], date(2025, 9, 8), date(2025, 10, 17), date(2025, 11, 20)),
    Inspection("chengjian", "5-8", *_TEAMS[6], date(2025, 9, 8), date(2025, 10, 17), date(2025, 11, 21)),
    Inspection("yunda", "5-8", *_TEAMS[7], date(2025, 9, 8), date(2025, 10, 17), date(2025, 11, 24)),
    Inspection("liangchu", "5-3", *_TEAMS[5], date(2023, 3, 6), date(2023, 5, 12), date(2023, 6, 15)),
)


PEOPLE = (
    _person("zhoumingche", "周明澈", "Zhou Mingche", ("inspection_director", "xunchaban")),
    _person("chenruoxi", "陈若溪", "Chen Ruoxi", ("inspection_clerk", "xunchaban")),
    _person("heshuhan", "何书涵", "He Shuhan", ("inspection_clerk", "xunchaban")),
    _person("luhuaijin", "陆怀谨", "Lu Huaijin", ("supervision_officer", "shi1")),
    _person("shaowenzhuo", "邵文卓", "Shao Wenzhuo", ("supervision_officer", "shi2")),
    _person("xiezhiheng", "谢知衡", "Xie Zhiheng", ("supervision_officer", "shi3")),
    _person("hanlifu", "韩砺甫", "Han Lifu", ("supervision_officer", "shi4")),
    _person("luojinghe", "罗景禾", "Luo Jinghe", ("supervision_officer", "shi5")),
    _person("tangyining", "唐以宁", "Tang Yining", ("supervision_officer", "shi6")),
    _person("jiangpingzhi", "江平芷", "Jiang Pingzhi", ("supervision_officer", "zhu_zhujian")),
    _person("moyunqiao", "莫云樵", "Mo Yunqiao", ("supervision_officer", "zhu_weijian")),
    _person("shenkeyan", "沈恪言", "Shen Keyan", ("case_manager", "anguan")),
    # Of the clue register: who sends, who keeps it, who approves, who handles.
    _person("qiaomingyuan", "乔鸣远", "Qiao Mingyuan", ("case_director", "anguan")),
    _person("zhuangyanqing", "庄砚青", "Zhuang Yanqing", ("clue_approver", "jiwei")),
    _person("xuantingfang", "宣亭方", "Xuan Tingfang", ("clue_handler", "shi2")),
    _person("tongchengze", "佟承泽", "Tong Chengze", ("clue_handler", "shi5")),
    _person("mengxingzhou", "孟行舟", "Meng Xingzhou", ("clue_sender", "xunchaban")),
    _person("chengsiqi", "程思祁", "Cheng Siqi", ("organization_officer", "ganjian")),
    _person(
        "fangzhixu", "方知煦", "Fang Zhixu", ("organization_officer", "ganbu1"), ("organization_officer", "zuzhi1")
    ),
    _person("jianshuyi", "简书意", "Jian Shuyi", ("organization_officer", "ganbu2")),
    _person("zhuhuaiyu", "祝怀瑜", "Zhu Huaiyu", ("organization_officer", "ganbu3")),
    _person("yanshouqing", "严守清", "Yan Shouqing", ("leader", ROOT)),
    _person("liangchengyu", "梁承屿", "Liang Chengyu", ("unit_head", "qinglan")),
    _person("songyutong", "宋雨潼", "Song Yutong", ("unit_liaison", "qinglan")),
    _person("duruochuan", "杜若川", "Du Ruochuan", ("unit_head", "linxi")),
    _person("baiqiuming", "白秋茗", "Bai Qiuming", ("unit_liaison", "linxi")),
    _person("gaobowen", "高泊闻", "Gao Bowen", ("unit_head", "zhujian")),
    _person("yelinshu", "叶林疏", "Ye Linshu", ("unit_liaison", "zhujian")),
    _person("shijingwei", "石敬蔚", "Shi Jingwei", ("unit_head", "weijian")),
    _person("fengqiaoan", "冯乔安", "Feng Qiao'an", ("unit_liaison", "weijian")),
    _person("qiuzhengyang", "邱正漾", "Qiu Zhengyang", ("unit_head", "chengjian")),
    _person("kangyichen", "康亦琛", "Kang Yichen", ("unit_liaison", "chengjian")),
    _person("miaojianqiu", "苗见秋", "Miao Jianqiu", ("unit_head", "liangchu"), ("unit_liaison", "liangchu")),
    _person("gujingheng", "顾景珩", "Gu Jingheng", ("unit_head", "yunda")),
    _person("linxiaoman", "蔺晓蔓", "Lin Xiaoman", ("unit_liaison", "yunda")),
    _person("zhongkaiyuan", "钟恺沅", "Zhong Kaiyuan", ("unit_head", "guozi")),
    _person("zhuangjiming", "庄既明", "Zhuang Jiming", ("competent_officer", "guozi")),
    _person("rongyu", "容与", "Rong Yu", ("competent_officer", "liangshi")),
    _person("wenzaiyuan", "温在远", "Wen Zaiyuan", ("unit_liaison", "qixiang")),
    _person("yuxitong", "俞希彤", "Yu Xitong", ("system_admin", ROOT)),
    _person("anbaomi", "安保弥", "An Baomi", ("security_admin", ROOT)),
    _person("jishenji", "纪慎济", "Ji Shenji", ("audit_admin", ROOT)),
)


# Which division of the organization department looks after which sector; the first oversees all of them.
_DIVISIONS = {
    "ganjian": (DISTRICT, DEPARTMENT, SOE, UNIVERSITY),
    "ganbu1": (DISTRICT, DEPARTMENT),
    "ganbu2": (SOE,),
    "ganbu3": (UNIVERSITY,),
}

PLACE = Place(
    key="city",
    root=ROOT,
    committee="市委",
    office="xunchaban",
    director="zhoumingche",
    clerk="chenruoxi",
    units=UNITS,
    offices=OFFICES,
    oversight=OVERSIGHT,
    terms=TERMS,
    rounds=ROUNDS,
    inspections=INSPECTIONS,
    people=PEOPLE,
    # Left unchecked, so that a visitor finds work on the desk.
    waiting=frozenset({"jiaoyu", "shuiwu", "shifan"}),
    divisions=_DIVISIONS,
    personnel=("zhujian", "weijian", "chengjian", "yunda"),
    round_themes={"5-3": "grain"},
)
unit, inspected, inspection = PLACE.unit, PLACE.inspected, PLACE.inspection
