"""Plugins are found, ordered and contained."""

import sys
from importlib import invalidate_caches
from pathlib import Path

import pytest

from audit_core.plugins import Plugins, discover, entries
from audit_core.results import Plugin

PACK = """
from audit_core import RulePack
pack = RulePack({prefix!r}, api={api})
@pack.rule("{prefix}-01", zh="", en="", severity="note")
def one(report):
    "甲 / A"
"""


class Site:
    """A place of the path where distributions are installed."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.modules: set[str] = set()

    def install(self, name: str, code: str, point: str = "", *, version: str = "1.0", entry: str = "") -> None:
        """Install a distribution with one module, `plug_…`, and one entry point."""
        module = f"plug_{name.replace('-', '_')}"
        self.modules.add(module)
        (self.place / f"{module}.py").write_text(code, encoding="utf-8")
        info = self.place / f"{name}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[audit_core]\n{entry or name} = {point or module + ':pack'}\n")
        invalidate_caches()

    def pack(self, name: str, prefix: str, *, api: int = 1, entry: str = "") -> None:
        self.install(name, PACK.format(prefix=prefix, api=api), entry=entry)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("AUDIT_CORE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("AUDIT_CORE_NO_CACHE", raising=False)
    place = tmp_path / "site"
    place.mkdir()
    monkeypatch.setattr(sys, "path", [str(place), *sys.path])
    monkeypatch.setattr(sys, "modules", {k: v for k, v in sys.modules.items() if not k.startswith("plug_")})
    return Site(place)


def strangers(found: Plugins) -> dict[str, Plugin]:
    return {plugin.name: plugin for plugin in found.plugins if plugin.distribution != "audit-core"}


def test_a_pack_is_a_plugin(site: Site) -> None:
    site.pack("zz-pack", "ZZA")
    found = discover()
    assert strangers(found)["zz-pack"] == Plugin("zz-pack", "1.0", "zz-pack", "ok", prefixes=("ZZA",))
    assert "ZZA-01" in found.rules
    assert {pack.prefix for pack in found.packs} >= {"ZZA"}


@pytest.mark.parametrize(
    ("others", "off", "are_shipped"),
    [((), "", True), (("zz-pack",), "", False), (("zz-pack",), "zz-pack", False), ((), "reading", False)],
)
def test_what_ships_is_ours_and_whole(
    site: Site, monkeypatch: pytest.MonkeyPatch, others: tuple[str, ...], off: str, are_shipped: bool
) -> None:
    for name in others:
        site.pack(name, "ZZA")
    monkeypatch.setenv("AUDIT_CORE_NO_PLUGINS", off)
    assert discover().are_shipped is are_shipped


def test_a_module_is_a_plugin(site: Site) -> None:
    site.install("zz", """
from pathlib import Path
from audit_core import RulePack, hookimpl
@hookimpl
def audit_core_rulesets():
    return {"zz-ruleset": Path("zz.yaml")}
@hookimpl
def audit_core_packs():
    yield RulePack("ZZB")
    yield RulePack("ZZC")
""", "plug_zz")  # fmt: skip
    found = discover()
    assert strangers(found)["zz"].prefixes == ("ZZB", "ZZC")
    assert found.rulesets["zz-ruleset"] == Path("zz.yaml")


BROKEN = {
    "import": ("raise ImportError('no such thing')", "ImportError: no such thing"),
    "syntax": ("def (", "SyntaxError"),
    "missing": ("import nowhere_at_all", "ModuleNotFoundError: No module named 'nowhere_at_all'"),
    "exit": ("import sys; sys.exit('gone')", "SystemExit: gone"),
    "base": ("class Odd(BaseException): pass\nraise Odd('two\\nlines')", "Odd: two lines"),
    "attribute": ("x = 1", "has no attribute 'pack'"),
    "object": ("pack = object()", "found object, expected a RulePack"),
    "none": ("pack = None", "found NoneType, expected a RulePack"),
    "prefix": ("from audit_core import RulePack\npack = RulePack('x')", "the prefix 'x' is not"),
    "api": (PACK.format(prefix="ZZ", api=99), "the plugin wants version 99 of the API; this audit-core has 1"),
    "hook": ("from audit_core import hookimpl\nclass P:\n  @hookimpl\n  def audit_core_pakcs(self): return ()\npack = P()",
             "audit_core_pakcs"),
    "parameter": (("from audit_core import hookimpl\nclass P:\n  @hookimpl\n  def audit_core_packs(self, x): return ()\n"
                  "pack = P()"), "PluginValidationError"),
    "raises": (("from audit_core import hookimpl\nclass P:\n  @hookimpl\n  def audit_core_loaders(self): raise ValueError(7)\n"
               "pack = P()"), "ValueError: 7"),
    "raises late": (("from audit_core import hookimpl\nclass P:\n  @hookimpl\n  def audit_core_packs(self):\n"
                    "    yield 1/0\npack = P()"), "ZeroDivisionError"),
    "answer": (("from audit_core import hookimpl\nclass P:\n  @hookimpl\n  def audit_core_packs(self): return ['x']\n"
               "pack = P()"), "a hook answers str, expected RulePack"),
    "no mapping": (("from audit_core import hookimpl\nclass P:\n  @hookimpl\n  def audit_core_rulesets(self): return ['x']\n"
                   "pack = P()"), "a hook answers list, expected Mapping"),
    "no samples": (("from audit_core import hookimpl\nclass P:\n  @hookimpl\n  def audit_core_samples(self): return 7\n"
                   "pack = P()"), "a hook answers int, expected Mapping"),
    "samples taken": (("from audit_core import hookimpl\nclass P:\n  @hookimpl\n  def audit_core_samples(self):\n"
                      "    return {'ogi-2019': print}\npack = P()"), "the form of samples ogi-2019 is taken by another plugin"),
    "no loader": (("from audit_core import hookimpl\nclass P:\n  @hookimpl\n  def audit_core_loaders(self): return ['x']\n"
                  "pack = P()"), "a hook answers str, expected Loader"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_plugin_is_listed_and_the_others_go_on(site: Site, code: str, said: str) -> None:
    site.install("aa-broken", code, version="2.1")
    site.pack("zz-pack", "ZZA")
    found = strangers(discover())
    assert (found["aa-broken"].status, found["aa-broken"].version) == ("broken", "2.1")
    assert said in found["aa-broken"].cause.en
    assert found["aa-broken"].cause.zh != found["aa-broken"].cause.en
    assert "\n" not in found["aa-broken"].cause.en
    assert found["zz-pack"].status == "ok"


def test_an_entry_point_that_names_nothing(site: Site) -> None:
    site.install("aa", "", "not a module!")
    assert "expected module:attribute" in strangers(discover())["aa"].cause.en


def test_an_interrupt_is_not_contained(site: Site) -> None:
    site.install("aa", "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        discover()


def test_of_two_with_one_prefix_the_first_by_name_has_it(site: Site) -> None:
    site.pack("zz-late", "ZZA", entry="aa")
    site.pack("aa-early", "ZZA", entry="zz")
    found = strangers(discover())
    assert found["aa"].status == "ok"
    assert found["zz"].cause.en == "the prefix ZZA is taken by another plugin"


def test_our_own_come_first(site: Site) -> None:
    site.pack("aa-stranger", "ZZA", entry="aa")
    site.install("audit-core", PACK.format(prefix="ZZA", api=1), entry="zz", version="9")
    ours = {plugin.name: plugin for plugin in discover().plugins}
    assert ours["zz"].status == "ok"
    assert ours["aa"].status == "broken"


def test_a_ruleset_and_a_reporter_have_one_name(site: Site) -> None:
    code = """
from pathlib import Path
from audit_core import hookimpl
class P:
    @hookimpl
    def audit_core_rulesets(self):
        return {"same": Path("x")}
pack = P()
"""
    site.install("aa", code)
    site.install("bb", code)
    found = discover()
    assert strangers(found)["bb"].cause.en == "the ruleset same is taken by another plugin"


def test_our_own_loaders_and_reporters_are_there(site: Site) -> None:
    found = discover()
    assert "json" in {loader.name for loader in found.loaders}
    assert "json" in {reporter.name for reporter in found.reporters}


def test_a_loader_may_not_take_the_name_of_another(site: Site) -> None:
    site.install("aa", """
import dataclasses
from audit_core import hookimpl
from audit_core.loaders import BUILTIN
class P:
    @hookimpl
    def audit_core_loaders(self):
        return [BUILTIN[0]]
pack = P()
""")  # fmt: skip
    assert "is taken by another plugin" in strangers(discover())["aa"].cause.en


def test_a_new_distribution_is_seen(site: Site) -> None:
    site.pack("aa", "ZZA")
    assert strangers(discover()).keys() >= {"aa"}
    site.pack("bb", "ZZB")
    assert strangers(discover()).keys() >= {"aa", "bb"}


def test_what_lies_in_the_working_directory_is_no_distribution(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pack("aa", "ZZA")
    monkeypatch.chdir(site.place)
    assert "aa" not in strangers(discover())
    monkeypatch.setattr(sys, "path", ["", ".", *sys.path])
    assert "aa" not in strangers(discover())


def test_of_two_distributions_of_one_name_the_first_on_the_path_counts(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pack("aa", "ZZA")
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(other)])
    Site(other).install("aa", "", version="2.0")
    assert strangers(discover())["aa"].version == "1.0"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[other]\naa = plug_aa:pack\n",
        "[audit_core]\n# aa = plug_aa:pack\naa\n",
        "\udcff",
        "[audit_core.x]\naa = b\n",
    ],
)
def test_what_is_no_entry_point(site: Site, text: str) -> None:
    site.pack("aa", "ZZA")
    place = site.place / "aa-1.0.dist-info" / "entry_points.txt"
    place.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert "aa" not in strangers(discover())


def test_a_distribution_without_metadata_has_no_name(site: Site) -> None:
    site.pack("aa", "ZZA")
    (site.place / "aa-1.0.dist-info" / "METADATA").unlink()
    (found,) = [one for one in entries.installed("audit_core") if one.name == "aa"]
    assert (found.distribution, found.version) == ("", "")


def test_a_removed_distribution_is_gone_at_once(site: Site) -> None:
    site.pack("aa", "ZZA")
    assert "aa" in strangers(discover())
    (site.place / "aa-1.0.dist-info").rename(site.place / "aa")
    assert "aa" not in strangers(discover())


def test_an_edited_entry_point_is_seen(site: Site) -> None:
    site.pack("aa", "ZZA")
    assert strangers(discover())["aa"].status == "ok"
    (site.place / "aa-1.0.dist-info" / "entry_points.txt").write_text("[audit_core]\naa = plug_aa:nothing\n")
    assert strangers(discover())["aa"].status == "broken"


def test_a_path_that_is_no_directory(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(site.place / "nowhere"), ""])
    assert isinstance(discover(), Plugins)
