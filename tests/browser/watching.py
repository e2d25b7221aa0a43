"""What a page must not do while it is tested: complain in the console, fail, break its Content-Security-Policy."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

# htmx's words for a request that the page itself gave up: a poll when one leaves, an older search when one types on.
GIVEN_UP = ("error: htmx:sendAbort", "error: htmx:afterRequest")
# The browser reports a violation as an event too; the console then names the directive.
REPORT_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));"""


@dataclass
class Watch:
    """Collects the complaints of every page of a context; ``excused`` are pieces of text that a test expects."""

    complaints: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Begin to watch every page that the context opens."""
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("page", self._page)

    def _page(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda fault: self.complaints.append(f"page error: {fault}"))
        page.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        line = f"{message.type}: {message.text}"
        if message.type in {"error", "warning"} and not line.startswith(GIVEN_UP):
            self.complaints.append(line)

    def _failed(self, request: Request) -> None:
        # A request that the page itself gave up: a download, a poll when one leaves.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} {request.failure}")

    @property
    def unexcused(self) -> list[str]:
        """Return what no test expected."""
        return [line for line in self.complaints if not any(excuse in line for excuse in self.excused)]
