"""The county beside the city: an installation of its own, which shares no network with the city's.

Its round is held together with the city's ninth (上下联动):
the round comes down as a package, the problems go up as one.
"""

from datetime import date

from liandu.demo.places import DEPARTMENT, DISTRICT, SOE, Inspection, Office, Oversight, Place, Round, Term, Unit
from liandu.demo.places import person as _person

ROOT = "county"
NAME = "临溪县"

UNITS = (
    Unit(ROOT, "中共临溪县委员会", "临溪县委", "", ""),
    Unit("towns", "乡镇", "", "", ROOT),
    Unit("county_departments", "县直部门", "", "", ROOT),
    Unit("county_firms", "县属国有企业", "", "", ROOT),
    Unit("xikou", "中共临溪县溪口镇委员会", "溪口镇党委", DISTRICT, "towns"),
    Unit("zhuping", "中共临溪县竹坪乡委员会", "竹坪乡党委", DISTRICT, "towns"),
    Unit("xian_jiaoyu", "中共临溪县教育局委员会", "县教育局党委", DEPARTMENT, "county_departments"),
    Unit("xian_shuili", "临溪县水利局党组", "县水利局党组", DEPARTMENT, "county_departments"),
    Unit("xian_chengtou", "中共临溪县城乡建设投资有限公司支部委员会", "县城投公司党支部", SOE, "county_firms"),
)

OFFICES = (
    Office("xian_xunchaban", "县委巡察工作领导小组办公室", "inspection", ROOT),
    Office("xian_jiwei", "县纪委监委机关", "discipline", ROOT),
    Office("xian_shi1", "县纪委监委第一纪检监察室", "discipline", "xian_jiwei"),
    Office("xian_anguan", "县纪委监委案件监督管理室", "discipline", "xian_jiwei"),
    Office("xian_zuzhibu", "县委组织部", "organization", ROOT),
)

_SINCE = date(2022, 1, 1)
OVERSIGHT = tuple(Oversight("xian_shi1", unit.key, _SINCE) for unit in UNITS if unit.sector)

TERMS = (Term("14", 14, "第十四届", date(2021, 8, 20)),)
ROUNDS = (Round("14-8", "14", 8, "十四届县委第八轮巡察", "regular", date(2026, 3, 9), date(2026, 5, 15)),)

INSPECTIONS = (
    Inspection("xikou", "14-8", "县委第一巡察组", "甘棠", ROUNDS[0].begins, ROUNDS[0].ends, date(2026, 6, 16)),
    Inspection("xian_jiaoyu", "14-8", "县委第二巡察组", "鲍方圆", ROUNDS[0].begins, ROUNDS[0].ends, date(2026, 6, 17)),
    Inspection(
        "xian_chengtou", "14-8", "县委第三巡察组", "佘青禾", ROUNDS[0].begins, ROUNDS[0].ends, date(2026, 6, 18)
    ),
)


PEOPLE = (
    _person("panshiyi", "潘拾遗", "Pan Shiyi", ("inspection_director", "xian_xunchaban")),
    _person("niqingyue", "倪清越", "Ni Qingyue", ("inspection_clerk", "xian_xunchaban")),
    _person("dourangchuan", "窦让川", "Dou Rangchuan", ("supervision_officer", "xian_shi1")),
    _person("yinhezhou", "殷荷洲", "Yin Hezhou", ("organization_officer", "xian_zuzhibu")),
    _person("shixikou", "施溪迟", "Shi Xichi", ("unit_liaison", "xikou")),
    _person("xian_xitong", "经世维", "Jing Shiwei", ("system_admin", ROOT)),
    _person("xian_anquan", "卫长安", "Wei Chang'an", ("security_admin", ROOT)),
    _person("xian_shenji", "稽明远", "Ji Mingyuan", ("audit_admin", ROOT)),
)

PLACE = Place(
    key="county",
    policy="three_months",
    root=ROOT,
    committee="县委",
    office="xian_xunchaban",
    director="panshiyi",
    clerk="niqingyue",
    units=UNITS,
    offices=OFFICES,
    oversight=OVERSIGHT,
    terms=TERMS,
    rounds=ROUNDS,
    inspections=INSPECTIONS,
    people=PEOPLE,
    divisions={"xian_zuzhibu": (DISTRICT, DEPARTMENT, SOE)},
)
