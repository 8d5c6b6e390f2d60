"""Text to HTML: imported text line by line, ours as Markdown, and what is never let through."""

import pytest

from publication.rendering import Markup, render


def plain(text: str) -> str:
    return render(text, Markup.PLAIN)


def markdown(text: str) -> str:
    return render(text, Markup.MARKDOWN)


def test_each_line_is_a_paragraph_and_blank_lines_leave_nothing():
    assert plain("One.\n\nTwo.\nThree.") == "<p>One.</p><p>Two.</p><p>Three.</p>"


@pytest.mark.parametrize("bullet", ["•", "-", "–", "·", "*"])
def test_bullets_form_one_list_across_blank_lines(bullet):
    text = f"{bullet} one\n\n{bullet} two"
    assert plain(text) == "<ul><li>one</li><li>two</li></ul>"


def test_numbers_form_a_list_that_starts_where_the_text_does():
    assert plain("3. c\n4) d") == '<ol start="3"><li>c</li><li>d</li></ol>'


def test_number_out_of_sequence_starts_a_new_list():
    assert plain("1. a\n1. b") == "<ol><li>a</li></ol><ol><li>b</li></ol>"


def test_sub_bullets_stand_inside_the_item_above():
    expected = "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>"
    assert plain("• a\no b\no c\n• d") == expected


def test_bullets_under_a_number_do_not_break_the_count():
    assert plain("1. a\n• b\n2. c") == "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"


def test_the_spanish_word_o_at_a_line_start_is_no_bullet():
    assert plain("o bien se aplica la ley") == "<p>o bien se aplica la ley</p>"


def test_a_hyphenated_word_at_a_line_start_is_no_bullet():
    assert plain("-5 grados") == "<p>-5 grados</p>"


def test_a_paragraph_ends_the_list():
    assert plain("- a\nEnd.\n- b") == "<ul><li>a</li></ul><p>End.</p><ul><li>b</li></ul>"


def test_a_mark_alone_belongs_to_the_line_below():
    assert plain("(a)\nOpen schools.\n\n(b)\n\nTrain teachers.") == (
        "<p>(a) Open schools.</p><p>(b) Train teachers.</p>"
    )
    assert plain("1.\nOpen schools.\n2.\nTrain teachers.") == (
        "<ol><li>Open schools.</li><li>Train teachers.</li></ol>"
    )
    assert plain("No.\nOpen schools.\n-") == "<p>No.</p><p>Open schools.</p><p>-</p>"


def test_plain_text_is_never_markup():
    assert (
        plain("<script>x</script> & <b>") == "<p>&lt;script&gt;x&lt;/script&gt; &amp; &lt;b&gt;</p>"
    )


def test_markdown_headings_start_below_those_of_the_page():
    assert markdown("# A\n\n## B") == "<h3>A</h3>\n<h4>B</h4>"


def test_markdown_takes_no_html():
    html = markdown('<img src=x onerror=alert(1)> **b** <a href="x">')
    assert "<img" not in html and "<a " not in html and "<strong>b</strong>" in html


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_links_lead_to_web_and_mail_only(target):
    assert "href=" not in markdown(f"[x]({target})")


def test_links_out_pass_nothing_on():
    assert markdown("[x](https://example.org)") == (
        '<p><a href="https://example.org" rel="noopener nofollow">x</a></p>'
    )


def test_same_text_gives_same_html():
    text = "• a\n1. b\nc"
    assert plain(text) == plain(text)
