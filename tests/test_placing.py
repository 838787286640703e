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
    ("截至2025年6月，四川小巨人企业数量位居西部第一、全国第九。", "Sichuan"),
    ("2024年，成都新增小巨人企业71家，总数突破300家，在中西部城市中排名第二。", "Chengdu"),
    ("厦门大学课题组对福建小巨人企业的调查显示，37%的企业有海外研发人员。", "Fujian"),
    ("国家税务总局浙江省税务局数据显示，2024年小巨人企业享受研发加计扣除减税62亿元。", "Zhejiang"),
    ("上海市经信委称，上海小巨人企业总数已达901家。", "Shanghai"),
    ("北京大学与江苏省工信厅联合发布的报告称，小巨人企业平均研发强度达9.1%。", "Jiangsu"),
    ("合肥高新区小巨人企业达到128家。", "Hefei"),
    ("小巨人企业东部占比为58.7%。", "Eastern China"),
    ("2024年湖南与湖北小巨人企业合计1450家。", ""),
    ("江苏省内小巨人企业对口支援新疆项目36个。", "Jiangsu"),
    ("广东小巨人企业在湖南设厂的有77家。", "Guangdong"),
    ("据上海证券报报道，A股小巨人企业分红总额达412亿元。", "China"),
    ("中国工商银行北京分行2024年向小巨人企业放贷380亿元。", "China"),
    ("小巨人企业参加广交会的有2200家。", "China"),
    ("2025年6月在苏州举行的大会上公布，全国小巨人企业平均专利数为22件。", "China"),
    ("工信部在成都宣布，第六批小巨人企业共3000家。", "China"),
    ("山东省济南市有小巨人企业230家。", "Jinan"),
    ("内蒙古小巨人企业只有42家。", "Inner Mongolia"),
    ("据香港贸易发展局调查，62%的小巨人企业计划经香港出海。", "China"),
    ("德国机械设备制造业联合会统计，在欧洲设厂的小巨人企业有57家。", "China"),
    ("大湾区内地九市小巨人企业共2513家。", "Greater Bay Area"),
    ("全国小巨人企业中，长三角占36%。", "Yangtze Delta"),
    ("小巨人企业主要分布在江苏、浙江、广东、山东四省，合计占全国的45%。", "China"),
    ("江苏、浙江、广东三省小巨人企业占全国的38%。", ""),
    ("南京江宁区拥有小巨人企业64家。", "Jiangning"),
    (
        "Officials announced in Chengdu in May 2025 that 3,000 little giants had been added to the national list.",
        "China",
    ),
    ("Speaking in Shanghai, the minister said little giants had created 1.2 million jobs.", "China"),
    ("At a conference in Hangzhou, researchers put the number of loss-making little giants at 1,100.", "China"),
    ("A study by Fudan University in Shanghai found that 19 percent of little giants have a family CEO.", "China"),
    ("Bank of Jiangsu lent 46 billion yuan to little giants in 2024.", "China"),
    ("Anhui's little giants sold 41 percent of their output to carmakers in Shanghai and Zhejiang.", "Anhui"),
    ("Little giants from Shenzhen opened 140 offices in Vietnam in 2024.", "Shenzhen"),
    ("Shanghai-based fund managers invested 12 billion yuan in little giants in 2024.", "China"),
    ("The eastern provinces host 58.7 percent of all little giants.", "Eastern China"),
    ("Beijing gives each new little giant 300,000 yuan.", "Beijing"),
    ("Beijing wants 20,000 little giants nationwide by 2030.", "China"),
    ("The Chinese mainland had 14,600 little giants at the end of 2024, Taiwan's economics ministry noted.", "China"),
    ("Taiwanese investors hold stakes in 118 little giants, most of them in Kunshan and Dongguan.", "China"),
    ("Exports by Ningbo's little giants to Germany rose 11 percent in 2024.", "Ningbo"),
    ("Guangdong, Jiangsu and Zhejiang are home to 38 percent of all little giants.", ""),
    ("Little giants in Changsha's construction machinery cluster employ 62,000 people.", "Changsha"),
    ("In northeast China, 720 little giants were on the list at the end of 2024.", "Northeast China"),
    ("Hunan province's little giants, 641 in all, paid 11 billion yuan in tax.", "Hunan"),
    ("Wuxi-based little giants hold 21,000 patents.", "Wuxi"),
    ("In Guangdong, home to Shenzhen and Dongguan, there are 2,089 little giants.", "Guangdong"),
    ("Sinosure's Shenzhen office insured 4.1 billion yuan of exports by little giants in 2024.", "China"),
    ("The Guangdong provincial government gave 1.2 billion yuan to little giants in 2024.", "Guangdong"),
    ("Zhejiang Daily counted 1,901 little giants in the province at the end of 2024.", "Zhejiang"),
    ("Ningbo customs cleared goods worth 61 billion yuan for little giants in 2024.", "Ningbo"),
    ("According to Nanjing-based researchers, little giants hold 14 percent of invention patents.", "China"),
    ("The Shenzhen stock exchange listed 91 little giants in 2024.", "China"),
    ("The Beijing Stock Exchange says 52 percent of its companies are little giants.", "China"),
    ("Hunan's governor promised in January 2025 that little giants would number 800 by 2027.", "Hunan"),
    ("A third of the little giants in Suzhou Industrial Park are foreign-owned.", "Suzhou Industrial Park"),
    (
        "Little giants in Fujian ship mostly to Southeast Asia: 58 percent of their exports went there in 2024.",
        "Fujian",
    ),
    ("In Liaoning 61 percent of little giants make equipment for heavy industry.", "Liaoning"),
    ("Henan trails Hubei with 480 little giants.", "Henan"),
    ("Jiangxi's 255 little giants rank 14th in China.", "Jiangxi"),
    ("Between 2021 and 2024 Guizhou lost 12 little giants to Sichuan and Chongqing.", "Guizhou"),
    ("Shaanxi's capital Xi'an counted 210 little giants in 2024.", "Xian"),
    ("江西省小巨人企业255家，数量居全国第14位、中部第4位。", "Jiangxi"),
    ("深圳市南山区小巨人企业215家，占全市的21%。", "Nanshan"),
    ("据新华社北京3月5日电，小巨人企业研发投入强度达7%。", "China"),
    ("新华社上海6月2日电，全国小巨人企业平均利润率为10%。", "China"),
    ("陕西省小巨人企业对中亚五国出口增长23%。", "Shaanxi"),
    ("云南、贵州、四川三省小巨人企业共900家。", ""),
    ("河北小巨人企业中有三成为北京、天津企业配套。", "Hebei"),
    ("浙江小巨人企业2024年在江西投资32亿元。", "Zhejiang"),
)
"""A sentence, and the place that its fact is of; none where the curator has to say."""


def proposed(almanac: Almanac, sentence: str, more: str = "topic: what it tells") -> Proposal | tuple[Problem, ...]:
    return almanac.ledger.propose(read_draft(f"{sentence}\n{URL}\n{more}"), by=7, at=AT)


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
