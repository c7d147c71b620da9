"""The clean reports as web pages, the ways sites and word processors write them: the same facts, and nothing found."""

import re
from collections.abc import Callable, Iterator
from html import escape

import pytest

from audit_core.binding import bind
from audit_core.document import Document
from audit_core.loaders import BUILTIN, read
from audit_rulesets.samples.drafts import Draft, Raw, Spot, Table
from tests.reports.bases import BASES
from tests.reports.reading import auditor, figures, forms, report

Paragraph = Callable[[str], str]
TAG = "<td rowspan={0.rowspan} colspan={0.colspan}>"


def plain(draft: Draft) -> str:
    """Marked headings, merged cells, everything closed."""
    return _page(draft, lambda text: f"<p>{escape(text)}</p>\n", lambda text: f"<h2>{text}</h2>", merged)


def bare(draft: Draft) -> str:
    """No heading marked, nothing closed, capitals, a byte order mark's worth of blanks before."""
    return "\n\n" + _page(draft, lambda text: f"<P>　　{escape(text)}", lambda text: f"<P><B>{text}</B>", _open)


def emptied(draft: Draft) -> str:
    """Merged cells left empty instead, in a list of breaks instead of paragraphs."""
    return _page(draft, lambda text: f"{escape(text)}<br><br>", lambda text: f"{text}<br>", _emptied)


def word(draft: Draft) -> str:
    """What a word processor exports: spans by script, blanks as references, merged labels split, lines wrapped."""
    return _page(draft, _exported, lambda text: _exported(text).replace("<span", "<b><span", 1), _split)


def portal(draft: Draft) -> str:
    """A page of layout tables with menus, a trail, a footer, scripts and hidden parts around the report."""
    menu = "".join(f"<td><a href='/{name}'>{name}</a>" for name in ("首页", "政务公开", "办事服务", "互动交流"))
    inner = plain(draft).replace("<h2>", "<p><strong>").replace("</h2>", "</strong></p>")
    return f"""<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>{draft.title}_青岚县人民政府门户网站</title><meta name="ArticleTitle" content="{draft.title}">
<meta name="PubDate" content="{draft.metadata["published"]} 10:00"><meta name="year" content="1999"><meta name="organization" content="某网">
<script>document.write("<table><tr><td>9</td><td>9</td></tr></table>")</script></head><body><form method=post>
<input type=hidden name=__VIEWSTATE value=abc><table width=1000><tr><td colspan=2><table><tr>{menu}</table>
<tr><td width=200><ul><li><a href=1>规章<li><a href=2>文件</a><li><a href=3>年报</a></ul>
<td><div>您的位置：<a href=/>首页</a> &gt; <a href=/n>年报</a> &gt; 正文</div><div style="display:none">2018年度报告</div>
<table><tr><td id=zoom>{inner}</table><div class=share>分享到 <a href=#>微信</a></div>
<tr><td colspan=2 class=footer>主办：青岚县人民政府办公室　备案号：12345678号</table></form></body></html>"""


def one_table(draft: Draft) -> str:
    """The whole report in one table: text in merged rows between the tables."""
    rows: list[str] = [f"<tr><td colspan=15>{draft.title}"]
    for part in draft.parts:
        rows += [f"<tr><td colspan=15>{part.heading}"] if part.heading else []
        for block in part.blocks:
            rows += (
                [f"<tr><td colspan=15><p>{escape(block)}</p>"] if isinstance(block, str) else list(_open_rows(block))
            )
    return f"<table border=1>{''.join(rows)}</table>"


def _page(draft: Draft, paragraph: Paragraph, heading: Paragraph, table: Callable[[Table | Raw], str]) -> str:
    pieces = [heading(draft.title).replace("h2", "h1")]
    for part in draft.parts:
        pieces += [heading(part.heading)] if part.heading else []
        pieces += [paragraph(block) if isinstance(block, str) else table(block) for block in part.blocks]
    return "".join(pieces)


def _spots(table: Table | Raw) -> list[list[Spot]]:
    return table.grid() if isinstance(table, Table) else [[Spot(text) for text in row] for row in table.plain()]


def merged(table: Table | Raw) -> str:
    rows = ("".join(f"{TAG.format(spot)}{spot.text or '&nbsp;'}</td>" for spot in row) for row in _spots(table))
    return f"<table border='1'><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"


def _open_rows(table: Table | Raw) -> Iterator[str]:
    for row in _spots(table):
        yield "<tr>" + "".join(TAG.format(spot) + spot.text for spot in row)


def _open(table: Table | Raw) -> str:
    return f"<TABLE>{''.join(_open_rows(table)).replace('<tr>', '<TR>').replace('<td', '<TD')}</TABLE>"


def _emptied(table: Table | Raw) -> str:
    return f"<table>{''.join('<tr>' + ''.join(f'<td>{text}</td>' for text in row) for row in table.plain())}</table>"


def _exported(text: str) -> str:
    runs = re.findall(r"[0-9.]|[^0-9.]{1,7}", text)
    spans = "".join(f"<span style='font-family:\n宋体'>{escape(run)}</span>" for run in runs)
    return f"<p class=MsoNormal align=left>\n{spans or '&nbsp;'}<span lang=EN-US><o:p></o:p></span></p>\n"


def _split(table: Table | Raw) -> str:
    """Print each merged label twice: over the first half of its rows and over the second, as at a page's end."""
    rows = [[*row] for row in _spots(table)]
    long = [(number, spot) for number, row in enumerate(rows) for spot in row if spot.rowspan > 3]
    for number, spot in reversed(long):
        first = spot.rowspan // 2
        rows[number + first].insert(0, Spot(spot.text, spot.rowspan - first, spot.colspan))
        spot.rowspan = first
    cells = ("".join(f"{TAG.format(spot)}{_exported(spot.text)}</td>\n" for spot in row) for row in rows)
    return f"<table class=MsoNormalTable><tbody>{''.join(f'<tr>{row}</tr>' for row in cells)}</tbody></table>"


PAGES = {page.__name__: page for page in (plain, bare, emptied, word, portal, one_table)}
by_base = pytest.mark.parametrize("base", BASES)
by_page = pytest.mark.parametrize("page", PAGES)


def _document(base: str, page: str) -> Document:
    text = PAGES[page](BASES[base]())
    return read(text.encode("gb18030" if "gb2312" in text else "utf-8"), "report.html", BUILTIN)


@by_base
@by_page
def test_the_same_facts(base: str, page: str) -> None:
    assert figures(bind(_document(base, page), forms())) == figures(report(BASES[base]()))


@by_base
@by_page
def test_every_figure_points_at_its_printed_text(base: str, page: str) -> None:
    bound = bind(_document(base, page), forms())
    text = bound.document.source.text
    for fact in bound.facts():
        span = bound.locate(fact).span
        assert span is not None
        assert re.sub(r"<[^>]*>", "", text[span.start : span.end]) == fact.raw


@by_base
@by_page
def test_the_same_sections_and_nothing_found(base: str, page: str) -> None:
    document = _document(base, page)
    bound = bind(document, forms())
    assert [section.match for section in bound.sections] == ["statutory"] * 6
    said = BASES[base]().metadata
    assert (bound.year, bound.organization) == (int(said["year"]), said["organization"])
    found = auditor().audit(document)
    assert [(one.rule, one.status.value, one.words.zh) for one in found.findings if one.rule != "EXT-04"] == []
