"""Axe, with the WCAG 2.2 AA tags."""

from django.conf import settings

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page):
    """What axe finds on a page, in a line each."""
    script = (settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js").read_text()
    # Through the debugger, which the content security policy does not bind.
    page.evaluate(script)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"]]
