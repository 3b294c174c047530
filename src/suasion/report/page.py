"""One HTML file: every script, style and figure inside it, and no request to anywhere.

A Content-Security-Policy allows exactly the scripts and styles that were written, by their
hashes, and no network at all. Templates escape everything; texts of a case are never marked
as safe.
"""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import altair as alt
import jinja2
import vl_convert
from attrs import frozen

from suasion.report.naming import first_horizon, horizon_titles, shown_accounts
from suasion.report.power.games import PowerGames
from suasion.report.record.hindcasts import hindcast_choices
from suasion.report.sections.registry import SECTIONS
from suasion.report.sections.section import Context, Section
from suasion.report.view import ReportInput

SCRIPTS = ("state", "rows", "tooltip", "charts", "export", "tables", "ledger", "deals",
    "mechanisms", "partings", "predictions", "trace", "main",
)  # fmt: skip
"""Files of assets/js in the order in which they are joined."""
_VEGA = "globalThis.vegaEmbed = vegaEmbed;"


@frozen(kw_only=True)
class Inlined:
    """A script or style as it stands in the page, and the source that the policy allows."""

    text: str

    @property
    def source(self) -> str:
        """Return the hash as a Content-Security-Policy names it."""
        digest = hashlib.sha256(self.text.encode("utf-8")).digest()
        return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@frozen(kw_only=True)
class BuiltSection:
    """A section with the context that its template shows."""

    section: Section
    context: Context


def render_page(view: ReportInput) -> str:
    """Return the whole page as HTML.

    Raises
    ------
    ComputationError
        A sentence names a figure that it was not given (C2).
    InputError
        The border policy does not exist.
    """
    built = [
        BuiltSection(section=section, context=context)
        for section in SECTIONS
        if (context := section.build(view)) is not None
    ]
    style, vega, script = (
        Inlined(text=_asset("page.css")),
        Inlined(text=chart_library()),
        Inlined(text=page_script()),
    )
    return (
        environment()
        .get_template("page.html")
        .render(
            view=view,
            built=built,
            style=style,
            vega=vega,
            script=script,
            policy=content_policy(style, [vega, script]),
            settings=page_settings(view),
            horizons=horizon_titles(view),
            accounts=shown_accounts(view),
        )
    )


def write_report(view: ReportInput, path: Path | str) -> Path:
    """Write the page, complete or not at all, and return where it is.

    The text goes to a file beside the target, which then takes its place in one step: whoever
    reads the path sees the old page or the new one, never a part.
    """
    target = Path(path)
    text = render_page(view)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        beside.chmod(0o644)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    return target


def content_policy(style: Inlined, scripts: Sequence[Inlined]) -> str:
    """Return the policy that lets the page run its own scripts and reach nothing."""
    allowed = " ".join(script.source for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {style.source}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def page_settings(view: ReportInput) -> Mapping[str, object]:
    """Return what the scripts need to know of the page."""
    return {
        "case": view.case.name,
        "horizon": first_horizon(view),
        "horizons": list(horizon_titles(view)),
        "accounts": dict(shown_accounts(view)),
        "games": list(PowerGames(view).titles),
        "hindcasts": list(hindcast_choices(view)),
    }


@cache
def environment() -> jinja2.Environment:
    """Return the templates, escaping everything, refusing names that nobody set."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("suasion.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["json.dumps_kwargs"] = {
        "separators": (",", ":"),
        "allow_nan": False,
        "sort_keys": False,
    }
    return made


@cache
def chart_library() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script, in the version that Altair writes."""
    wanted = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    has_it = wanted in vl_convert.get_vegalite_versions()
    bundle: str = vl_convert.javascript_bundle(_VEGA, vl_version=wanted if has_it else None)
    return _closed(bundle)


@cache
def page_script() -> str:
    """Return the page's own script."""
    return _closed("\n".join(_asset(f"js/{name}.js") for name in SCRIPTS))


def _asset(name: str) -> str:
    return (files("suasion.report") / "assets" / name).read_text("utf-8")


def _closed(script: str) -> str:
    """Return a script that cannot end its own element."""
    return script.replace("\r\n", "\n").replace("</script", "<\\/script").replace("<!--", "<\\!--")
