from knowledge.learning import Example, learn
from knowledge.weights import rarities, silent, strangest, taught


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


def test_a_new_topic_is_learned_beside_the_others_and_leads_by_one() -> None:
    weights = learn(TABLE)
    phrasings = [frozenset(text.split()) for text in ("share of exports", "exports in percent")]
    known = silent(rarities(phrasings, len(TABLE))) | {
        feature: weights[feature] for feature in ("share", "of", "in", "percent")
    }
    grown = taught(phrasings, 2, known, (0, 1), strangest(len(TABLE)))
    for phrasing in phrasings:
        length = sum(grown[feature].idf ** 2 for feature in phrasing) ** 0.5
        scores = [sum(grown[f].idf / length * grown[f].topics.get(topic, 0.0) for f in phrasing) for topic in range(3)]
        assert scores[2] - max(scores[:2]) > 0.99
    assert grown["share"].idf == weights["share"].idf


def test_a_lone_topic_has_no_rival_to_learn_from() -> None:
    phrasing = frozenset(["exports"])
    assert taught([phrasing], 0, silent(rarities([phrasing])), (), strangest(1))["exports"].topics.keys() <= {0}


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    rarity = rarities([example.signals for example in TABLE])
    assert rarity["percent"] > rarity["profits"]
