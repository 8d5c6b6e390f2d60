"""The yardstick of P2: the theme page as most people write it, with prefetch and plain templates.

Same records, same texts, about the same bytes; whole records in four languages are loaded, and the
template walks from entity to report to section and citation.
"""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.utils.translation import get_language

from countries.models import Entity
from mandates.models import ParagraphTheme, Theme
from publication.passages import passage
from reports.models import Report

PAGE = """<!doctype html><html lang="{{ language }}"><head><title>{{ theme }}</title></head><body>
<h1>{{ theme }}</h1><p>{{ description }}</p>
{% for link in links %}
  {% ifchanged link.paragraph.document_id %}<h3>{{ link.paragraph.document }}</h3>{% endifchanged %}
  <article id="{{ link.paragraph.slug }}"><p class="num">{{ link.paragraph.label }}</p>
  <div lang="{{ link.paragraph.said.language }}">{{ link.paragraph.said.text|safe }}</div>
  <p>{{ link.paragraph.document.date|date:"j F Y" }} {{ link.paragraph.citations.all|length }}</p>
  </article>
{% endfor %}
{% for entity in entities %}
  <section id="{{ entity.slug }}"><h3>{{ entity.said }}</h3>
  {% for report in entity.on_theme %}
    <article><time>{{ report.date|date:"j F Y" }}</time>
    {% for section in report.sections.all %}
      <div lang="{{ section.said.language }}">{{ section.said.text|safe }}</div>
    {% endfor %}
    <p>{% for citation in report.citations.all %}
      {% if citation.paragraph %}<a href="/{{ citation.paragraph.document.slug }}/">
        {{ citation.paragraph.label }}</a>
      {% else %}{{ citation.typed }}:
        {% for candidate in citation.candidates.all %}{{ candidate.document.slug }} {% endfor %}
      {% endif %}
    {% empty %}none{% endfor %}</p></article>
  {% empty %}<p>no report yet</p>{% endfor %}
  </section>
{% endfor %}
</body></html>"""  # fmt: skip

TEMPLATE = Engine(libraries={}).from_string(PAGE)


def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """The theme page from prefetched records."""
    language = get_language()
    found = Theme.objects.get(slug=slug)
    links = list(
        ParagraphTheme.objects.filter(theme=found)
        .select_related("paragraph__document")
        .prefetch_related("paragraph__citations")
        .order_by("position")
    )
    for link in links:
        link.paragraph.said = passage(link.paragraph, "html", language)
    entities = {e.pk: e for e in Entity.objects.filter(asked_in__cycle__themes=found)}
    for entity in entities.values():
        entity.on_theme, entity.said = [], passage(entity, "name", language)
    reports = (
        Report.objects.filter(state="published", theme_links__theme=found)
        .select_related("entity")
        .prefetch_related(
            "sections", "citations__paragraph__document", "citations__candidates__document"
        )
        .order_by("-date")
    )
    for report in reports:
        for section in report.sections.all():
            section.said = passage(section, "html", language)
        entities[report.entity_id].on_theme.append(report)
    return HttpResponse(
        TEMPLATE.render(
            Context(
                {
                    "language": language,
                    "theme": passage(found, "name", language),
                    "description": passage(found, "description", language),
                    "links": links,
                    "entities": entities.values(),
                }
            )
        )
    )
