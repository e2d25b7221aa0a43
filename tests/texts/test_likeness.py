"""How much two texts are alike, and which of several a text means."""

from liandu.texts.likeness import likeness, meant_by, pairs_of

PROBLEMS = {
    1: pairs_of("采购验收制度执行不严，第1次抽查发现漏项"),
    2: pairs_of("党委会研究“三重一大”事项不充分"),
    3: pairs_of("科研经费报销审核把关不严"),
}


def test_the_same_words_in_other_punctuation_and_width_are_the_same():
    assert likeness(pairs_of("“三重一大”，事项。"), pairs_of("三重一大事项")) == 1.0
    assert likeness(pairs_of("ＡＢ１２"), pairs_of("ab12")) == 1.0


def test_nothing_in_common_is_nothing():
    assert likeness(pairs_of("采购"), pairs_of("党建")) == 0.0
    assert likeness(pairs_of(""), pairs_of("")) == 0.0


def test_a_shortened_statement_means_its_problem():
    key, alike = meant_by("党委会研究三重一大事项不够充分", PROBLEMS)
    assert (key, round(alike, 2)) == (2, 0.89)


def test_what_means_none_or_several_means_nothing():
    assert meant_by("食堂卫生差", PROBLEMS) is None
    twins = {1: pairs_of("采购验收不严"), 2: pairs_of("采购验收不严格")}
    assert meant_by("采购验收不严", twins) is None
    assert meant_by("采购", {}) is None
