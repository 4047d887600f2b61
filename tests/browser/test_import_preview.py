"""What an import loses, as whoever imports sees it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from accounts.models import User

pytestmark = pytest.mark.browser
LOSSY = (
    "<nav>Home Contact</nav><h1>Lanterns</h1><p>Give <s>5 mg</s> 50 mg of light twice daily.</p><h2>Use</h2>"
    "<p>Count 10<sup>9</sup>/L.</p>" + "".join(f"<p>One <del>word {at}</del> is out.</p>" for at in range(50))
)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (768, "dark"), (390, "light")])
@pytest.mark.parametrize("has_script", [True, False])
def test_what_is_lost_can_be_seen_by_everyone_before_anything_is_ticked(
    open_as, transactional_db, tmp_path, width, scheme, has_script
):
    root = User.objects.create_superuser("root@example.org", display_name="Root")
    (tmp_path / "lossy.html").write_text(LOSSY)
    page = open_as(root, width=width, color_scheme=scheme, java_script_enabled=has_script)
    page.goto("/admin/articles/article/import/")
    page.get_by_label("Files").set_input_files(str(tmp_path / "lossy.html"))
    page.get_by_role("button", name="Read them").click()
    expect(page.locator("mark").first).to_have_text("5 mg")
    expect(page.get_by_label("I have seen what is not in the draft")).not_to_be_checked()
    expect(page.get_by_text("Home Contact")).to_be_hidden()
    if has_script:
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        clean = list(open_as.faults)
        assert Axe().run(page).response["violations"] == []
        open_as.faults[:] = clean  # axe itself tries inline styles, which the policy stops
