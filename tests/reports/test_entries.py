"""How the beginning of a long text is cut."""

from reports.entries import LEDE, lede

PARAGRAPH = "<p>The office opened and people were told.</p>\n"


def test_short_text_has_no_lede():
    assert lede(PARAGRAPH * 3) == ("", 0)


def test_long_text_begins_with_whole_words():
    beginning, about = lede(PARAGRAPH * 20)
    assert beginning.endswith(" …")
    assert len(beginning) <= LEDE + 2
    assert set(beginning.rstrip(" …").replace(".", "").split()) <= {
        "The",
        "office",
        "opened",
        "and",
        "people",
        "were",
        "told",
    }
    assert about == 140


def test_heading_does_not_run_into_the_first_sentence():
    assert lede("<h3>Schools</h3>\n" + PARAGRAPH * 20)[0].startswith("The office opened")


def test_tags_inside_a_line_do_not_part_a_word_from_its_full_stop():
    html = '<p>See <a href="https://example.org/">the <em>register</em></a>.</p>' + PARAGRAPH * 20
    assert lede(html)[0].startswith("See the register. The office")


def test_tag_at_the_cut_is_not_shown():
    html = f'<p>Short. <a href="https://example.org/{"x" * 900}">Register</a></p>'
    assert lede(html)[0] == "Short. …"


def test_text_without_spaces_is_cut_all_the_same():
    assert lede(f"<p>{'x' * 900}</p>")[0] == "x" * LEDE + " …"
