"""A refusal carries a code for machines and a sentence for people."""

import pickle

from liandu.kernel.refusals import Refusal
from liandu.kernel.states import MoveNotAllowed


def test_facts_fill_the_places_of_the_sentence():
    refusal = Refusal("file.empty", "“%(name)s”是空文件。", name="甲.docx")
    assert (refusal.code, str(refusal), refusal.facts) == ("file.empty", "“甲.docx”是空文件。", {"name": "甲.docx"})


def test_a_sentence_without_facts_may_hold_a_percent_sign():
    assert str(Refusal("rate", "完成率不能超过 100%。")) == "完成率不能超过 100%。"


def test_a_refusal_comes_back_whole_from_another_process():
    refusal = pickle.loads(pickle.dumps(MoveNotAllowed("move.not_allowed", "不能“%(act)s”。", act="撤回")))
    assert (type(refusal), refusal.code, str(refusal)) == (MoveNotAllowed, "move.not_allowed", "不能“撤回”。")
