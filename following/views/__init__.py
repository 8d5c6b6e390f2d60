"""Pages of following: asking, confirming, one's own page, ending; the newsletter."""
