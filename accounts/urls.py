from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("data/", views.data, name="data"),
    path("data/download/", views.data_download, name="data_download"),
    path("data/erase/", views.erase, name="erase"),
    path("erased/", views.erased, name="erased"),
    path("profile/", views.profile, name="profile"),
]
