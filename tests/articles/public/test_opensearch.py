from xml.etree import ElementTree


def test_a_browser_learns_how_to_search(client, db):
    response = client.get("/opensearch.xml")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    url = ElementTree.fromstring(response.content).find("{*}Url")  # noqa: S314 - our own
    assert url.get("template") == "http://testserver/search/?q={searchTerms}"


def test_it_can_only_be_read(client, db):
    assert client.post("/opensearch.xml").status_code == 405
