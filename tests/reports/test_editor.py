"""The page a report is written on, without a script: what it shows, saves, refuses and keeps."""

import datetime
import json
import re
import uuid

import html5lib
import pytest
from django.urls import reverse

from reports import workflow
from reports.models import Citation, Comment, Report, Section
from reports.views.workspace import editor
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
State = Report.State


@pytest.fixture
def theme(db):
    return factories.make_theme()


@pytest.fixture
def mandate(theme):
    return factories.make_paragraph(themes=[theme], label="17")


@pytest.fixture
def report(entity, theme, mandate):
    return factories.make_report(
        entity=entity, themes=[theme], state=State.DRAFT, texts={"es": "Se abrió una escuela."}
    )


@pytest.fixture
def browser(coordinator):
    return signed_in(coordinator)


def at(name, report, **kwargs):
    return reverse(f"workspace:{name}", args=[report.pk], **kwargs)


def opened(browser, report):
    """The form's fields as a browser that runs no script would send them."""
    return fields(browser.get(at("editor", report)).content.decode())


def fields(html):
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    posted = {}
    form = tree.find(".//form[@id='editor']")
    for element in form.iter():
        name, kind = element.get("name"), element.get("type")
        if not name or element.tag == "button":
            continue
        if kind in ("checkbox", "radio") and element.get("checked") is None:
            continue
        if element.tag == "textarea":
            value = "".join(element.itertext())
        elif element.tag == "select":
            chosen = [
                o.get("value") for o in element.iter("option") if o.get("selected") is not None
            ]
            value = chosen[0] if chosen else ""
        else:
            value = element.get("value", "on" if kind in ("checkbox", "radio") else "")
        posted.setdefault(name, []).append(value)
    return posted


def saved(report):
    report = Report.objects.get(pk=report.pk)
    texts = {s.kind: s.text_es for s in Section.objects.filter(report=report)}
    rows = Citation.objects.filter(report=report, paragraph__isnull=False)
    return report.revision, texts, {c.paragraph_id: (c.mark, c.evidence_url) for c in rows}


def test_form_opens_with_what_is_saved(browser, report, mandate):
    posted = opened(browser, report)
    assert posted["done"] == ["Se abrió una escuela."]
    assert posted["revision"] == ["0"]
    assert posted["parts"] == ["citations", "nothing"]
    assert f"cited-{mandate.pk}" not in posted


def test_plain_form_saves_texts_and_marks(browser, report, mandate):
    posted = opened(browser, report)
    posted |= {"done": "Se abrieron dos.", "next": "Más.", f"cited-{mandate.pk}": "on"}
    posted |= {f"mark-{mandate.pk}": "under_way", f"evidence-{mandate.pk}": "https://example.org/"}
    answer = browser.post(at("editor", report), posted)
    assert (answer.status_code, answer["Location"]) == (302, at("editor", report))
    expected = {mandate.pk: ("under_way", "https://example.org/")}
    assert saved(report) == (1, {"done": "Se abrieron dos.", "next": "Más."}, expected)


def test_mark_without_a_tick_is_not_lost_and_a_tick_taken_away_is(browser, report, mandate):
    posted = opened(browser, report) | {f"mark-{mandate.pk}": "done"}
    browser.post(at("editor", report), posted)
    assert saved(report)[2] == {mandate.pk: ("done", "")}
    posted = opened(browser, report)
    del posted[f"cited-{mandate.pk}"]
    browser.post(at("editor", report), posted)
    assert saved(report)[2] == {}


@pytest.mark.parametrize("text", ["Uno\x00dos", "Uno\x1bdos", "Uno\x7fdos"])
def test_control_character_is_an_error_and_the_text_stays(text, browser, report):
    posted = opened(browser, report) | {"done": text}
    page = browser.post(at("editor", report), posted).content.decode()
    assert "An invisible control character stands in line 1" in page
    assert "Uno" in fields(page)["done"][0]
    assert saved(report)[0] == 0


@pytest.mark.parametrize("typed", ["not an address", "ftp://example.org/report"])
def test_wrong_address_is_an_error_and_everything_stays(typed, browser, report, mandate):
    posted = opened(browser, report) | {f"evidence-{mandate.pk}": typed, "next": "Más."}
    page = browser.post(at("editor", report), posted).content.decode()
    source = mandate.document.title_en
    assert f'<a href="#evidence-{mandate.pk}">Evidence for 17, {source}: Enter a valid URL.' in page
    again = fields(page)
    assert again[f"evidence-{mandate.pk}"] == [typed]
    assert again["next"] == ["Más."]
    assert saved(report)[0] == 0


def test_stale_form_changes_nothing_and_shows_both_texts(browser, report, entity):
    colleague = signed_in(factories.make_person(entity=entity))
    mine, theirs = opened(browser, report), opened(colleague, report)
    colleague.post(at("editor", report), theirs | {"done": "El texto de ella.", "next": "Luego."})
    before = saved(report)
    page = browser.post(at("editor", report), mine | {"done": "Mi texto."})
    assert page.status_code == 409
    assert saved(report) == before
    html = page.content.decode()
    assert "Mi texto." in html and "El texto de ella." in html
    assert re.findall(r'name="take-(\w+)"', html) == ["done", "done", "next", "next"]
    assert re.findall(r'name="take-(\w+)"[^>]*checked', html) == ["next"]  # only she touched it


@pytest.mark.parametrize("number", [-1, 2**31, 2**63 - 1, 2**70])
def test_impossible_revision_changes_nothing_and_keeps_the_text(browser, report, number):
    before = saved(report)
    sent = opened(browser, report) | {"done": "Mi texto.", "revision": str(number)}
    page = browser.post(at("editor", report), sent)
    assert page.status_code == 200
    assert "Mi texto." in page.content.decode()
    assert saved(report) == before


def conflict_of(html):
    return re.search(r'name="revision" value="(\d+)"', html)[1]


def test_choice_after_a_clash_is_saved_on_the_new_revision(browser, report, entity):
    colleague = signed_in(factories.make_person(entity=entity))
    mine, theirs = opened(browser, report), opened(colleague, report)
    colleague.post(at("editor", report), theirs | {"done": "Ella.", "next": "Ella luego."})
    html = browser.post(at("editor", report), mine | {"done": "Yo.", "next": "Yo luego."})
    choice = {"revision": conflict_of(html.content.decode()), "clashes": ["done", "next"]}
    choice |= {"done": "Yo y ella.", "next": "Yo luego.", "take-next": "theirs"}
    again = browser.post(at("editor", report), choice)
    assert again.status_code == 409
    assert "choose one of the two texts" in again.content.decode()
    assert "<title>Error: Two texts" in again.text
    browser.post(at("editor", report), choice | {"take-done": "mine"})
    assert saved(report)[:2] == (2, {"done": "Yo y ella.", "next": "Ella luego."})


def test_choice_that_is_stale_again_shows_the_texts_again(browser, report, entity):
    mine = opened(browser, report)
    Report.objects.filter(pk=report.pk).update(revision=7)
    choice = mine | {"revision": "5", "clashes": ["done"], "done": "Yo.", "take-done": "mine"}
    assert browser.post(at("editor", report), choice).status_code == 409
    assert saved(report)[0] == 7


def test_stale_form_that_says_what_is_saved_goes_on_its_way(browser, report, comment):
    """As after a save by itself whose answer got lost: nobody is asked to choose."""
    posted = opened(browser, report) | {"done": "Se abrieron dos."}
    autosave(browser, report, done="Se abrieron dos.")
    sent = posted | {"action": "check", f"answer-{comment.pk}": "En Quito."}
    answers = [browser.post(at("editor", report), sent) for _n in range(2)]
    assert [answer["Location"] for answer in answers] == [at("check", report)] * 2
    assert saved(report)[1] == {"done": "Se abrieron dos."}
    assert [reply.text for reply in comment.replies.all()] == ["En Quito."]


def test_clash_of_two_windows_is_not_called_somebody_else_s(browser, report):
    mine = opened(browser, report)
    autosave(browser, report, done="In the other window.")
    page = browser.post(at("editor", report), mine | {"done": "In this one."})
    assert page.status_code == 409
    assert "Somebody else has saved" not in page.text
    assert "in another window or by somebody else" in page.text


@pytest.mark.parametrize("action", ["no-change", "take-over"])
def test_report_submitted_while_it_is_saved_is_shown(
    action, browser, report, entity, theme, monkeypatch
):
    factories.make_report(entity=entity, themes=[theme], texts={"es": "Diez."})

    def submitted_elsewhere(*_report, **_by):
        Report.objects.filter(pk=report.pk).update(state="submitted")

    monkeypatch.setattr(editor, "answer", submitted_elsewhere)
    sent = {"revision": 0, "done": "Nueve.", "action": action}
    page = browser.post(at("editor", report), sent, follow=True)
    assert "The report was saved elsewhere at the same moment." in page.text
    assert saved(report)[:2] == (1, {"done": "Nueve."})


def test_form_of_a_submitted_report_keeps_the_text_on_the_page(browser, report):
    posted = opened(browser, report) | {"done": "Demasiado tarde."}
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    page = browser.post(at("editor", report), posted)
    assert page.status_code == 409
    assert "Demasiado tarde." in page.content.decode()
    assert saved(report)[1] == {"done": "Se abrió una escuela."}
    assert browser.get(at("editor", report)).status_code == 302


MOMENT = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)


@pytest.fixture
def comment(report, reviewer):
    Report.objects.filter(pk=report.pk).update(state=State.RETURNED)
    return Comment.objects.create(report=report, kind="done", text="Where?", by=reviewer, at=MOMENT)


def test_answer_to_a_comment_is_kept_with_its_field(browser, report, comment, reviewer):
    hidden = Comment.objects.create(
        report=report, text="Call them.", by=reviewer, at=MOMENT, is_internal=True
    )
    html = browser.get(at("editor", report)).content.decode()
    assert "Where?" in html and "Call them." not in html
    posted = fields(html) | {f"answer-{comment.pk}": "En Quito.", f"answer-{hidden.pk}": "No."}
    browser.post(at("editor", report), posted)
    reply = Comment.objects.exclude(pk__in=[comment.pk, hidden.pk]).get()
    assert (reply.reply_to, reply.text, reply.kind) == (comment, "En Quito.", "done")


def boxes(html):
    """The boxes for answers, wherever on the page they stand: what is in each."""
    return re.findall(r'<textarea name="answer-\d+"[^>]*>([^<]*)</textarea>', html)


def test_answer_stays_typed_beside_an_error(browser, report, mandate, comment):
    posted = opened(browser, report) | {f"evidence-{mandate.pk}": "not an address"}
    page = browser.post(at("editor", report), posted | {f"answer-{comment.pk}": "In <Quito>."})
    assert "Enter a valid URL." in page.text
    assert boxes(page.text) == ["In &lt;Quito&gt;."]
    assert Comment.objects.count() == 1


def test_answer_stays_typed_while_a_text_is_chosen(browser, report, comment, entity):
    colleague = signed_in(factories.make_person(entity=entity))
    mine, theirs = opened(browser, report), opened(colleague, report)
    colleague.post(at("editor", report), theirs | {"done": "Ella."})
    sent = mine | {"done": "Yo.", f"answer-{comment.pk}": "In Quito."}
    page = browser.post(at("editor", report), sent)
    assert page.status_code == 409
    assert "Where?" in page.text
    assert boxes(page.text) == ["In Quito."]
    again = fields(page.text)
    assert again[f"answer-{comment.pk}"] == ["In Quito."]
    browser.post(at("editor", report), again | {"take-done": "mine"})
    assert Comment.objects.exclude(pk=comment.pk).get().text == "In Quito."


def test_answer_typed_too_late_stands_on_the_page(browser, report, comment):
    posted = opened(browser, report) | {f"answer-{comment.pk}": "In Quito."}
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    page = browser.post(at("editor", report), posted)
    assert page.status_code == 409
    assert boxes(page.text) == ["In Quito."]


def test_answer_to_what_was_settled_meanwhile_stays_typed(browser, report, mandate, comment):
    posted = opened(browser, report) | {f"evidence-{mandate.pk}": "not an address"}
    Comment.objects.update(settled_by=comment.by, settled_at=MOMENT)
    page = browser.post(at("editor", report), posted | {f"answer-{comment.pk}": "In Quito."})
    assert boxes(page.text) == ["In Quito."]
    assert boxes(browser.get(at("editor", report)).text) == []


def test_paragraphs_with_a_comment_are_not_folded_away(browser, report, theme, comment):
    other = factories.make_paragraph(themes=[theme], label="18")
    Comment.objects.filter(pk=comment.pk).update(kind="", paragraph=other)
    html = browser.get(at("editor", report)).text
    group = html.rindex("<details", 0, html.index(f'id="pick-{other.pk}"'))
    assert html[group:].startswith("<details open data-group>")


# By itself ------------------------------------------------------------------------------------


def autosave(browser, report, revision=0, **data):
    answer = browser.post(at("autosave", report), {"revision": revision, **data})
    return answer.status_code, json.loads(answer.content)


def test_autosave_saves_the_parts_that_are_posted(browser, report, mandate):
    status, facts = autosave(browser, report, next="Más.")
    assert (status, facts["revision"], list(facts["bases"])) == (200, 1, ["next"])
    assert saved(report)[:2] == (1, {"done": "Se abrió una escuela.", "next": "Más."})


def test_autosave_tells_of_a_clash_and_changes_nothing(browser, report):
    autosave(browser, report, next="Más.")
    assert autosave(browser, report, next="Menos.") == (409, {"revision": 1})
    assert saved(report)[1]["next"] == "Más."


def test_autosave_says_what_cannot_be_saved(browser, report):
    status, facts = autosave(browser, report, done="\x00")
    assert (status, list(facts["errors"])) == (422, ["done"])


@pytest.mark.parametrize("revision", ["", "abc", "-1", "9" * 40])
def test_autosave_refuses_a_broken_revision(revision, browser, report):
    assert browser.post(at("autosave", report), {"revision": revision}).status_code in (409, 422)
    assert saved(report)[0] == 0


def test_autosave_of_a_submitted_report_says_so(browser, report):
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    assert autosave(browser, report, done="x") == (409, {"state": "submitted"})


def test_autosave_gives_a_fresh_token_to_the_same_person(browser, report, coordinator):
    facts = browser.get(at("autosave", report)).json()
    assert (facts["revision"], facts["person"], len(facts["token"])) == (0, coordinator.pk, 64)


QUERIES = 6  # besides the borders of the one transaction


def asked(queries):
    return [q["sql"] for q in queries if not re.match("SAVEPOINT|RELEASE|BEGIN|COMMIT", q["sql"])]


@pytest.mark.parametrize("what", ["text", "mark"])
def test_autosave_is_one_transaction_of_few_queries(
    what, browser, report, mandate, django_assert_max_num_queries
):
    data = {"done": "Se abrieron dos."}
    if what == "mark":
        data = {"parts": "citations", f"cited-{mandate.pk}": "on", f"mark-{mandate.pk}": "done"}
    browser.get(at("autosave", report))
    with django_assert_max_num_queries(30) as captured:
        assert autosave(browser, report, **data)[0] == 200
    assert len(asked(captured.captured_queries)) <= QUERIES, asked(captured.captured_queries)
    assert sum(q["sql"].startswith("SAVEPOINT") for q in captured.captured_queries) == 1


@pytest.mark.parametrize("number", [1, 40])
def test_editor_opens_with_many_paragraphs_in_few_queries(
    number, browser, entity, django_assert_max_num_queries
):
    theme = factories.make_theme()
    paragraphs = [factories.make_paragraph(themes=[theme]) for _n in range(number)]
    cycle = factories.make_cycle(themes=[theme], asked=[entity])
    factories.make_report(entity=entity, themes=[theme], citing=paragraphs[:20])
    draft = factories.make_report(
        entity=entity, themes=[theme], cycle=cycle, state=State.DRAFT, citing=paragraphs[:30]
    )
    browser.get(at("editor", draft))
    with django_assert_max_num_queries(15):
        assert browser.get(at("editor", draft)).status_code == 200


# Who ------------------------------------------------------------------------------------------

PAGES = ("editor", "autosave", "preview", "check", "discard")


@pytest.mark.parametrize("name", PAGES)
def test_another_entity_s_report_answers_like_a_missing_one(name, report, outsider):
    browser = signed_in(outsider)
    missing = reverse(f"workspace:{name}", args=[10**9])
    for method in ("get", "post"):
        there, absent = (
            getattr(browser, method)(address, {"revision": 0, "done": "x"})
            for address in (at(name, report), missing)
        )
        assert there.status_code == absent.status_code
        assert there.status_code in (404, 405)
    assert saved(report)[0] == 0


@pytest.mark.parametrize("name", ["editor", "autosave", "check", "discard"])
def test_approver_reads_and_does_not_write(name, report, entity):
    browser = signed_in(factories.make_person(role="approver", entity=entity))
    assert browser.get(at(name, report)).status_code == 403
    preview = browser.get(at("preview", report))
    assert preview.status_code == 200
    assert f'href="{at("editor", report)}"' not in preview.text


def test_preview_of_a_draft_claims_no_publication(browser, report):
    preview = browser.get(at("preview", report)).text
    assert f'href="{at("editor", report)}"' in preview
    assert "<dt>Published</dt>" not in preview
    assert "How to cite this" not in preview


def test_paragraphs_to_pick_are_told_in_plain_words(browser, report, mandate):
    mandate.write("en", text="Open <b>schools</b> & roads.")
    mandate.save()
    html = browser.get(at("editor", report)).text
    assert "&lt;p&gt;" not in html
    assert "&amp;lt;" not in html


def test_what_is_asked_of_the_writers_stands_above_the_form(browser, report, reviewer):
    assert 'id="asked"' not in browser.get(at("editor", report)).text
    workflow.submit(report, by=None, revision=0, token=uuid.uuid4())
    workflow.return_(report, by=reviewer, revision=report.revision, note="Name the <source>.")
    html = browser.get(at("editor", report)).text
    asked = html[html.index('id="asked"') :].partition("</div>")[0]
    assert "Returned" in asked
    assert "Name the &lt;source&gt;." in asked


def test_reason_of_a_correction_stands_above_its_form(browser, entity, theme, coordinator):
    published = factories.make_report(entity=entity, themes=[theme])
    draft = workflow.correct(published, by=coordinator, note="A new figure.")
    assert "A new figure." in browser.get(at("editor", draft)).text


def test_foreign_ids_in_the_form_are_refused(browser, report, outsider):
    """Paragraphs out of scope, another report's comment; nothing of the post is saved."""
    other = factories.make_paragraph()
    posted = opened(browser, report) | {"done": "x", f"cited-{other.pk}": "on"}
    page = browser.post(at("editor", report), posted)
    assert "not in this report" in page.content.decode()
    status, facts = autosave(browser, report, parts="citations", **{f"cited-{other.pk}": "on"})
    assert (status, list(facts["errors"])) == (422, ["citations"])
    theirs = factories.make_report(state=State.RETURNED)
    comment = Comment.objects.create(report=theirs, text="?", by=outsider, at=theirs.created_at)
    browser.post(at("editor", report), opened(browser, report) | {f"answer-{comment.pk}": "x"})
    assert Comment.objects.count() == 1
    assert saved(report)[1:] == ({"done": "Se abrió una escuela."}, {})


def test_no_field_of_the_model_can_be_posted(browser, report):
    names = [f.attname for f in Report._meta.concrete_fields] + ["themes", "entity", "cycle"]
    names = [name for name in names if name not in ("nothing_to_report", "revision")]
    before = Report.objects.filter(pk=report.pk).values().get()
    assert autosave(browser, report, **dict.fromkeys(names, "1"))[0] == 200
    after = Report.objects.filter(pk=report.pk).values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"revision", "changed_at"}


def test_who_is_refused_is_not_told_to_sign_in(report, entity):
    refused = signed_in(factories.make_person(role="approver", entity=entity)).get(
        at("editor", report)
    )
    assert refused.status_code == 403
    assert 'href="/en/account/"' in refused.text
    assert "/account/login/" not in refused.text
