def test_crawlers_learn_where_the_sitemap_is_and_what_is_private(client, db):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in response.content.decode()
    assert {"Disallow: /notes/", "Disallow: /search/?"} <= set(response.content.decode().splitlines())


def test_it_can_only_be_read(client, db):
    assert client.post("/robots.txt").status_code == 405
