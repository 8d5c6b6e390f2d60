"""What somebody with an account follows."""

from django.urls import path

from .views import own

app_name = "my_following"

urlpatterns = [path("", own.mine, name="own")]
