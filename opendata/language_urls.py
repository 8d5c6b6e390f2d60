"""Documents to take away, below the prefix of their language."""

from django.urls import re_path

from . import page_files

app_name = "files"

urlpatterns = [
    re_path(
        r"^data/files/(?P<kind>report|theme|entity|meeting)/(?P<name>[-\w]+)\.(?P<ending>docx|pdf)$",
        page_files.page_file,
        name="page_file",
    ),
]
