"""Word files made of the XML of their parts."""

import io
import zipfile

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
STRICT = {
    "w": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "r": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "m": "http://purl.oclc.org/ooxml/officeDocument/math",
}
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TITLE = '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Lanterns</w:t></w:r></w:p>'


def word_file(body: str, *, spaces: dict[str, str] = SPACES, **parts: str) -> bytes:
    """A document with that body after its title; `parts` are others by their kind, such as `styles`."""
    names = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in spaces.items())
    roots = {"numbering": "numbering", "styles": "styles", "header": "hdr", "footer": "ftr"}
    kinds = "".join(
        f'<Relationship Id="{kind}" Type="{spaces["r"]}/{kind}" Target="{kind}.xml"/>'
        for kind in parts
        if kind != "links"
    )
    links = parts.pop("links", "")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        main = f'<Relationship Id="d" Type="{spaces["r"]}/officeDocument" Target="word/document.xml"/>'
        package.writestr("_rels/.rels", f'<Relationships xmlns="{_RELATIONS}">{main}</Relationships>')
        package.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{_RELATIONS}">{kinds}{links}</Relationships>'
        )
        package.writestr("word/document.xml", f"<w:document{names}><w:body>{TITLE}{body}</w:body></w:document>")
        for kind, inner in parts.items():
            root = roots.get(kind, kind)
            package.writestr(f"word/{kind}.xml", f"<w:{root}{names}>{inner}</w:{root}>")
    return made.getvalue()


def run(text: str, *properties: str) -> str:
    said = f"<w:rPr>{''.join(f'<w:{one}/>' for one in properties)}</w:rPr>" if properties else ""
    return f'<w:r>{said}<w:t xml:space="preserve">{text}</w:t></w:r>'


def line(*runs: str, style: str = "", inside: str = "") -> str:
    said = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{said}{inside}</w:pPr>{''.join(runs)}</w:p>"


def numbered(text: str, number: int = 1, level: int = 0) -> str:
    inside = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return line(run(text), inside=inside)


def numbering(*levels: str, number: int = 1) -> str:
    """The part of numbering with one list; each level as `format|text|start`."""
    made = []
    for at, level in enumerate(levels):
        kind, text, start = level.split("|")
        said = f'<w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        made.append(f'<w:lvl w:ilvl="{at}">{said}</w:lvl>')
    abstract = f'<w:abstractNum w:abstractNumId="{number}">{"".join(made)}</w:abstractNum>'
    return f'{abstract}<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
