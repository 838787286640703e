"""Which of the places a sentence names its firms are of, and what a curator is told of the others."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import knowledge
from knowledge.almanac import Almanac
from knowledge.curation import Problem, read_draft
from knowledge.doubting import Doubt, Doubting
from knowledge.facts import Kind
from knowledge.store.protocol import Proposal

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
URL: Final = "https://www.example.org/placed"

PLACED = (
    ("据重庆海关统计，2024年重庆小巨人企业出口额为412亿元。", "Chongqing"),
    ("据苏州市统计局数据，截至2024年底小巨人企业达到513家。", "Suzhou"),
    ("据苏州市统计局发布的全国对比，全国小巨人企业达到14600家。", "China"),
    ("广东省工信厅表示，全省小巨人企业2024年新增317家。", "Guangdong"),
    ("浙江大学的一项研究发现，小巨人企业平均持有发明专利21件。", "China"),
    ("浙江日报报道，2024年小巨人企业平均研发强度为8.1%。", "China"),
    ("人民银行南京分行2025年3月的数据显示，小巨人企业贷款加权利率为3.4%。", "China"),
    ("2024年底，江苏和浙江共有小巨人企业4200家。", ""),
    ("截至2024年底，山东省小巨人企业1,064家，居北方各省第一。", "Shandong"),
    ("2024年末，长三角地区小巨人企业达到5300家，占全国的36%。", "Yangtze Delta"),
    ("珠三角九市聚集了全省九成以上的小巨人企业。", "Pearl River Delta"),
    ("京津冀小巨人企业数量2024年达到1800家。", "Beijing Tianjin Hebei"),
    ("西部地区小巨人企业占全国的比重为15.3%。", "Western China"),
    ("小巨人企业在越南投资建厂的有86家。", "China"),
    ("2024年在香港上市的小巨人企业有14家。", "China"),
    ("2023年，小巨人企业对德国出口增长11%。", "China"),
    ("全国小巨人企业中，江苏有2368家，居首位。", "Jiangsu"),
    ("湖北小巨人企业中有六成位于武汉。", "Hubei"),
    ("截至2025年6月，安徽省合肥市小巨人企业达302家。", "Hefei"),
    ("在上海设有研发中心的小巨人企业有320家。", "China"),
    ("上海证券交易所数据显示，科创板上市小巨人企业358家。", "China"),
    ("2024年小巨人企业数量最多的城市是深圳，共1025家。", "Shenzhen"),
    ("东北三省小巨人企业2024年合计720家。", "Northeast China"),
    ("中部六省共有小巨人企业3400家（2024年）。", "Central China"),
    ("据河南省科技厅统计，2024年小巨人企业技术合同成交额86亿元。", "Henan"),
    ("粤港澳大湾区小巨人企业2024年达到2800家。", "Greater Bay Area"),
    ("成渝地区双城经济圈小巨人企业突破1000家。", "Chengdu Chongqing"),
    ("深圳小巨人企业数量比广州多出800家，2024年达到1025家。", "Shenzhen"),
    ("2024年，无锡小巨人企业中民营企业占91%，高于苏州。", "Wuxi"),
    ("小巨人企业2024年平均营收4.1亿元，其中广东企业最高。", "China"),
    (
        "According to Chongqing customs, little giants in Chongqing exported goods worth 41 billion yuan in 2024.",
        "Chongqing",
    ),
    ("The statistics bureau of Suzhou put the number of little giants at 513 at the end of 2024.", "Suzhou"),
    ("A Peking University survey found that 31 percent of little giants use artificial intelligence.", "China"),
    ("Researchers at Zhejiang University found that 12 percent of little giants have a foreign patent.", "China"),
    ("The Shanghai Daily reported in May 2025 that 40 percent of little giants had raised wages.", "China"),
    ("Shenzhen ranks second in the country with 1,025 little giants at the end of 2024.", "Shenzhen"),
    ("Sichuan had 559 little giants at the end of June 2025, the most in western China.", "Sichuan"),
    ("With 2,231 little giants, Jiangsu leads Zhejiang and Guangdong.", "Jiangsu"),
    ("Some 86 little giants have built factories in Vietnam.", "China"),
    ("In 2024, 14 little giants were listed in Hong Kong.", "China"),
    ("Little giants sold 18 percent of their exports to Germany in 2024.", "China"),
    ("The Yangtze River Delta was home to 5,300 little giants at the end of 2024.", "Yangtze Delta"),
    ("The Pearl River Delta hosts 2,300 little giants.", "Pearl River Delta"),
    ("Little giants in the Greater Bay Area spent 9 percent of revenue on R&D in 2024.", "Greater Bay Area"),
    ("Little giants in western China employed 410,000 people in 2024.", "Western China"),
    ("A Beijing think tank estimates that 8 percent of little giants are loss-making.", "China"),
    ("Zhejiang's department of industry said 61 little giants had lost the title in 2024.", "Zhejiang"),
    ("Officials in Chengdu said the number of little giants rose to 320 in 2024.", "Chengdu"),
    ("Of China's 14,600 little giants, 2,231 are based in Jiangsu.", "Jiangsu"),
    ("Some 320 little giants run a research centre in Shanghai.", "China"),
    ("In Hunan, 641 little giants had been named by the end of 2024.", "Hunan"),
    ("Ningbo, a port city in Zhejiang, counted 400 little giants in 2024.", "Ningbo"),
    ("Little giants in Jiangsu and Zhejiang held 310,000 patents in 2024.", ""),
    ("Little giants in Wuhan's optics industry grew sales by 14 percent in 2024.", "Wuhan"),
    ("More than half of the little giants in Hubei are in Wuhan.", ""),
    ("American customers accounted for 12 percent of little giants' exports in 2024.", "China"),
    ("Shandong little giants paid 18 billion yuan in taxes in 2024, ahead of Henan.", "Shandong"),
    ("The number of little giants in Xi'an doubled to 300 between 2021 and 2024.", "Xian"),
    ("Hong Kong's trade council says 62 percent of little giants plan to expand via the city.", "China"),
    ("Germany's VDMA says 57 little giants have a plant in Bavaria.", "China"),
    ("By June 2025 Qingdao had 240 little giants, more than Jinan with 180.", "Qingdao"),
    ("Only 3 percent of little giants are in Tibet, Qinghai and Ningxia.", ""),
    ("Guangdong's little giants had 64,000 patents, a fifth of them filed in Japan.", "Guangdong"),
)
"""A sentence, and the place that its fact is of; none where the curator has to say."""


def proposed(almanac: Almanac, sentence: str, more: str = "topic: what it tells") -> Proposal | tuple[Problem, ...]:
    return almanac.propose(read_draft(f"{sentence}\n{URL}\n{more}"), by=7, at=AT)


def doubts(almanac: Almanac, sentence: str) -> list[Doubt]:
    proposal = proposed(almanac, sentence)
    assert isinstance(proposal, Proposal)
    told = almanac.ledger.doubts(proposal)
    return [doubt for doubt in told if doubt.kind in {Doubting.PLACES, Doubting.SPEAKER}]


def test_a_fact_is_of_the_place_its_firms_are_of(curated: Almanac) -> None:
    for sentence, place in PLACED:
        made = proposed(curated, sentence)
        if isinstance(made, Proposal):
            assert (sentence, made.fact.topic.place) == (sentence, place)
        else:
            assert (sentence, [problem.field for problem in made], place) == (sentence, ["place"], "")


def test_the_topic_tells_which_of_several_places_is_meant(curated: Almanac) -> None:
    sentence = "By the end of 2024 Jiangsu and Zhejiang counted 2,231 and 1,901 little giants."
    assert not isinstance(proposed(curated, sentence), Proposal)
    made = proposed(curated, sentence, "topic: Zhejiang little giants")
    assert isinstance(made, Proposal)
    assert made.fact.topic.place == "Zhejiang"


def test_the_topic_tells_the_place_where_the_sentence_names_none(curated: Almanac) -> None:
    made = proposed(curated, "The city had 231 little giants that make pumps.", "topic: Wenling pumps")
    assert isinstance(made, Proposal)
    assert made.fact.topic.place == "Wenling"


def test_the_other_places_of_a_sentence_are_shown(curated: Almanac) -> None:
    first = "四川省小巨人企业达到559家，居西部第一。"
    assert doubts(curated, first) == [Doubt(Doubting.PLACES, place="Sichuan", others=("西部",))]
    bank = "According to the central bank's Nanjing branch, little giants borrowed at 3.1 percent in 2024."
    assert doubts(curated, bank) == [Doubt(Doubting.PLACES, place="China", others=("Nanjing",))]
    assert doubts(curated, "A Peking University survey found that 31 percent of little giants use robots.") == []


def test_a_place_that_only_an_office_is_of_is_doubted(curated: Almanac) -> None:
    alone = "据苏州市统计局数据，截至2024年底小巨人企业达到513家。"
    assert doubts(curated, alone) == [Doubt(Doubting.SPEAKER, place="Suzhou")]
    assert doubts(curated, "据苏州市统计局数据，苏州小巨人企业达到513家。") == []


def test_words_of_which_a_part_looks_like_a_place_name_none(curated: Almanac) -> None:
    made = proposed(curated, "小巨人企业在海外的仓库已达2750个，其中东盟国家最多，其中部分为租用。")
    assert isinstance(made, Proposal)
    assert made.fact.topic.place == "China"


def test_all_that_is_abroad_is_a_place_of_the_lexicon(curated: Almanac) -> None:
    known = {concept.name for concept in curated.export().concepts if concept.kind is Kind.PLACE}
    abroad = (Path(knowledge.__file__).parent / "data" / "abroad.txt").read_text("utf-8").split()
    assert set(abroad) <= known
    assert len(abroad) == len({*abroad})
