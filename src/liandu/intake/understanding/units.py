"""Names of units: which words are one, and which unit a document, a heading or a paragraph is about."""

import re

from liandu.intake.understanding.script import Line

_PARTY = r"党委会?|党组|党工委|党总支|党支部|机关党委|直属党支部|分党组|党组织|党委领导班子|委员会|工委|支部"
_PLACE = (
    r"局|厅|委|办|办公室|中心|公司|集团|集团公司|有限公司|银行|学校|大学|学院|中学|小学|医院|研究院|研究所|馆|院|所|站|街道|街道办事处|镇|乡|开发区管委会|管委会|"
    r"法院|检察院|协会|联合会|总工会|妇联|团委|党校|部|处|科|社|台|厂|队|村|社区"
)
_NAME = r"[\u4e00-\u9fffA-Za-z0-9（）()“”·《》〈〉\-]"
UNIT = re.compile(rf"(?:中共|中国共产党)?{_NAME}{{2,40}}?(?:{_PARTY})(?![\u4e00-\u9fff])")
_WHOLE = re.compile(rf"{_NAME}+\Z")
_PARTY_END = re.compile(rf"(?:{_PARTY})$")
_PLACE_END = re.compile(rf"(?:{_PLACE})$")
_TITLE_SHAPES = (
    re.compile(
        rf"(?:向|对|(?:巡察|巡视)(?!组|办|工作)了?)(?P<unit>{_NAME}{{2,40}}?(?:{_PARTY}))(?:的)?(?:反馈|巡察|巡视|开展|进行|专项|选人|意识|常规|机动|提级|交叉|延伸)"
    ),
    re.compile(
        rf"^(?:关于)?(?:对)?(?:中央|省委|市委|区委|县委)?(?:第[一二三四五六七八九十\d]+)?(?:巡察组|巡视组|巡察办|巡视办|巡察工作领导小组办公室)?(?:关于)?(?:向|对|巡察|巡视)*(?P<unit>(?:中共|中国共产党)?{_NAME}{{2,40}}?(?:{_PARTY}))(?:领导班子)?(?:关于|对|巡察|巡视|整改|落实|选人|意识|开展|集中|反馈|情况|问题|的|在|$|《)"
    ),
    re.compile(
        rf"^(?:中共|中国共产党)?(?P<unit>{_NAME}{{2,40}}?(?:{_PLACE}))(?:关于|对|巡察|巡视|审计|整改|落实|\d{{4}})"
    ),
    re.compile(
        rf"(?:向|对|关于)(?:巡察|巡视|审计|检查)?(?P<unit>{_NAME}{{2,40}}?(?:{_PLACE}))(?:的)?(?:反馈|开展|进行|审计|巡察|巡视|专项|常规|机动|提级|交叉|领导班子|主要|原|20)"
    ),
)
_GENERIC = re.compile(
    r"(?:^|.*的)(?:各|全|该|本|被|有关|相关|某|局|院|校|集团|公司|市委|区委|县委|省委|学校|医院|街道|乡镇)?(?:级)?(?:党委|党组|党总支|党支部|党组织|支部|委员会|领导班子|单位|基层党组织|机关党委)$|"
    r"巡察组|巡视组|审计组|督察组|领导小组|人民代表大会|常务委员会|反馈|意见|问题|情况$|十个|[\d]+[个家]|部分|一些|个别|有的|多个|各"
)
_LEADS = re.compile(
    rf"(?P<unit>(?:中共|中国共产党)?{_NAME}{{2,40}}?(?:{_PARTY}))(?:领导班子)?(?:(?:方面)?(?:存在|主要存在|的主要问题|主要问题|主要表现|问题|也存在)|(?:的)?问题(?:是|有)|[：:。，,]?$|[：:]|，(?:主要)?存在|,存在)"
)
_LEADS_PLACE = re.compile(
    rf"(?P<unit>{_NAME}{{2,40}}?(?:{_PLACE}))(?:领导班子)?(?:(?:方面)?(?:存在(?:的)?|主要存在|的主要问题|主要问题(?:是|有))|[：:](?!\d))"
)
_FED_BACK = re.compile(
    rf"(?:在?[向对]|在)(?P<unit>(?![向对]){_NAME}{{2,40}}?(?:{_PARTY}))(?:领导班子)?(?:进行|开展)?(?:巡察)?(?:情况)?反馈(?:会上?|意见|情况)?(?:时)?(?:中)?"
)
_SPOKEN_OF = re.compile(
    rf"[^，。：；]{{0,16}}?(?:^|(?:在|向|对|巡察|巡视|反馈|指出|发现|认为)[，,]?)(?P<unit>(?![在向对巡反指发认]){_NAME}{{2,40}}?(?:{_PARTY}))"
    r"(?:领导班子)?(?=存在|时|在|对|的|，|,|履行|贯彻|落实|不同程度)(?![^，。]{0,6}(?:书记|负责|表示|主持|组成))"
)
_BRACKETED = re.compile(rf"[【\[〖](?P<unit>{_NAME}{{2,40}}?)[】\]〗][：:]?")
_ADDRESSEE = re.compile(rf"^(?P<unit>(?:中共)?{_NAME}{{2,40}}?(?:{_PARTY}|{_PLACE}))[：:]$")
_FILLED_BY = re.compile(
    rf"(?<![任头合体助改])(?:填报|报送|编制|被巡察|被审计)?(?:单位|党组织)(?:（[^）]*）|\([^)]*\))?\s?[：:]\s?(?P<unit>{_NAME}{{3,40}})"
)
_CITY = re.compile(r"(?:中共)?([\u4e00-\u9fff]{2,3}?)市委(?!书记)")
_SHORT_FORM = re.compile(r"[（(](?:以下)?(?:统)?简称.*$")


def is_unit(text: str) -> bool:
    """Return whether ``text`` as a whole reads as the name of a unit or its party organisation."""
    bare = text.strip(" 　：:。“”")
    if _WHOLE.match(bare) is None:
        return False
    if not 3 <= len(bare) <= 42 or _GENERIC.search(bare):
        return False
    return _PARTY_END.search(bare) is not None or _PLACE_END.search(bare) is not None


def leading_unit(line: Line) -> tuple[str, int] | None:
    """Return (unit, index behind it) when a paragraph opens by naming the unit whose problems it then states."""
    match = _BRACKETED.match(line.text, line.content, line.end)
    if match is not None and is_unit(match.group("unit")):
        return match.group("unit"), match.end()
    for pattern in (_LEADS, _LEADS_PLACE):
        match = pattern.match(line.text, line.content, line.end)
        if match is not None and not _GENERIC.search(match.group("unit")):
            return match.group("unit"), match.end("unit")
    match = _FED_BACK.search(line.text, line.content, min(line.end, line.content + 80))
    if match is None:
        match = _SPOKEN_OF.match(line.text, line.content, min(line.end, line.content + 60))
    if match is not None and not _GENERIC.search(match.group("unit")):
        return match.group("unit"), match.end()
    return None


def heading_unit(text: str) -> str | None:
    """Return the unit that a heading names as a whole (市教育局党组; 对市教育局党组的反馈意见), or None."""
    bare = text.strip(" 　：:。【】[]")
    if is_unit(bare) and _PARTY_END.search(bare):
        return bare
    match = _LEADS.match(bare)
    if match is not None and not _GENERIC.search(match.group("unit")):
        rest = bare[match.end("unit") :]
        if re.fullmatch(r"(?:领导班子)?(?:方面)?(?:存在)?(?:的)?(?:主要|突出)?(?:问题)?", rest):
            return match.group("unit")
    match = _TITLE_SHAPES[0].search(bare)
    if match is not None and len(bare) < 50 and not _GENERIC.search(match.group("unit")):
        return match.group("unit")
    return None


def document_unit(title: str, lines: list[Line]) -> str | None:
    """Return the one unit that the whole document is about: from its title, addressee, form line or signature."""
    titled = _with_city(_titled_unit(title), title)
    opening = [line.whole() for line in lines[:8]]
    filled = _first(_FILLED_BY, opening)
    if filled is not None and (titled is None or titled in filled):
        return filled
    if titled is not None:
        return titled
    addressed = _first(_ADDRESSEE, opening)
    if addressed is not None:
        return addressed
    for line in reversed(lines[-6:]):
        if line.ordinal is None and is_unit(line.whole()):
            return _settled(line.whole().strip())
    return _first(_TITLE_SHAPES[0], opening[:6]) or _first(_TITLE_SHAPES[3], opening[:6])


def _with_city(unit: str | None, title: str) -> str | None:
    """Return the unit with its city's name where the title names the city's committee as the one that speaks."""
    city = _CITY.match(title)
    if unit is None or city is None or not unit.startswith("市"):
        return unit
    return f"{city.group(1)}{unit}"


def _first(pattern: re.Pattern[str], texts: list[str]) -> str | None:
    """Return the first unit that ``pattern`` finds in ``texts``."""
    for text in texts:
        match = pattern.search(text)
        if match is not None and not _GENERIC.search(match.group("unit")):
            return match.group("unit")
    return None


def _settled(unit: str) -> str:
    """Return ``unit`` without 中共 where the name goes on to say 党组 or 党委; 中共…委员会 is the whole name."""
    return re.sub(r"^(?:中共|中国共产党)(?=.*(?:党组|党委|党总支|党支部|党工委|[省市区县]委)$)", "", unit)


def _titled_unit(title: str) -> str | None:
    for pattern in _TITLE_SHAPES:
        match = pattern.search(title)
        if (
            match is not None
            and not _GENERIC.search(match.group("unit"))
            and not match.group("unit").startswith(("关于", "在"))
        ):
            return _settled(match.group("unit"))
    return None
