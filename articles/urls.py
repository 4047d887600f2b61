from django.urls import path, register_converter

from articles.desk import calendars, previews
from articles.public import citations, feeds, finding, recent, sitemaps, views

register_converter(finding.LetterConverter, "letter")

app_name = "articles"

ARTICLE = "articles/<int:document_id>/"
SLUGGED = ARTICLE + "<slug:slug>/"

urlpatterns = [
    path("", finding.home, name="home"),
    path("articles/", finding.index, name="index"),
    path("articles/recent/", recent.recent, name="recent"),
    path("articles/<letter:letter>/", finding.letter, name="letter"),
    path("topics/", finding.topics, name="topics"),
    path("topics/<slug:slug>/", finding.topic, name="topic"),
    path("search/", finding.search, name="search"),
    path("search/suggest/", finding.suggest, name="suggest"),
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
    path("opensearch.xml", finding.opensearch, name="opensearch"),
]
