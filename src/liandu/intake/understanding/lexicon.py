"""The language of deficiency and the language of measures: closed lists of general words, used as evidence.

No word here belongs to one document or one field of work. A hit is never enough by itself: the shapes weigh it together
with the place in the outline, the wrapper around a title and what its siblings look like.
"""

import re

# A negation is a sign of a deficiency unless it is part of one of these assured turns.
_ASSURED = (
    "断|忘|移|懈|折不扣|打折|仅|但|得|准|动摇|放松|松劲|停步|遗余力|含糊|走样|变|留死角|留情|留|漏一|敢腐|能腐|想腐|少于|低于|超过|同|再发生|等不靠|"
    "贰过|放过|可替代|负|渝|怕|畏|辍|误|贷|手软|越|踩|碰|破|动产|忘初心|是|论|限于|妨|禁|由|愧|止|时|过|久|可|惜|少(?!次)|胜|销号|予"
)
_NEGATION = (
    rf"(?<![决绝三])不(?!{_ASSURED})|不可控|不留痕|未(?!来|央|雨|成年|然|病)|没有|没能|没收集|尚无|并无|"
    r"无(?!障碍|偿|线|人机|私|纸|烟|悔|疑|缝|锡|一例|论|违)|非法|缺|欠|乏|失(?!业|信|地|能|独|踪|联率|眠)"
)
_NOUNS = (
    "差距|短板|弱项|薄弱|滞后|迟缓|缓慢|拖延|拖沓|松散|松懈|松弛|宽松|粗放|粗疏|随意|脱节|断层|断档|断链|流于|走过场|走形式|走形变样|形式主义|官僚主义|"
    "形同虚设|虚化|弱化|淡化|边缘化|空转|空壳|空心|悬空|空置|空泛|空白|空缺|违规|违纪|违法|违反|超标|超范围|超期|逾期|过期|超员|超职数|超概|超编|"
    "超限|超额列|超支|挪用|截留|套取|骗取|冒领|多领|虚报|虚列|虚增|虚假|虚高|虚挂|造假|作假|弄虚|隐瞒|瞒报|漏报|谎报|隐患|风险(?!评估|防控体系|防控机制)|"
    "漏洞|盲区|死角|堵点|淤点|梗阻|闲置|沉淀|浪费|流失|损失|损毁|挂账|反弹|反复|久拖|久未|了之|代替|倒置|颠倒|混乱|混同|混用|老化|断裂|偏差|"
    "(?:连年|逐年|持续|不断|明显|大幅|连续[^，。；]{0,6})(?:下滑|下降|减少|走低|萎缩)|连年下|偏低|偏高|偏少|偏多|偏软|偏弱|偏慢|偏重|偏松|偏窄|偏离|偏大|偏粗|过高|过低|过多|过少|过长|过大|过粗|过松|过软|落差|温差|落空|搁置|积压|多发|频发|易发|时有发生|"
    "仍有发生|屡|居高|停留|停滞|满足于|局限于|依赖|敷衍|应付|推诿|扯皮|推脱|躲避|回避|好人主义|腐败|侵占|侵害|贪污|受贿|谋利|谋取|牟利|寻租|利益输送|"
    "围标|串标|转包|违法分包|拆分|化整为零|规避|变相|擅自|私自|私设|私存|私分|小金库|账外|体外循环|多头|交叉|模糊|单一|单调|空洞|照搬|照抄|照转|千篇一律|一刀切|"
    "层层加码|层层递减|递减|衰减|上下一般粗|有待|还需|亟待|仍需|亟需|需进一步|待加强|待提|待完善|僵尸|形象工程|政绩工程|盆景|挤占|坐支|白条|公款|吃喝|特权|带病|"
    "一言堂|家长式|一家独大|任人唯亲|近亲|吃空饷|空岗|兼职取酬|外流|老大难|上热下冷|冷热不均|宽松软|慢作为|乱作为|乱收费|搭车|摊派|克扣|压级|刁难|"
    "吃拿|卡要|懒政|怠政|庸|散漫|涣散|软弱|疲软|乏力|发力不|浮于|漂浮|蜻蜓点水|一阵风|雷声大|重复(?:购|建|领|发|报|列|安排|申报|享受|投资)|多计|多提|多付|多拨|多收|少计|少缴|少列|漏缴|漏征|错报|错发|错享|"
    "应保未保|应退未退|应纳未纳|应收未收|建而|管而|批而|供而|联而|招而|签而|只(?!有|要|争)|仍|依然|依旧|至今|长期(?!坚持|任务|整改|有效|发展|规划)|多年|超\\d|"
    "抓得(?:还)?(?:比较)?(?:松|软|虚|粗)|重[^，。；、]{1,8}轻|先[^，。；、]{1,6}后|以(?!恒)[^，。；、]{1,10}代(?!表|码|中国|党|伟)|(?:当成|当作|当)“|一[^，。；、]{1,3}了之|"
    "口袋|盲目|失衡|失调|失管|分散|碎片化|走样|变味|搞形式|做样子|摆样子|走秀|作秀|拍脑袋|拍胸脯|打折扣|打擦边球|搞变通|选择性|过滥|泛化|简单化|碎化|老套|陈旧|"
    "以(?P<same>[^，。；、]{2,4})落实(?P=same)|雷同|扎堆|频繁|虚(?=[、，；。,;]|$)|弱(?=[、，；。,;]|$)|软(?=[、，；。,;]|$)|慢(?=[、，；。,;]|$)|难(?=[、，；。,;]|$|以|题突出)|低(?=[、，；。,;]|$)|少(?=[、，；。,;]|$)|差(?=[、，；。,;]|$)|"
    "浅(?=[、，；。,;]|$)|窄(?=[、，；。,;]|$)|乱(?=[、，；。,;]|$)|散(?=[、，；。,;]|$)|松(?=[、，；。,;]|$)|高(?=[、，；。,;]|$)|粗(?=[、，；。,;]|$)|"
    "渗漏|直排|黑臭|堵占|侵蚀|破坏|污染(?!防治|治理|物)|事故|违建|烂尾|延期|停工|停产|停用|停摆|瘫痪|错接|混接|欠薪|上访|投诉多|反映强烈|不满|突出问题|问题(?:较为|比较|仍然|依然|较)?(?:突出|严重|频|多)|"
    "有欠|有差|有缺|有短|有弱|有偏|有盲|有落|有温|不足|折扣|水分|水土不服|两张皮|夹生|悬浮|脱离|游离|缩水|打架|各自为政|推而不|议而|决而|学而|查而|"
    "壁垒|高于|倾向性|排斥|超过(?:承诺|规定|标准|限)|的现象|个人指定|由个人|暗箱|内定|量身|因人|萝卜|关系户|虚化|空挂|挂靠|借用资质|出借|拉票|跑官|买官|带薪|公私|兼职|经商办企|谈话提醒少|大额现金|现金支付"
)
DEFICIENCY = re.compile(f"{_NEGATION}|{_NOUNS}")

_ADVERBS = (
    "不断|持续|深入|扎实|切实|全面|认真|积极|主动|进一步|着力|大力|坚决|坚定|严格|严肃|及时|精准|高位|高度|高标准|高质量|高效|有序|稳步|逐项|逐条|逐一|"
    "分类|集中|牢固|牢牢|从严|从实|从快|从紧|举一反三|标本兼治|立行立改|以上率下|系统|科学|统筹|协同|层层|锲而不舍|同步|联动|动真碰硬|定期|常态化|一体|坚持"
)
_MEASURES = (
    "加强|强化|完善|健全|提升|提高|推进|推动|深化|压实|压紧|夯实|落实|坚持|狠抓|抓好|抓实|抓紧|抓细|抓牢|抓|严防|严控|严把|规范|优化|建立|建强|建好|制定|修订|印发|出台|"
    "开展|组织|召开|聚焦|围绕|突出|注重|细化|明确|加大|加快|增强|巩固|拓展|筑牢|守牢|扛牢|扛起|扛实|树牢|树立|牢记|紧盯|紧扣|对照|对标|督促|督导|责成|责令|成立|带头|"
    "整改|清理|清退|退还|退回|收回|追回|追缴|追责|问责|约谈|通报|核查|排查|复核|整治|纠正|纠治|调整|选派|配备|选优|培训|引导|支持|理顺|贯彻|学习|解决|破解|"
    "防止|防范|杜绝|避免|畅通|打通|补齐|补足|堵塞|治理|把握|把好|把牢|把准|用好|做好|做实|做细|办好|履行|担当|领办|发挥|构建|实施|实行|执行|保持|严明|严惩|"
    "提高政治站位|凝聚|激发|创新|改进|转变|压减|精简|摸清|盘活|保障|服务|织密|拧紧|绷紧|跟进|跟踪|推行|探索|汇聚|锻造|打造|培育|弘扬|管好|管住|净化|厚植|挺纪|驰而不息"
)
MEASURE_START = re.compile(
    rf"(?:在[^，。]{{2,20}}上(?:下功夫|求|见)|以[^，。]{{2,16}}为|把[^，。]{{2,20}}(?:作为|纳入)|将[^，。]{{2,20}}(?:作为|纳入|列入)|(?:{_ADVERBS}){{0,3}}(?:{_MEASURES}|{_ADVERBS}))"
)
_REMEDYING = re.compile(
    rf"(?:{_ADVERBS}|着眼|为|以)*(?:防止|防范|杜绝|避免|严防|整治|纠治|纠正|破解|解决|治理|克服|力戒|严防死守|清理|清除|扭转|消除|遏制|打通|补齐|严肃查处|查处|严禁|刹住|根治|化解)"
)
# A measure that ends as a judgement is no measure: 落实……有差距.
_JUDGED_END = re.compile(
    r"(?:不[^，。；、“”]{1,6}|差距|欠缺|短板|薄弱(?:环节)?|滞后|缓慢|缺失|缺位|不足|不够|偏差|弱化|虚化|落差|温差|弱项|漏洞|形式|过场|不力|有待.{1,6}|乏力|松懈|宽松软|盲区|隐患|偏.|过.|慢|弱|差|少|软|松)"
    r"(?:的问题|问题)?$"
)

# 对42笔挂账逐笔核实: something is done to what is named.
_DONE_TO = re.compile(
    r"(?:对|将|把|向|由|与|会同|联合|已|目前|先后)[^，。；]{0,40}?(?<![不未没无])(?<!没有)(?<!未能)(?<!不够)(?<!尚未)"
    r"(?:进行|开展|予以|给予|逐[一笔项个户人]|清理|核查|核实|整改|追缴|约谈|通报|纳入|实施|移交|调整|修订|制定|印发|建立|督促|完善)"
)
_NEGATED = re.compile(r"未(?!来|央)|没有|不(?!断|再|良)")
_CLAUSES = re.compile(r"[，,；;、：:]")
# That remedying itself is done badly: 治理…不彻底, 整治…不力.
_ILL_DONE = re.compile(
    r"(?:不力|不到位|不彻底|不够[^，。；]{0,5}|有差距|缓慢|滞后|不实|不深入|不扎实|不及时|不足|乏力|流于形式|走过场|不深|不紧|不明显|不主动|不坚决|不持久|打折扣|难|慢|弱|软)(?:的)?(?:问题)?$"
)

# Duties and domains that a leading clause names in general, before concrete clauses follow it.
_GENERAL_START = re.compile(
    r"(?:在)?(?:学习|贯彻|落实|履行|践行|坚持|执行|推进|推动|加强|领导|聚焦|服务|担当|把握|统筹|抓|管党治党|全面从严治党|全面|党的|党建|党组织|党委|党组|政治|思想|理论|意识形态|"
    r"作风|廉政|廉洁|纪律|监督|主体责任|第一责任|“?一岗双责|“?两个责任|“?两个维护|民主集中制|班子|领导班子|干部|选人用人|组织|基层|巡视|巡察|对上(?:轮|次)|上(?:轮|次)|整改|审计|主责主业|改革|法治|风险|重点领域|关键|权力|制度|责任|压力|内部|学懂|深入|完整|立足|新发展)"
)
_GENERAL_WORD = re.compile(
    r"责任|作用|压力传导|风险防控|防控|部署|要求|路线|方针|精神|思想|机制|体系|意识|站位|引领|担当|职责|职能|使命|监管|监督|管理|建设|工作|领导|治理|作风|改革|发展|整改|使用|运行|把关|主业"
)

RESTATING = re.compile(
    r"(?:有的问题|有些问题|一些问题|部分问题|同类问题|类似问题|此类|该类|老问题|导致|造成|致使|影响|形成|以致|以至|使得|从而|进而|甚至|其中|特别是|尤其是|且|并且|并|但|而|"
    r"仍|依然|依旧|也|又|还|群众(?:反映|意见)|存在(?!的)|引发|产生|涉及|与[^，。；]{1,20}(?:差距|不相适应|有差)|同[^，。；]{1,12}(?:差距|不相适应))"
)
PREFIXING = re.compile(
    r"(?:对|对于|在|针对|围绕|面对|按照|根据|与|和|从|作为|由于|因|虽然|虽|尽管|截至|自(?=从|\d|上轮|巡)|近年来|\d{4}年)"
)

# What an enumeration speaks of others, not of problems that were found.
REQUIREMENT = re.compile(
    r"(?:要求|强调|指示|号召|(?<![主重需必首紧次纪摘概提只])要(?=[\u4e00-\u9fff])(?!求|么|素|点|害|件|闻)|必须|应当|应(?=加强|进一步|切实|坚持|当|尽快|该)|须|务必|坚决防止|严防|决不|绝不|不得|防止|避免|杜绝|严禁|确保|将(?=继续|进一步|持续|以|把|坚决|认真|严格|深入|切实))"
)

# 对照…要求, 应…未…: what is demanded in general, named to say that it was not met.
_NAMED_DEMAND = re.compile(
    r"(?:对照|按照|按|未|达到?|符合|满足|与|同|离|距|落实|执行|贯彻|围绕|根据)[^，。；]{0,24}要求|"
    r"(?:应当?|必须|须|不得)[^，。；]{0,16}(?:未|没有|却|而|仍)"
)


def demands(text: str) -> bool:
    """Return whether ``text`` demands or promises something; a demand that is only named (未达监管要求) is none."""
    return REQUIREMENT.search(text) is not None and REQUIREMENT.search(_NAMED_DEMAND.sub("", text)) is not None


def has_deficiency(text: str) -> bool:
    """Return whether ``text`` holds a word of deficiency."""
    return DEFICIENCY.search(text) is not None


def ends_in_judgement(text: str) -> bool:
    """Return whether ``text`` ends as a judgement does: …不到位, …有差距."""
    return _JUDGED_END.search(text) is not None


def is_measure(text: str) -> bool:
    """Return whether ``text`` reads as something done or to be done: a verb of acting first, and no judgement.

    A deficiency that the same or a later clause means to prevent (加强…，防止…脱节) is no judgement.
    """
    done = _DONE_TO.match(text)
    if done is not None and not has_deficiency(text[done.end() :]) and not _NEGATED.search(text):
        return True
    if _REMEDYING.match(text):
        return not _is_ill_done(text)
    if MEASURE_START.match(text) is None:
        return False
    judged = [clause for clause in _CLAUSES.split(text) if has_deficiency(clause)]
    return all(_REMEDYING.match(clause) and not _is_ill_done(clause) for clause in judged)


def _is_ill_done(clause: str) -> bool:
    """Return whether remedying itself is judged (治理…不彻底); 解决…不到位问题 only names what is remedied."""
    return _ILL_DONE.search(clause) is not None and not clause.endswith("问题")


def is_general(clause: str) -> bool:
    """Return whether ``clause`` judges a duty or a domain as a whole, so that concrete clauses may follow under it."""
    return _GENERAL_START.match(clause) is not None or (
        _GENERAL_WORD.search(clause) is not None and ends_in_judgement(clause)
    )


def is_restating(clause: str) -> bool:
    """Return whether ``clause`` only says the one before it again (屡改屡犯), or its consequence."""
    return len(clause) <= 4 or RESTATING.match(clause) is not None
