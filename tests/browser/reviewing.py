"""The review page as a person uses it with the keyboard."""

from playwright.sync_api import Locator, Page, expect


class Review:
    """The review page of one document; every act is a key."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def row(self, title: str) -> Locator:
        """Return the row with exactly this title."""
        return self.page.locator(".row", has=self.page.locator(f'.words:text-is("{title}")'))

    @property
    def current(self) -> Locator:
        """Return the current row."""
        return self.page.locator(".row.current")

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def go_to(self, title: str) -> None:
        """Walk down or up to a row, as j and k do."""
        titles = self.page.locator(".row .words").all_inner_texts()
        at = titles.index(self.current.locator(".words").inner_text())
        step = titles.index(title) - at
        self.key(*["j" if step > 0 else "k"] * abs(step))
        self.expect_current(title)

    def expect_current(self, title: str) -> None:
        """Wait until the row with this title is the current one and has the focus."""
        expect(self.current.locator(".words")).to_have_text(title)
        expect(self.current.locator(".title")).to_be_focused()

    def expect_state(self, title: str, state: str) -> None:
        """Wait until the row is in a state: open, accepted, dismissed."""
        expect(self.row(title)).to_have_attribute("data-state", state)

    def expect_count(self, checked: int, total: int) -> None:
        """Wait until the running count says so."""
        expect(self.page.locator("#count strong")).to_have_text(f"{checked} / {total}")

    def edit(self, title: str, new: str) -> None:
        """Give the current row another title."""
        self.go_to(title)
        self.key("e")
        field = self.page.locator(".editor textarea")
        expect(field).to_be_focused()
        expect(field).to_have_value(title)
        field.fill(new)
        self.key("Enter")
        expect(self.row(new)).to_be_visible()

    def select_in_source(self, text: str) -> None:
        """Select a piece of the source, as dragging the mouse over it does."""
        self.page.locator("#paper").evaluate(
            """(paper, text) => {
              const walk = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
              while (walk.nextNode()) {
                const at = walk.currentNode.data.indexOf(text);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(walk.currentNode, at, walk.currentNode, at + text.length);
                return;
              }
              throw new Error(`not in the source: ${text}`);
            }""",
            text,
        )
        expect(self.page.locator(".dock [data-act=add].ready")).to_be_visible()
