from django.urls import path

from . import views

app_name = "pages"

urlpatterns = [
    path(f"{slug}/", views.page, {"slug": slug}, name=slug)
    for slug in ("about", "accessibility", "privacy", "contact", "figures", "data")
]
