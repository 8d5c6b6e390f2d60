"""Words that anybody who knows the portal would try first make no password."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from countries.models import Entity
from publication.languages import columns

LEFT_OVER = 8
CONTEXT = (
    "america americas amerique ameriques oas oea organization organizacion organisation "
    "organizacao states estados etats summit summits cumbre cumbres sommet sommets cupula "
    "cupulas portal portail secretariat secretaria secretariado ministerio ministry ministere "
    "mandate mandato mandat report reporte informe rapport relatorio password contrasena "
    "motdepasse senha passwort welcome bienvenido bienvenue bemvindo coordinator coordinador "
    "coordinateur coordenador admin administrator administrador administrateur january enero "
    "janvier janeiro demonstration"
)
WORDS = frozenset(CONTEXT.split())


class ContextWordsValidator:
    """Refuse a password in which little is left once the field's own words are taken away.

    A sentence may hold such a word: what counts is what else there is.
    """

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError for a password made of the portal's words and countries."""
        plain = bare(password)
        left = plain
        for word in sorted(context_words(), key=len, reverse=True):
            left = left.replace(word, " ")
        if left != plain and len(left.replace(" ", "")) < LEFT_OVER:
            raise ValidationError(
                _("This password is made of words that anybody here would try first."),
                code="password_of_context_words",
            )

    def get_help_text(self) -> str:
        return _("Names of countries and words such as “summit” are not enough by themselves.")


def bare(text: str) -> str:
    """Lower case, without accents, spaces, digits and signs."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in folded if letter.isalpha())


def context_words() -> set[str]:
    """The portal's words, and the names of all entities in the four languages."""
    names = Entity.objects.values_list(*columns("name"))
    return {*WORDS, *(word for row in names for name in row if len(word := bare(name or "")) > 3)}
