"""Templates, and the one environment for each language that they are rendered in."""

from __future__ import annotations

from datetime import datetime
from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.dashboard.addresses import to
from api.dashboard.figures import told, written
from api.dashboard.languages import Language, languages
from api.dashboard.navigation import PLACES
from api.dashboard.speaking import spoken, spoken_plainly
from api.dashboard.static_files import static


@cache
def environment(code: str) -> Environment:
    """Renders templates in the language of that code; what they are not given is an error."""
    found = Environment(
        loader=PackageLoader("api.dashboard"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    language = languages()[code]
    _speak(found, language)
    found.globals |= {
        "language": language,
        "languages": tuple(languages().values()),
        "places": PLACES,
        "static": static,
        "to": to,
    }
    return found


def _speak(environment: Environment, language: Language) -> None:
    texts = language.texts
    install = environment.install_gettext_callables  # type: ignore[attr-defined] # by the extension
    install(texts.gettext, texts.ngettext, newstyle=True)
    environment.filters |= {
        "number": language.number,
        "percent": language.percent,
        "date": language.date,
        "day": language.day,
        "moment": language.moment,
        "ago": language.ago,
        "parsed": datetime.fromisoformat,
        "fine": partial(language.number, digits=2),
        "exact": partial(language.number, digits=3),
        "bound": partial(written, language),
        "told": partial(told, language=language),
        "spoken": partial(spoken, language),
        "spoken_plainly": partial(spoken_plainly, language),
    }


def rendered(language: Language, template: str, /, **said: object) -> str:
    """The template's text in a language."""
    return environment(language.code).get_template(template).render(**said)
