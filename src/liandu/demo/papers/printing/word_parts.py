"""Pieces of WordprocessingML that python-docx has no words for."""

from docx.oxml.ns import nsdecls

# The number format and text of the four levels: 一、（一）1.（1）
LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）"))
LEVEL = (
    "<w:lvl w:ilvl='{level}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>{style}<w:suff w:val='nothing'/>"
    "<w:lvlText w:val='{text}'/><w:lvlJc w:val='left'/></w:lvl>"
)
STYLE = "<w:pStyle w:val='Heading{number}'/>"

FIELD = (
    f"<w:r {nsdecls('w')}><w:t xml:space='preserve'>— </w:t><w:fldChar w:fldCharType='begin'/>"
    "<w:instrText xml:space='preserve'> PAGE </w:instrText><w:fldChar w:fldCharType='separate'/><w:t>1</w:t>"
    "<w:fldChar w:fldCharType='end'/><w:t xml:space='preserve'> —</w:t></w:r>"
)

_CONTENT = "<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
_SHAPE = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
_DRAWING = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
_GRAPHIC = "http://schemas.openxmlformats.org/drawingml/2006/main"

# As Word writes a text box: the drawing, and the same text again for old programs.
TEXTBOX = (
    f"<w:r {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
    f"{_VML} {_SHAPE} {_DRAWING} xmlns:a='{_GRAPHIC}'>"
    "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline><wp:extent cx='4320000' cy='360000'/>"
    "<wp:docPr id='7' name='文本框 7'/><a:graphic><a:graphicData "
    "uri='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'><wps:wsp><wps:cNvSpPr txBox='1'/>"
    "<wps:spPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='4320000' cy='360000'/></a:xfrm>"
    "<a:prstGeom prst='rect'><a:avLst/></a:prstGeom></wps:spPr>"
    f"<wps:txbx>{_CONTENT}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><v:shape style='width:340pt;height:28pt'>"
    f"<v:textbox>{_CONTENT}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def change(tag: str, text: str) -> str:
    """Return a tracked change: ``tag`` is ins or del."""
    words = "delText" if tag == "del" else "t"
    return (
        f"<w:{tag} {nsdecls('w')} w:id='{900 + len(text)}' w:author='审稿' w:date='2026-06-01T09:00:00Z'>"
        f"<w:r><w:{words} xml:space='preserve'>{text}</w:{words}></w:r></w:{tag}>"
    )
