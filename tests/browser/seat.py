"""One person at a browser of their own, who finds everything by the words on the page, in either language."""

import re

from django.utils import translation
from playwright.sync_api import expect

expect.set_options(timeout=150_000)  # a busy machine; what is there is seen at once
HAN = re.compile(r"[\u3400-\u9fff]+")
# Chinese on a page in any language: the number of a case or paper, a statute with its article, a quotation
QUOTED = re.compile(
    r"[\u3400-\u9fff]*〔\d{4}〕第?\d+号|《[^》]+》(（[^）]*）)?(、?第[一二三四五六七八九十百零]+[条款项])*|“[^”]*”"
)

# What a page says in words: texts on screen and what a screen reader or a hovering mouse is told. What is
# marked as Chinese on purpose (a quoted article, the text of a paper, the language switch) is left out.
SAID = """() => {
  const passed = "[lang=zh-Hans]:not(html), [aria-hidden=true], script, style, template";
  const names = ["title", "aria-label", "placeholder", "alt"];
  const said = [document.title];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode())
    if (text.data.trim() && !text.parentElement.closest(passed)) said.push(text.data.trim());
  for (const node of document.body.querySelectorAll(names.map(name => `[${name}]`).join()))
    if (!node.closest(passed)) said.push(...names.map(name => node.getAttribute(name) || ""));
  return said;
}"""


def in_words(language, sentence, *, context=None, **params):
    """What a page in `language` says for the English `sentence` of the source."""
    with translation.override(language):
        found = translation.pgettext(context, sentence) if context else translation.gettext(sentence)
    assert language == "en" or found != sentence, f"“{sentence}” is no sentence of the pages"
    return found % params if params else found


class Seat:
    """Sits in front of `page` and only uses what can be seen. Sentences are those of the source, in English."""

    def __init__(self, page, language="zh-hans", data=()):
        """`data`: Chinese that may stand on an English page, because people or offices are called so."""
        self.page, self.language, self.data = page, language, data
        self.foreign = set()  # Chinese words found on an English page

    def say(self, sentence, **params):
        """`sentence` as this person reads it; `context` tells apart what English says alike."""
        return in_words(self.language, sentence, **params)

    def words(self, sentence, **params):
        """A pattern of a whole control: its words, then perhaps a count, a key or the mark of a must."""
        plain = re.sub(r"([.?*+^$()\[\]{}|\\])", r"\\\1", self.say(sentence, **params))
        return re.compile(rf"^\s*{plain}(?=[\s\d*A-Z]|$)")

    # Acting

    def press(self, sentence, within=None, **params):
        self._visible(
            (within or self.page).get_by_role("button", name=self.words(sentence, **params))
        ).click()

    def send(self, form):
        """Press the button that sends the form of a dialog."""
        self._visible(form.locator("button[type=submit]")).click()

    def follow(self, sentence, within=None, **params):
        self._visible((within or self.page).get_by_role("link", name=self.words(sentence, **params))).click()

    def go(self, sentence):
        """To the page of an entry of the rail."""
        self.follow(sentence, self.page.locator(".ua-rail"))
        self.stands_on(sentence)

    def open(self, text):
        """Follow the link that is called exactly `text`: a number, a name."""
        self._visible(self.page.get_by_role("link", name=text, exact=True)).click()

    def unfold(self, sentence, within=None):
        self._visible((within or self.page).locator("summary", has_text=self.words(sentence))).click()

    def fill(self, sentence, value, within=None, **params):
        self.field(sentence, within, **params).fill(str(value))

    def pick(self, sentence, option, within=None):
        field = self.field(sentence, within)
        found = field.locator("option", has_text=option)  # a text, or a pattern of it
        field.select_option(value=found.first.get_attribute("value"))

    def tick(self, sentence, within=None):
        """A box to tick or one of several ways, by its words."""
        self._visible((within or self.page).locator("label", has_text=self.words(sentence))).click()

    def attach(self, sentence, path, within=None):
        (within or self.page).get_by_label(self.words(sentence)).set_input_files(path)

    def field(self, sentence, within=None, **params):
        return self._visible((within or self.page).get_by_label(self.words(sentence, **params)))

    @property
    def dialog(self):
        """The form that opened over the page."""
        found = self.page.locator("dialog[open]")
        expect(found.locator("form")).to_be_visible()
        return found

    # Looking

    def sees(self, sentence, **params):
        """Wait until the page says so; then look whether it says everything in its language."""
        return self.reads(self.say(sentence, **params))

    def reads(self, text):
        found = self._visible(self.page.get_by_text(text))
        expect(found).to_be_visible()
        self.look()
        return found

    def stands_on(self, heading, **params):
        """Wait for the page with this heading."""
        expect(self.page.get_by_role("heading", level=1, name=self.words(heading, **params))).to_be_visible()
        self.look()

    def look(self):
        if self.language == "en":
            for said in self.page.evaluate(SAID):
                for name in self.data:
                    said = said.replace(name, "")
                self.foreign |= {said} if HAN.search(QUOTED.sub("", said)) else set()

    @staticmethod
    def _visible(found):
        return found.filter(visible=True).first
