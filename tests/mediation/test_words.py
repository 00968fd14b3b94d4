"""Every sentence of the mediation has its Chinese."""

from tests.test_words import ROOT, catalog, known, sentences


def test_every_sentence_of_the_mediation_has_its_chinese():
    paths = [*(ROOT / "mediation").rglob("*.py"), *(ROOT / "templates/mediation").glob("*.html")]

    assert sentences(paths) - known(catalog("mediation")) - known(catalog("unionaid")) == set()
