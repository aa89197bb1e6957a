"""Documents: only the bytes say what they are, and what could harm the clerk who opens it is not kept."""

import io
import zipfile

import pytest
import xlsxwriter

from storage.attachments.look import Seen
from storage.attachments.refused import FileRefused
from tests.seeds import dice
from tests.storage.attachments.documents import (
    DOCX,
    PDF,
    TEXT,
    XLSX,
    compound,
    office,
    open_document,
    with_part,
    zipped,
)
from tests.storage.attachments.looks import looked_at

DOCUMENTS = {
    "pdf": (PDF, ".pdf"),
    "pdf after a mark and a line": (b"\r\n" + PDF, ".pdf"),
    "docx": (DOCX, ".docx"),
    "docx of another hand": (office("word/document2.xml"), ".docx"),
    "xlsx": (XLSX, ".xlsx"),
    "pptx": (office("ppt/presentation.xml"), ".pptx"),
    "docx with a table of Excel in it": (with_part(DOCX, "word/embeddings/sheet.xlsx", XLSX), ".docx"),
    "odt": (open_document("text"), ".odt"),
    "ods": (open_document("spreadsheet"), ".ods"),
    "odp": (open_document("presentation"), ".odp"),
    "doc": (compound("1Table", "WordDocument"), ".doc"),
    "xls": (compound("Workbook"), ".xls"),
    "xls of 1995": (compound("Book"), ".xls"),
    "ppt": (compound("Current User", "PowerPoint Document"), ".ppt"),
    "text": (TEXT.encode(), ".txt"),
    "text with a mark before it": (TEXT.encode("utf-8-sig"), ".txt"),
    "text of an old computer": ("Смета на ремонт школы — 150 000 сомов, № 7.\r\n".encode("cp1251"), ".txt"),
    "table": ("аты;баасы\nчырак;1500\nмамы;4000\n".encode(), ".csv"),
    "table of an old computer": ("название;цена\r\nлампа;1500\r\n".encode("cp1251"), ".csv"),
    "table with commas": (b"name,price,number\nlamp,1500,2\npost,-4000,+996555000000\n", ".csv"),
    "table with a title in quotes": ('"аты; саны";баасы\n"чырак; 2";1500\n'.encode(), ".csv"),
    "one line with a comma": ("Салам, мектепке жарык керек\n".encode(), ".txt"),
    "a list of lines with dashes": ("- жарык;\n- көпүрө;\n".encode(), ".txt"),
    "table that would be reckoned with": (b'a;b\n1;=cmd|"/c calc"!A1\n', ".txt"),
    "table that would be reckoned with, full width": ("a;b\n1;＝1+1\n".encode(), ".txt"),
    "table that would be reckoned with, by a sign": (b"a;b\n1;+SUM(1)\n", ".txt"),
    "table that would be reckoned with, at its end": (b"a;b\n" + b"1;2\n" * 5000 + b"1;@SUM(1)\n", ".txt"),
    "table that would be reckoned with behind a comma": ("аты;баасы\nЖол,=cmd|'/c calc'!A0;5\n".encode(), ".txt"),
    "table that would be reckoned with behind a semicolon": (b"a,b,c\nx;=1+1,5,6\n", ".txt"),
    "table that would be reckoned with behind a tab": (b"a;b\nx\t=1+1;5\n", ".txt"),
    "table that would be reckoned with in a second line": (b'a;b\n"x\n =1+1";5\n', ".txt"),
    "table that Excel reads as its own form": (b'ID;PWXL;N;E\r\nC;X1;Y1;EEXEC("CALC.EXE")\r\n', ".txt"),
    "table with numbers below and above nothing": (b"a;b\n-5;+7\n- 1 500,50;6\n", ".csv"),
    "pdf after the mark of a text": (b"\xef\xbb\xbf" + PDF, ".pdf"),
    "pdf behind the words of a printer": (b"\x1b%-12345X@PJL\r\n" + PDF, ".pdf"),
    "pdf with its objects on one line": (b"%PDF-1.4\r1 0 obj<</Type/Catalog>>endobj", ".pdf"),
    "text in UTF-16": (TEXT.encode("utf-16"), ".txt"),
    "text in UTF-16 the other way round": (b"\xfe\xff" + TEXT.encode("utf-16-be"), ".txt"),
    "text in UTF-16 without a mark": ("Смета: 150 000 сом".encode("utf-16-le"), ".txt"),
    "table in UTF-16": ("аты;баасы\nчырак;1500\n".encode("utf-16"), ".csv"),
    "rich text": (rb"{\rtf1\ansi\ansicpg1251 \'d1\'ec\'e5\'f2\'e0 150 000}", ".rtf"),
    "what reads like prose runs nowhere": (b"Set-ExecutionPolicy Unrestricted\n", ".txt"),
}

REFUSED = {
    "nothing": b"",
    "white space": b" \n\t",
    "program of Windows": b"MZ\x90\x00\x03" + bytes(60),
    "the beginning of one": b"MZ\x90",
    "program of Linux": b"\x7fELF\x02\x01\x01" + bytes(60),
    "program of Java": b"\xca\xfe\xba\xbe\x00\x00\x00\x34",
    "script": b"#!/bin/sh\nrm -rf ~\n",
    "script of Windows": b"@echo off\r\ndel *.*\r\n",
    "page": b"<!DOCTYPE html><html><body>hello</body></html>",
    "page after words": "салам\n<HTML><script>alert(1)</script>".encode(),
    "picture made of words": b'<?xml version="1.0"?><svg onload="alert(1)"/>',
    "the head of a pdf, and no object": b"%PDF-1.4 x",
    "the head of a pdf and words about objects": b"%PDF-1.4 obj obj 1 obj",
    "archive": zipped("smeta.pdf", "setup.exe"),
    "empty archive": zipped(),
    "application of Android": zipped("AndroidManifest.xml", "classes.dex"),
    "application of Java": zipped("META-INF/MANIFEST.MF", "Main.class"),
    "archive that only begins": DOCX[:40],
    "archive cut at its end": DOCX[:-30],
    "archive of another kind": b"Rar!\x1a\x07\x01\x00" + bytes(60),
    "archive of a third kind": b"7z\xbc\xaf\x27\x1c" + bytes(60),
    "docx with macros": office("word/document.xml", "word/vbaProject.bin"),
    "xlsx with macros": office("xl/workbook.xml", "xl/VBAPROJECT.bin"),
    "binary workbook": office("xl/workbook.bin"),
    "odt with macros": open_document("text", "Basic/Standard/Module1.xml"),
    "odt of a kind nobody sends": open_document("formula"),
    "doc with macros": compound("WordDocument", "Macros/VBA/_VBA_PROJECT"),
    "installer": compound("SummaryInformation", "Binary.setup"),
    "locked document": compound("EncryptionInfo", "EncryptedPackage"),
    "text with NUL": b"salam\x00",
    "text with signs of a terminal": b"\x1b[2Jsalam",
    "no text at all": bytes(range(1, 256)),
}


@pytest.mark.parametrize("what", DOCUMENTS)
def test_a_document_is_named_as_its_bytes_say(tmp_path, what):
    content, form = DOCUMENTS[what]
    assert looked_at(tmp_path, content)[0] == Seen("document", form, "document")


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_document_is_refused(tmp_path, what):
    with pytest.raises(FileRefused):
        looked_at(tmp_path, REFUSED[what])


def test_a_workbook_of_a_real_writer_is_known(tmp_path):
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written)
    book.add_worksheet().write(0, 0, "1500")
    book.close()
    assert looked_at(tmp_path, written.getvalue())[0].ending == ".xlsx"


def test_an_archive_that_would_unpack_into_something_enormous_is_looked_at_and_not_unpacked(tmp_path):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", bytes(200_000_000))
        archive.writestr("word/document.xml", "<xml/>")
    assert looked_at(tmp_path, written.getvalue())[0].ending == ".docx"


@pytest.mark.parametrize(
    "whole", [DOCX, compound("WordDocument"), TEXT.encode(), PDF], ids=["docx", "doc", "txt", "pdf"]
)
def test_a_damaged_document_is_refused_or_kept_and_nothing_else(tmp_path, whole):
    chance = dice(len(whole))
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 9)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            seen, _ = looked_at(tmp_path, bytes(damaged[: chance.randrange(1, len(damaged))]))
        except FileRefused:
            continue
        assert seen.ending
