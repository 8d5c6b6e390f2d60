"""What the verbs leave behind: moments, snapshots, histories, receipts, mails."""

from uuid import uuid4

import pytest

from accounts.models import Mail
from contributions import workflow
from contributions.drafts import Draft
from contributions.editing import save
from contributions.models import Contribution, Reply, Step
from contributions.workflow import Incomplete, NotAllowed, Stale
from publication.models import Revision
from publication.translating import kind_named, translate
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(contribution):
    return contribution(state="draft")


def published(one, by):
    workflow.submit(one, by=None, revision=one.revision, token=uuid4())
    workflow.publish(one, by=by, revision=one.revision)
    return one


def mails():
    return sorted(Mail.objects.values_list("kind", "to__email"))


# Handing in -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "wanting"),
    [({"text_en": None, "html_en": None}, ["text"]), ({}, ["paragraphs"])],
)
def test_nothing_incomplete_is_handed_in(draft, author, change, wanting):
    if "paragraphs" in wanting:
        draft.paragraphs.clear()
    Contribution.objects.filter(pk=draft.pk).update(**change)
    with pytest.raises(Incomplete) as refused:
        workflow.submit(draft, by=author, revision=draft.revision, token=uuid4())
    assert refused.value.problems == wanting
    assert (draft.state, mails()) == ("draft", [])


def test_the_same_form_twice_gives_the_same_receipt(draft, author):
    token, revision = uuid4(), draft.revision
    first = workflow.submit(draft, by=author, revision=revision, token=token)
    again = workflow.submit(draft, by=author, revision=revision, token=token)
    assert (again, Step.objects.count(), Mail.objects.count()) == (first, 1, 1)


def test_a_token_of_another_contribution_is_refused(draft, author):
    token = uuid4()
    workflow.submit(draft, by=author, revision=draft.revision, token=token)
    other = factories.make_contribution(state="draft", entity=draft.entity)
    with pytest.raises(NotAllowed):
        workflow.submit(other, by=author, revision=other.revision, token=token)


def test_what_was_not_looked_at_is_not_handed_in(draft, author):
    with pytest.raises(Stale):
        workflow.submit(draft, by=author, revision=draft.revision - 1, token=uuid4())


def test_starting_twice_with_one_token_gives_one_draft(author, organization):
    words, token = Draft("en", "A title", "", None, "", []), uuid4()
    first = workflow.start(entity=organization, draft=words, by=author, token=token)
    assert workflow.start(entity=organization, draft=words, by=author, token=token) == first
    assert Contribution.objects.count() == 1


def test_snapshot_keeps_what_was_handed_in_and_publication_changes_no_word(draft, reviewer):
    published(draft, reviewer)
    first, last = Step.objects.order_by("at", "id").values_list("snapshot", flat=True)
    [paragraph] = draft.paragraphs.all()
    assert (
        first["texts"]
        == last["texts"]
        == {
            "title": {"en": "Schools on the river"},
            "text": {"en": "**Schools on the river** are not connected."},
        }
    )
    assert first["paragraphs"] == [f"{paragraph.document.slug}/{paragraph.slug}"]
    assert (first["about"], first["language"]) == (draft.about.slug, "en")


def test_taking_back_makes_a_draft_that_the_office_no_longer_sees(draft, author):
    workflow.submit(draft, by=author, revision=draft.revision, token=uuid4())
    workflow.take_back(draft, by=author)
    draft.refresh_from_db()
    assert (draft.state, draft.submitted_at) == ("draft", None)
    assert not Contribution.objects.reviewable().exists()


# Writing ----------------------------------------------------------------------------------------


def test_a_stale_save_changes_nothing(draft, author):
    words = Draft("en", "Mine", "My text.", None, "", [])
    with pytest.raises(Stale) as stale:
        save(draft, words, by=author, revision=draft.revision - 1)
    assert stale.value.current.title_en == "Schools on the river"
    assert Contribution.objects.get().title_en == "Schools on the river"


def test_another_language_takes_the_place_of_the_former(draft, author):
    words = Draft("fr", "Les écoles", "Pas de connexion.", None, "", [])
    save(draft, words, by=author, revision=draft.revision)
    one = Contribution.objects.get()
    assert (one.languages(), one.original_language, one.title_en) == (("fr",), "fr", None)
    assert one.html_fr == "<p>Pas de connexion.</p>"


def test_a_draft_leaves_no_history_and_goes_whole(draft, author):
    Contribution.history.all().delete()  # the factory's
    save(draft, Draft("en", "Mine", "", None, "", []), by=author, revision=draft.revision)
    assert Contribution.history.count() == 0
    save(
        draft, Draft("en", "Mine", "Text.", None, "", [factories.make_paragraph()]),
        by=author, revision=draft.revision,
    )  # fmt: skip
    workflow.submit(draft, by=author, revision=draft.revision, token=uuid4())
    assert Contribution.history.count() == 1
    workflow.take_back(draft, by=author)
    workflow.discard(draft, by=author)
    assert (Contribution.objects.count(), Contribution.history.count()) == (0, 0)
    assert Step.objects.count() == 0


# Moderation -------------------------------------------------------------------------------------


@pytest.mark.parametrize("note", ["", "  \n "])
def test_a_return_needs_its_reasons(draft, author, reviewer, note):
    workflow.submit(draft, by=author, revision=draft.revision, token=uuid4())
    with pytest.raises(ValueError, match="words"):
        workflow.return_(draft, by=reviewer, revision=draft.revision, note=note)


def test_withdrawal_says_why_and_who(draft, author, reviewer):
    published(draft, reviewer)
    workflow.withdraw(draft, by=author, side="author", reason=" A wrong figure. ")
    draft.refresh_from_db()
    assert (draft.withdrawal_reason, draft.withdrawn_by) == ("A wrong figure.", "author")
    other = factories.make_contribution()
    workflow.withdraw(other, by=reviewer, side="secretariat", reason="It insults a person.")
    assert other.withdrawn_by == "secretariat"


def test_public_steps_raise_the_data_version_and_no_others_do(draft, author, reviewer, minister):
    def version():
        return Revision.objects.values_list("number", flat=True).first() or 0

    seen = [version()]
    workflow.submit(draft, by=author, revision=draft.revision, token=uuid4())
    seen.append(version())
    workflow.publish(draft, by=reviewer, revision=draft.revision)
    seen.append(version())
    workflow.reply(draft, by=minister, language="en", text="No.", edition=0)
    seen.append(version())
    workflow.withdraw(draft, by=author, side="author", reason="Wrong.")
    seen.append(version())
    assert [number - seen[0] for number in seen] == [0, 0, 1, 2, 3]


# Reply ------------------------------------------------------------------------------------------


def test_a_reply_is_public_at_once_and_a_later_edition_takes_its_place(draft, reviewer, minister):
    published(draft, reviewer)
    first = workflow.reply(draft, by=minister, language="es", text="No es así.", edition=0)
    assert (first.edition, first.html_es, first.entity) == (1, "<p>No es así.</p>", draft.about)
    later = workflow.reply(draft, by=minister, language="es", text="Es así hoy.", edition=1)
    assert (later.pk, later.edition, later.text_es) == (first.pk, 2, "Es así hoy.")
    assert later.first_at < later.published_at
    kept = Reply.history.order_by("history_id").values_list("edition", "text_es")
    assert list(kept) == [(1, "No es así."), (2, "Es así hoy.")]


def test_a_later_edition_begins_without_translations(draft, reviewer, minister):
    published(draft, reviewer)
    said = workflow.reply(draft, by=minister, language="es", text="No es así.", edition=0)
    translator, kind = factories.make_person(role="translator"), kind_named("reply")
    marks = {"source": kind.source_mark(said), "target": kind.target_mark(said, "fr")}
    translate(kind, said.pk, "fr", texts={"text": "Non."}, state="official", by=translator, **marks)
    workflow.reply(draft, by=minister, language="en", text="It is so now.", edition=1)
    said = Reply.objects.get()
    assert (said.languages(), said.original_language) == (("en",), "en")


@pytest.mark.parametrize("edition", [1, 7])
def test_a_reply_on_top_of_another_is_stale(draft, reviewer, minister, edition):
    published(draft, reviewer)
    with pytest.raises(Stale):
        workflow.reply(draft, by=minister, language="en", text="No.", edition=edition)
    workflow.reply(draft, by=minister, language="en", text="No.", edition=0)
    with pytest.raises(Stale) as stale:
        workflow.reply(draft, by=minister, language="en", text="Yes.", edition=0)
    assert stale.value.current == Reply.objects.get()


def test_who_lost_the_role_replies_no_more(draft, reviewer, minister):
    published(draft, reviewer)
    minister.memberships.update(ended_at=draft.published_at, since=draft.submitted_at)
    with pytest.raises(NotAllowed):
        workflow.reply(draft, by=minister, language="en", text="No.", edition=0)


def test_nobody_replies_where_no_state_is_concerned(minister):
    with pytest.raises(NotAllowed):
        workflow.reply(
            factories.make_contribution(), by=minister, language="en", text="No.", edition=0
        )


# Mails ------------------------------------------------------------------------------------------


def test_everybody_concerned_is_told(draft, author, reviewer, minister):
    a, r, m = author.email, reviewer.email, minister.email
    workflow.submit(draft, by=author, revision=draft.revision, token=uuid4())
    assert mails() == sorted([("contribution_receipt", a), ("contribution_submitted", r)])
    Mail.objects.all().delete()
    workflow.return_(draft, by=reviewer, revision=draft.revision, note="Name the schools.")
    assert mails() == [("contribution_returned", a)]
    assert "Name the schools." in Mail.objects.get().text
    Mail.objects.all().delete()
    workflow.submit(draft, by=None, revision=draft.revision, token=uuid4())
    workflow.publish(draft, by=reviewer, revision=draft.revision)
    assert mails() == sorted([("contribution_published", a), ("contribution_about", m)])
    assert f"/en/workspace/contributions/{draft.pk}/reply/" in Mail.objects.get(to=minister).text
    Mail.objects.all().delete()
    workflow.reply(draft, by=minister, language="en", text="No.", edition=0)
    assert mails() == [("contribution_replied", a)]
    Mail.objects.all().delete()
    workflow.withdraw(draft, by=author, side="author", reason="A wrong figure.")
    assert mails() == sorted([("contribution_withdrawn", a), ("contribution_withdrawn", m)])


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt-br"])
def test_mails_are_in_the_reader_s_language_and_whole(language, draft, author, reviewer, minister):
    for person in (author, reviewer, minister):
        person.language = language
        person.save()
    workflow.submit(draft, by=author, revision=draft.revision, token=uuid4())
    workflow.return_(draft, by=reviewer, revision=draft.revision, note="Name the schools.")
    workflow.submit(draft, by=author, revision=draft.revision, token=uuid4())
    workflow.publish(draft, by=reviewer, revision=draft.revision)
    workflow.reply(draft, by=minister, language="en", text="No.", edition=0)
    workflow.withdraw(draft, by=reviewer, side="secretariat", reason="A wrong figure.")
    subjects = list(Mail.objects.values_list("subject", flat=True))
    assert len(subjects) == 10
    english = {"en": {True}}.get(language, {False})
    assert {one.startswith(("Received", "Contribution submitted", "Returned", "Published",
                            "A contribution concerns", "Withdrawn"))
            or " replies to: " in one for one in subjects} == english  # fmt: skip
    for text in Mail.objects.values_list("text", flat=True):
        assert "{" not in text and f"/{language}/" in text
