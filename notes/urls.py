from django.urls import path

from .views import notes

app_name = "notes"
urlpatterns: list = [
    path("notes/", notes.index, name="index"),
    path("notes/on/<int:version_id>/", notes.create, name="create"),
    path("notes/<int:note_id>/edit/", notes.edit, name="edit"),
    path("notes/<int:note_id>/delete/", notes.delete, name="delete"),
]
