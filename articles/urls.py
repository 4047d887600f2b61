from django.urls import path

from . import calendars, citations, feeds, previews, recent, sitemaps, views

app_name = "articles"

ARTICLE = "articles/<int:document_id>/"
SLUGGED = ARTICLE + "<slug:slug>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("articles/", views.index, name="index"),
    path("articles/recent/", recent.recent, name="recent"),
    path("topics/", views.topics, name="topics"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("search/", views.search, name="search"),
    path(ARTICLE, views.detail, name="detail"),
    path(SLUGGED, views.detail, name="detail"),
    path(SLUGGED + "versions/<int:number>/", views.version, name="version"),
    path(SLUGGED + "changes/", views.changes, name="changes"),
    path(SLUGGED + "changes/<int:old>..<int:new>/", views.compare, name="compare"),
    path(SLUGGED + "references.<slug:ending>", citations.references, name="references"),
    path(SLUGGED + "citation.<slug:ending>", citations.citation, name="citation"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("feeds/checks/<str:token>/checks.ics", calendars.calendar, name="calendar"),
    path("feeds/articles.atom", feeds.feed, name="feed"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
]
