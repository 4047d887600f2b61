"""Planning at the desk: an article's identity, its versions, and choosing one to link to."""

from django.urls import reverse

from articles import actions
from articles.models import Article, Topic, Version

ADD = "/admin/articles/article/add/"


def typed(**fields):
    return {
        "document_id": 77,
        "working_title": "Candles",
        "audience": "professional",
        "synonyms": "Tapers\n\n Wax lights ",
        **fields,
    }


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def start(article):
    return reverse("admin:articles_article_start", args=[article.pk])


def test_planning_an_article(as_ada, db):
    topic = Topic.objects.create(name="Lighting", slug="lighting")
    assert as_ada.post(ADD, typed(topics=[topic.pk])).status_code == 302
    article = Article.objects.get()
    assert (article.document_id, article.slug, article.synonyms) == (77, "candles", ["Tapers", "Wax lights"])
    assert article.topics.get() == topic


def test_the_next_free_document_id_is_suggested(as_ada, article):
    assert as_ada.get(ADD).context["adminform"].form["document_id"].value() == article.document_id + 1


def test_a_document_id_that_is_taken_is_refused(as_ada, article):
    page = as_ada.post(ADD, typed(document_id=article.document_id)).content.decode()
    assert "already exists" in page
    assert Article.objects.get().working_title == "Lanterns"


def test_a_document_id_and_a_published_title_are_for_good(as_ada, article):
    as_ada.post(change(article), typed(document_id=9, working_title="Forged"))
    article.refresh_from_db()
    assert (article.document_id, article.working_title) == (1234, "Lanterns")
    assert article.synonyms == ["Tapers", "Wax lights"]


def test_see_also_is_typed_in_the_order_that_readers_see(as_ada, article, make_article):
    make_article(2001, "Candles", to="planned")
    make_article(2002, "Torches", to="planned")
    as_ada.post(change(article), typed(see_also="2002 Torches\n2001\n2002"))
    assert [entry.other.working_title for entry in article.see_also.all()] == ["Torches", "Candles"]
    form = as_ada.get(change(article)).context["adminform"].form
    assert form["see_also"].value() == "2002 Torches\n2001 Candles"


def test_an_unknown_document_id_is_refused_with_what_was_typed(as_ada, article):
    page = as_ada.post(change(article), typed(see_also="4321 Torches")).content.decode()
    assert "No article has the document ID 4321." in page
    assert "4321 Torches" in page


def test_an_article_does_not_point_to_itself(as_ada, article):
    page = as_ada.post(change(article), typed(see_also="1234")).content.decode()
    assert "An article does not point to itself." in page


def test_a_leaflet_is_for_patients(as_ada, article, make_article):
    make_article(2001, "Candles", to="planned")
    leaflet = make_article(2002, "Candles at home", to="planned", audience="patient")
    assert "not written for patients" in as_ada.post(change(article), typed(leaflet="2001")).content.decode()
    as_ada.post(change(article), typed(leaflet="2002 Candles at home"))
    article.refresh_from_db()
    assert article.leaflet == leaflet


def test_the_page_of_an_article_costs_the_same_for_ten_pointers_as_for_one(as_ada, article, make_article, queries):
    def cost():
        with queries() as count:
            assert as_ada.get(change(article)).status_code == 200
        return len(count)

    others = [make_article(2000 + number, f"Lantern {number}", to="planned") for number in range(10)]
    actions.set_see_also(article, others[:1])
    one = cost()
    actions.set_see_also(article, others)
    assert cost() == one


def test_starting_a_version_opens_its_draft(as_ada, ada, article):
    answer = as_ada.post(start(article))
    draft = Version.objects.open().get()
    assert answer.url == reverse("admin:articles_version_change", args=[draft.pk])
    assert (draft.number, draft.author, draft.references.count()) == (2, ada, 2)


def test_starting_from_an_earlier_version_rolls_back(as_ada, article, make_article):
    make_article.revise(article, title="Lamps")
    as_ada.post(start(article), {"copy_of": article.versions.get(number=1).pk})
    assert Version.objects.open().get().title == "Lanterns"


def test_a_second_open_version_is_refused_with_what_to_do(as_ada, article, make_article):
    make_article.revise(article, to="draft")
    page = as_ada.post(start(article), follow=True).content.decode()
    assert "Finish or delete that one first." in page
    assert Version.objects.count() == 2


def test_another_articles_version_cannot_be_copied(as_ada, article, make_article):
    other = make_article(5678, "Candles")
    assert as_ada.post(start(article), {"copy_of": other.versions.get().pk}).status_code == 404


def test_a_reviewer_cannot_start_a_version(as_rita, article):
    assert as_rita.post(start(article)).status_code == 403
    assert "Start version" not in as_rita.get(change(article)).content.decode()


def test_starting_is_pressed_and_never_followed(as_ada, article):
    assert as_ada.get(start(article)).status_code == 405


def test_the_article_lists_its_versions(as_rita, article, make_article):
    make_article.revise(article, to="draft")
    page = as_rita.get(change(article)).content.decode()
    assert "Lanterns (version 1)" in page
    assert "Lanterns (version 2)" in page


def test_the_list_costs_the_same_for_ten_as_for_one(as_rita, make_article, queries):
    def cost():
        with queries() as count:
            assert as_rita.get("/admin/articles/article/").status_code == 200
        return len(count)

    make_article()
    one = cost()
    for number in range(9):
        make_article(2000 + number, f"Lantern {number}", to="draft")
    assert cost() == one


def test_lookup_finds_by_title_or_document_id(as_rita, article, make_article):
    make_article(5678, "Candles and wicks", to="planned")
    address = reverse("admin:articles_article_lookup")
    by_title = as_rita.get(address, {"q": "wick cand"}).json()["results"]
    assert by_title == [{"document_id": 5678, "title": "Candles and wicks", "note": ", not yet written"}]
    assert [found["title"] for found in as_rita.get(address, {"q": "123"}).json()["results"]] == ["Lanterns"]


def test_lookup_survives_whatever_is_typed(as_rita, article):
    for query in ("", "%", "'\"", "\0", "x" * 5000):
        assert as_rita.get(reverse("admin:articles_article_lookup"), {"q": query}).status_code == 200


def test_lookup_is_for_staff_who_may_see_articles(as_grace, at_desk, mallory, article):
    address = reverse("admin:articles_article_lookup")
    assert as_grace.get(address).status_code == 302
    assert at_desk(mallory).get(address).status_code == 403


def test_readers_are_not_sent_to_an_article_that_is_not_there(as_rita, article, make_article):
    planned = make_article(5678, "Candles", to="planned")
    address = "/admin/articles/article/{}/change/"
    assert "View on site" in as_rita.get(address.format(article.pk)).content.decode()
    assert "View on site" not in as_rita.get(address.format(planned.pk)).content.decode()


def test_a_leaflet_in_use_stays_for_patients(as_ada, make_article):
    leaflet = make_article(9, "Your lantern", to="planned", audience="patient")
    make_article(leaflet=leaflet, to="planned")
    page = as_ada.post(change(leaflet), typed(document_id=9, working_title="Your lantern")).content.decode()
    assert "It is the leaflet of another article" in page
    leaflet.refresh_from_db()
    assert leaflet.audience == "patient"


def test_a_topic_with_a_slug_of_its_own_can_be_chosen(as_ada, db):
    topic = Topic.objects.create(name="Lungs", slug="respiratory")
    assert as_ada.post(ADD, typed(topics=[topic.pk])).status_code == 302
    assert Article.objects.get().topics.get() == topic


def test_a_forged_number_to_copy_from_is_not_found(as_ada, article):
    for number in [str(2**63), "9" * 5000]:
        assert as_ada.post(start(article), {"copy_of": number}).status_code == 404
