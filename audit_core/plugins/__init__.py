"""Plugins: found through entry points, loaded one by one, and listed as broken where they fail; see `hookspecs`.

Order, for determinism: first-party plugins first, then by name of entry point and distribution. Where two want the
same prefix or name, the first in this order has it.
"""

# ruff: noqa: ANN401 - a plugin may be any object

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import pluggy
from msgspec import Struct
from msgspec.structs import replace

from audit_core import hookspecs
from audit_core.errors import ConfigurationError, PluginError, nearest_hint, one_line
from audit_core.formats import Loader, Reporter
from audit_core.guard import GUARD
from audit_core.packs import API_VERSION, GROUP, Declaration, RulePack
from audit_core.plugins.entries import EntryPoint, installed
from audit_core.results import Plugin
from audit_core.rules import Rule
from audit_core.words import Words

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    Sampler = Callable[[str, int], tuple[str, bytes]]

FIRST_PARTY: Final = "audit-core"

_TARGET: Final = re.compile(r"(?P<module>[\w.]+)\s*(?::\s*(?P<attribute>[\w.]+))?\s*(?:\[.*\])?")


class Plugins(Struct, frozen=True, dict=True):
    """Everything that plugins bring, and every plugin that was found, broken ones included.

    `rules` are the rules of all packs by id, `rulesets` the files by name, `declarations` the packs' YAML files,
    `samples` what makes up reports, by form.
    """

    plugins: tuple[Plugin, ...]
    packs: tuple[RulePack, ...]
    rulesets: "Mapping[str, Traversable]"
    loaders: tuple[Loader, ...] = ()
    reporters: tuple[Reporter, ...] = ()
    samples: "Mapping[str, Sampler]" = {}

    def without(self, broken: Mapping[str, Words], flawed: Mapping[str, Words]) -> "Plugins":
        """Return the plugins without some packs, by prefix, or rulesets, by name; theirs are broken.

        So are those of the packs in `flawed`, which stay.
        """
        causes = {**flawed, **broken}
        plugins = tuple(
            replace(plugin, status="broken", cause=causes[fault]) if fault else plugin
            for plugin in self.plugins
            for fault in [next((name for name in (*plugin.prefixes, *plugin.rulesets) if name in causes), "")]
        )
        packs = tuple(pack for pack in self.packs if pack.prefix not in broken)
        rulesets = {name: file for name, file in self.rulesets.items() if name not in broken}
        return Plugins(plugins, packs, rulesets, self.loaders, self.reporters, self.samples)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that packs declare in Python, by id."""
        return {rule.id: rule for pack in self.packs for rule in pack.rules.values()}

    @cached_property
    def origins(self) -> Mapping[str, str]:
        """The plugin, name and version, that brought each pack, by the pack's prefix."""
        return {prefix: f"{plugin.name} {plugin.version}" for plugin in self.plugins for prefix in plugin.prefixes}

    @cached_property
    def strangers(self) -> frozenset[str]:
        """The prefixes of packs that did not come with audit-core."""
        others = (plugin for plugin in self.plugins if plugin.distribution != FIRST_PARTY)
        return frozenset(prefix for plugin in others for prefix in plugin.prefixes)

    @cached_property
    def are_shipped(self) -> bool:
        """Whether all plugins that were found came with audit-core, and none is broken or switched off."""
        return all(plugin.distribution == FIRST_PARTY and plugin.status == "ok" for plugin in self.plugins)

    @cached_property
    def declarations(self) -> tuple[Declaration, ...]:
        """The files of rules that packs declare in YAML."""
        return tuple(declaration for pack in self.packs for declaration in pack.declarations)


OFF: Final = "AUDIT_CORE_NO_PLUGINS"
"""The variable of the environment that names the plugins, or their distributions, not to load, between commas."""


def discover(entries: Sequence[EntryPoint] | None = None) -> Plugins:
    """Return all installed plugins; one that fails is listed as broken, and the others go on.

    `entries` are their entry points where these are known already. Raises ConfigurationError where one is switched off
    that is not there.
    """
    found = _Admitted()
    entries = sorted(installed(GROUP) if entries is None else entries, key=_rank)
    off = _switched_off(entries)
    for entry in entries:
        if off & {entry.name, entry.distribution}:
            found.plugins.append(Plugin(entry.name, entry.version, entry.distribution, "disabled"))
        else:
            found.plugins.append(_plugin(entry, found))
    rulesets = dict(sorted(found.rulesets.items()))  # for determinism
    packs, loaders, reporters = tuple(found.packs.values()), tuple(found.loaders), tuple(found.reporters)
    return Plugins(tuple(found.plugins), packs, rulesets, loaders, reporters, dict(sorted(found.samples.items())))


def are_ours(entries: Sequence[EntryPoint]) -> bool:
    """Whether all code that some entry points name, but what is switched off, came with audit-core; none is loaded."""
    off = _switched_off(entries)
    return all(one.distribution == FIRST_PARTY or off & {one.name, one.distribution} for one in entries)


def entry_points() -> list[EntryPoint]:
    """Return the entry points of plugins, without loading any."""
    return installed(GROUP)


def _switched_off(entries: Sequence[EntryPoint]) -> set[str]:
    off = {name.strip() for name in os.environ.get(OFF, "").split(",") if name.strip()}
    known = {name for entry in entries for name in (entry.name, entry.distribution)}
    for name in sorted(off - known):
        hint = nearest_hint(name, known)
        raise ConfigurationError(f"no plugin {name!r} to switch off{hint.en}", f"没有可停用的插件 {name!r}{hint.zh}")
    return off


def _rank(entry: EntryPoint) -> tuple[bool, str, str, str]:
    return entry.distribution != FIRST_PARTY, entry.name, entry.distribution, entry.value


class _Contribution(Struct):
    """What one plugin brings, not yet admitted."""

    packs: list[RulePack] = []
    rulesets: "dict[str, Traversable]" = {}
    samples: "dict[str, Sampler]" = {}
    loaders: list[Loader] = []
    reporters: list[Reporter] = []


class _Admitted(Struct):
    """What all plugins so far brought."""

    plugins: list[Plugin] = []
    packs: dict[str, RulePack] = {}
    rulesets: "dict[str, Traversable]" = {}
    samples: "dict[str, Sampler]" = {}
    loaders: list[Loader] = []
    reporters: list[Reporter] = []

    def admit(self, brought: _Contribution) -> None:
        """Take over what a plugin brings, all or nothing.

        Raises PluginError for a prefix, a rule id or a name that is taken, and for a pack of another API version.
        """
        _check_free(brought.packs, lambda pack: pack.prefix, self.packs, Words("前缀", "prefix"))
        for pack in brought.packs:
            _check_pack(pack, self.packs)
        _check_free(brought.rulesets, str, self.rulesets, Words("规则集", "ruleset"))
        _check_free(brought.samples, str, self.samples, Words("样本表式", "form of samples"))
        for kind, words in (("loaders", Words("加载器", "loader")), ("reporters", Words("输出格式", "reporter"))):
            taken = [item.name for item in getattr(self, kind)]
            _check_free(getattr(brought, kind), lambda item: item.name, taken, words)
        self.packs.update({pack.prefix: pack for pack in brought.packs})
        self.rulesets.update(brought.rulesets)
        self.samples.update(brought.samples)
        self.loaders.extend(brought.loaders)
        self.reporters.extend(brought.reporters)


def _plugin(entry: EntryPoint, found: _Admitted) -> Plugin:
    """Load one plugin; whatever it raises, an exit included, makes it broken."""
    GUARD.enter("plugin", entry.name)
    try:
        GUARD.refuse_barred("plugin", entry.name)
        with GUARD.around(entry.distribution != FIRST_PARTY):
            brought = _ask(_object(entry))
        if entry.distribution != FIRST_PARTY:
            origin = f"{entry.name} {entry.version}"
            brought.loaders = [replace(one, origin=origin) for one in brought.loaders]
            brought.reporters = [replace(one, origin=origin) for one in brought.reporters]
        found.admit(brought)
    except BaseException as error:  # noqa: BLE001 - a stranger's code may raise anything
        GUARD.stop_if_asked(error)
        return Plugin(entry.name, entry.version, entry.distribution, "broken", _cause(error))
    prefixes = tuple(pack.prefix for pack in brought.packs)
    return Plugin(
        entry.name, entry.version, entry.distribution, "ok", prefixes=prefixes, rulesets=tuple(brought.rulesets)
    )


def _cause(error: BaseException) -> Words:
    if isinstance(error, PluginError):
        return error.words
    text = one_line(error).rstrip(": ")
    return Words(f"加载失败：{text}", f"cannot be loaded: {text}")


def _object(entry: EntryPoint) -> Any:
    target = _TARGET.fullmatch(entry.value)
    if target is None:
        raise PluginError(
            f"found the entry point {entry.value!r}, expected module:attribute",
            f"入口点为 {entry.value!r}，应为“模块:属性”",
        )
    plugin = import_module(target["module"])
    for name in (target["attribute"] or "").split("."):
        plugin = getattr(plugin, name) if name else plugin
    return plugin


def _ask(plugin: Any) -> _Contribution:
    """Ask one plugin every question; each has a manager of its own, so that nothing it does reaches another.

    Raises PluginError for what is no plugin or answers something else, and whatever its hooks raise.
    """
    _check_api(getattr(plugin, "api", API_VERSION), "plugin")
    if _is_bare_pack(plugin):
        return _Contribution(packs=[plugin])
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    manager.register(plugin)
    if not manager.get_hookcallers(plugin):
        raise PluginError(
            f"found {type(plugin).__name__}, expected a RulePack or hooks marked with audit_core.hookimpl",
            f"此处为 {type(plugin).__name__}，应为 RulePack 或带 audit_core.hookimpl 标记的函数",
        )
    manager.check_pending()
    hook = manager.hook
    brought = _Contribution(
        packs=[_expect(pack, RulePack) for pack in _flat(hook.audit_core_packs())],
        loaders=[_expect(loader, Loader) for loader in _flat(hook.audit_core_loaders())],
        reporters=[_expect(reporter, Reporter) for reporter in _flat(hook.audit_core_reporters())],
    )
    for rulesets in hook.audit_core_rulesets():
        brought.rulesets.update(_expect(rulesets, Mapping))
    for samples in hook.audit_core_samples():
        brought.samples.update(_expect(samples, Mapping))
    return brought


def _is_bare_pack(plugin: Any) -> bool:
    """Whether a plugin is a pack and nothing more: its one answer is known, and asking costs half a millisecond."""
    return type(plugin) is RulePack and not any(name.startswith(GROUP) for name in vars(plugin))


def _flat(answers: Iterable[Iterable[Any]]) -> Iterator[Any]:
    for answer in answers:
        yield from answer


def _expect(answer: Any, kind: Any) -> Any:
    if not isinstance(answer, kind):
        found, wanted = type(answer).__name__, kind.__name__
        raise PluginError(f"a hook answers {found}, expected {wanted}", f"钩子返回 {found}，应为 {wanted}")
    return answer


def _check_api(api: object, what: str) -> None:
    if isinstance(api, int) and api != API_VERSION:
        raise PluginError(
            f"the {what} wants version {api} of the API; this audit-core has {API_VERSION}",
            f"插件要求接口版本 {api}，本 audit-core 的接口版本为 {API_VERSION}",
        )


def _check_pack(pack: RulePack, packs: Mapping[str, RulePack]) -> None:
    _check_api(pack.api, f"pack {pack.prefix}")
    taken = {rule: other.prefix for other in packs.values() for rule in other.rules}
    for rule in pack.rules:
        if rule in taken:
            raise PluginError(
                f"the rule id {rule} is taken by the pack {taken[rule]}",
                f"规则编号 {rule} 已被规则包 {taken[rule]} 占用",
            )


def _check_free(
    new: Iterable[Any], name: Callable[[Any], str], taken: Sequence[str] | Mapping[str, Any], words: Words
) -> None:
    used = set(taken)
    for item in new:
        if name(item) in used:
            raise PluginError(
                f"the {words.en} {name(item)} is taken by another plugin", f"{words.zh} {name(item)} 已被其他插件占用"
            )
        used.add(name(item))
