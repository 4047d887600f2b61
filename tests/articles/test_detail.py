"""The article page: what a reader sees at /articles/<document id>/<slug>/."""


def test_readers_open_an_article(client, article):
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    assert "Lanterns are lit at dusk." in page.content.decode()
