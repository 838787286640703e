from knowledge.learning import Example, learn
from knowledge.weights import idf


def examples(*texts: tuple[str, int]) -> list[Example]:
    return [Example(frozenset(text.split()), topic) for text, topic in texts]


def score(learned_from: list[Example], text: str) -> dict[int, float]:
    learned = learn(learned_from)
    scores = {example.topic: 0.0 for example in learned_from}
    for feature in text.split():
        for topic, weight in learned[feature].topics.items():
            scores[topic] += weight
    return scores


TABLE = examples(
    ("share of profits", 0), ("part of all profits", 0), ("profits in percent", 0),
    ("share of revenue", 1), ("part of all revenue", 1), ("revenue in percent", 1),
)  # fmt: skip


def test_the_word_that_tells_topics_apart_speaks_for_its_own_and_against_the_rival() -> None:
    scores = score(TABLE, "profits")
    assert scores[0] > 0 > scores[1]


def test_a_word_that_both_topics_have_says_little() -> None:
    shared, telling = score(TABLE, "share"), score(TABLE, "profits")
    assert abs(shared[0] - shared[1]) < abs(telling[0] - telling[1])


def test_the_same_phrasings_give_the_same_weights() -> None:
    assert learn(TABLE) == learn(TABLE)


def test_a_table_of_one_topic_and_one_of_none_are_learned_from() -> None:
    assert learn(examples(("anything", 7)))
    assert learn([]) == {}


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    rarity = idf([example.features for example in TABLE])
    assert rarity["percent"] > rarity["profits"]
