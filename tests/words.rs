//! The catalogues: complete, without a spare or unknown key, and natural in three languages.

mod support;

use std::collections::BTreeSet;

use sales_workbench::analysis::simulate::NoSimulation;
use sales_workbench::calculators;
use sales_workbench::calculators::workbooks::READY;
use sales_workbench::engine::formula::Phrase;
use sales_workbench::engine::range::Shape;
use sales_workbench::engine::{Calculator, PartKind, TableId};
use sales_workbench::exchange::import::grid::Stop;
use sales_workbench::state::Tool;
use sales_workbench::text::catalogue::places;
use sales_workbench::text::{Catalogue, Compact, Currency, Language, words};
use sales_workbench::workbook::history::What;
use sales_workbench::workbook::settings::Theme;
use workbench_codec::link::Refusal;

use support::words::{keys_of, literals, rust_in, words_of};

fn parsed(name: &str, text: &str) -> Catalogue {
    Catalogue::parse(text).unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

fn words_in(calculator: &Calculator, language: Language) -> Catalogue {
    parsed(&format!("{} {}", calculator.id, language.tag()), words_of(calculator, language))
}

fn app_words(language: Language) -> Catalogue {
    parsed(language.tag(), words::app(language))
}

fn keys(catalogue: &Catalogue) -> BTreeSet<String> {
    catalogue.keys("").into_iter().map(str::to_owned).collect()
}

/// Every catalogue of the project with a name for messages.
fn catalogues(language: Language) -> Vec<(String, Catalogue)> {
    let own = ("app".to_owned(), app_words(language));
    let theirs = calculators::loaded().map(|calculator| (calculator.id.to_owned(), words_in(calculator, language)));
    std::iter::once(own).chain(theirs).collect()
}

/// Fails with the whole list of what is wrong.
fn none_wrong(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_calculator_has_the_words_its_sheet_needs_and_no_other() {
    let mut wrong = Vec::new();
    for calculator in calculators::loaded() {
        let wanted = keys_of(calculator);
        for language in Language::ALL {
            let found = keys(&words_in(calculator, language));
            let name = format!("{} {}", calculator.id, language.tag());
            wrong.extend(wanted.needed.difference(&found).map(|key| format!("{name}: {key} is missing")));
            let known = |key: &&String| wanted.needed.contains(*key) || wanted.allowed.contains(*key);
            wrong.extend(found.iter().filter(|key| !known(key)).map(|key| format!("{name}: {key} is not used")));
        }
    }
    none_wrong(&wrong);
}

#[test]
fn the_three_languages_hold_the_same_keys() {
    let mut wrong = Vec::new();
    let english = catalogues(Language::English);
    for language in [Language::SimplifiedChinese, Language::TraditionalChinese] {
        for ((name, first), (_, other)) in english.iter().zip(catalogues(language)) {
            let (first, other) = (keys(first), keys(&other));
            wrong.extend(first.symmetric_difference(&other).map(|key| format!("{name} {}: {key}", language.tag())));
        }
    }
    none_wrong(&wrong);
}

#[test]
fn placeholders_are_the_same_in_each_language() {
    let mut wrong = Vec::new();
    let english = catalogues(Language::English);
    let of = |catalogue: &Catalogue, key: &str| -> BTreeSet<String> {
        catalogue.get("", key).map(places).into_iter().flatten().map(str::to_owned).collect()
    };
    for language in [Language::SimplifiedChinese, Language::TraditionalChinese] {
        for ((name, first), (_, other)) in english.iter().zip(catalogues(language)) {
            let differs = |key: &&str| other.get("", key).is_some() && of(first, key) != of(&other, key);
            let keys = first.keys("").into_iter().filter(differs);
            wrong.extend(keys.map(|key| format!("{name} {}: {key}", language.tag())));
        }
    }
    none_wrong(&wrong);
}

#[test]
fn placeholders_of_calculators_stand_in_sentences_and_name_single_figures() {
    let mut wrong = Vec::new();
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        let words = words_in(calculator, Language::English);
        for key in words.keys("") {
            let sentence = key.strip_suffix(".without").unwrap_or(key);
            let is_title = sentence.strip_prefix("chart.").is_some_and(|rest| rest.strip_suffix(".title").is_some());
            let filled = sentence == "headline" || sentence.starts_with("remark.") || is_title;
            for place in words.get("", key).map(places).unwrap_or_default() {
                let single = sheet.find_named(place).is_some_and(|node| sheet.node(node).axes.is_scalar());
                if !(filled && single) {
                    wrong.push(format!("{} {key}: {{{place}}}", calculator.id));
                }
            }
        }
    }
    none_wrong(&wrong);
}

#[test]
fn no_words_are_empty_or_hold_half_a_placeholder() {
    let mut wrong = Vec::new();
    for language in Language::ALL {
        for (name, catalogue) in catalogues(language) {
            for key in catalogue.keys("") {
                let text = catalogue.get("", key).unwrap_or_default();
                let whole = text.matches('{').count() == text.matches('}').count();
                if text.is_empty() || !whole || text.contains("TODO") {
                    wrong.push(format!("{name} {}: {key} = {text}", language.tag()));
                }
            }
        }
    }
    none_wrong(&wrong);
}

#[test]
fn chinese_words_are_not_left_in_english() {
    let mut wrong = Vec::new();
    let english = catalogues(Language::English);
    for language in [Language::SimplifiedChinese, Language::TraditionalChinese] {
        for ((name, first), (_, other)) in english.iter().zip(catalogues(language)) {
            for key in first.keys("") {
                let (first, other) = (first.get("", key).unwrap_or_default(), other.get("", key).unwrap_or_default());
                let speaks = first.split(|c: char| !c.is_ascii_lowercase()).any(|word| word.len() >= 4);
                if speaks && first == other {
                    wrong.push(format!("{name} {}: {key} = {other}", language.tag()));
                }
            }
        }
    }
    none_wrong(&wrong);
}

/// Pairs of which each script uses one only: first as written in the mainland, then as written in Taiwan.
const PAIRS: &str = "价價 们們 这這 个個 为為 会會 对對 来來 时時 说說 将將 过過 还還 没沒 样樣 应應 两兩 与與 项項 实實 现現 \
    开開 关關 门門 问問 间間 见見 观觀 规規 视視 觉覺 计計 认認 议議 记記 许許 设設 证證 评評 识識 试試 该該 语語 误誤 请請 读讀 \
    课課 谁誰 调調 谈談 谢謝 负負 财財 责責 败敗 货貨 质質 购購 费費 资資 赚賺 销銷 赢贏 赔賠 赛賽 赞贊 贝貝 账賬 贸貿 贵貴 买買 卖賣 \
    单單 报報 业業 产產 东東 丰豐 临臨 义義 乐樂 书書 买買 云雲 亚亞 亿億 仅僅 从從 仓倉 优優 传傳 伤傷 体體 佣傭 侧側 债債 值值 \
    倾傾 偿償 储儲 儿兒 兰蘭 关關 兴興 养養 写寫 军軍 农農 冲沖 决決 况況 净淨 减減 凑湊 刚剛 创創 别別 动動 务務 势勢 区區 医醫 华華 \
    协協 单單 卫衛 历歷 压壓 厂廠 厅廳 厨廚 县縣 参參 双雙 发發 变變 叙敘 叶葉 号號 吓嚇 听聽 启啟 员員 响響 园園 围圍 国國 图圖 圆圓 \
    场場 块塊 坚堅 坏壞 垒壘 执執 扩擴 扫掃 扬揚 护護 报報 拟擬 择擇 挂掛 挡擋 损損 换換 据據 摆擺 数數 断斷 无無 旧舊 显顯 权權 条條 \
    杂雜 极極 构構 标標 栏欄 树樹 档檔 检檢 楼樓 欢歡 步步 归歸 残殘 毁毀 气氣 汇匯 汉漢 汤湯 沟溝 泽澤 洁潔 测測 济濟 浏瀏 润潤 涨漲 \
    渐漸 温溫 满滿 滚滾 滤濾 灵靈 点點 热熱 烦煩 爱愛 犹猶 独獨 环環 电電 画畫 畅暢 疗療 盖蓋 盘盤 确確 码碼 础礎 离離 种種 积積 称稱 \
    稳穩 穷窮 竞競 笔筆 签簽 简簡 类類 粮糧 紧緊 红紅 约約 级級 纪紀 纯純 纳納 纵縱 组組 细細 织織 终終 经經 结結 给給 绝絕 统統 继繼 绩績 \
    续續 维維 综綜 编編 缓緩 缩縮 网網 罗羅 罚罰 职職 联聯 聪聰 肤膚 胜勝 节節 营營 获獲 补補 装裝 觅覓 触觸 订訂 讨討 让讓 训訓 讯訊 访訪 \
    诉訴 诊診 词詞 译譯 诱誘 课課 谨謹 贡貢 贯貫 贴貼 贷貸 贺賀 赋賦 跃躍 轨軌 转轉 轮輪 软軟 较較 载載 辅輔 辆輛 输輸 辑輯 达達 迁遷 运運 \
    近近 进進 远遠 连連 迟遲 适適 选選 递遞 逻邏 遗遺 邮郵 邻鄰 释釋 钟鐘 钱錢 铁鐵 银銀 链鏈 锁鎖 错錯 键鍵 镜鏡 长長 闭閉 闲閒 阅閱 阔闊 \
    队隊 阶階 际際 陆陸 险險 随隨 隐隱 难難 雾霧 静靜 页頁 顶頂 顺順 须須 预預 领領 频頻 题題 额額 风風 饭飯 饮飲 馆館 马馬 驱驅 验驗 骤驟 \
    鲜鮮 鸟鳥 麦麥 齐齊 龄齡 总總 恒恆 备備 复複 头頭 够夠 学學 宁寧 审審 宽寬 宾賓 寻尋 导導 层層 岁歲 币幣 带帶 帮幫 庆慶 库庫 废廢 异異 \
    归歸 录錄 当當 张張 强強 弹彈 忧憂 态態 怀懷 愿願 战戰 户戶 抢搶 护護 担擔 拥擁 摊攤 敌敵 术術 机機 价價 众眾 伙夥 伟偉 内內 册冊 划劃 \
    则則 劝勸 办辦 励勵 劳勞 却卻 厘釐 吗嗎 吴吳 团團 处處 够夠 夺奪 奖獎 妇婦 孙孫 宝寶 尔爾 尽盡 属屬 师師 帐帳 并並 广廣 庄莊 弃棄 征徵";

#[test]
fn each_chinese_script_keeps_to_its_own_characters() {
    let pairs: Vec<(char, char)> = PAIRS
        .split_whitespace()
        .filter_map(|pair| Some((pair.chars().next()?, pair.chars().nth(1)?)))
        .filter(|(simplified, traditional)| simplified != traditional)
        .collect();
    // Written in both scripts in some words: 佣金, 徵信 and 征服, 划算, 合併 …
    let in_both: Vec<char> = "佣划并征云伙厘于后里面台只干系准余复冲".chars().collect();
    let mut wrong = Vec::new();
    for (language, foreign) in [
        (Language::SimplifiedChinese, pairs.iter().map(|pair| pair.1).collect::<BTreeSet<char>>()),
        (Language::TraditionalChinese, pairs.iter().map(|pair| pair.0).collect()),
    ] {
        for (name, catalogue) in catalogues(language) {
            for key in catalogue.keys("") {
                let text = catalogue.get("", key).unwrap_or_default();
                let found: String = text.chars().filter(|c| foreign.contains(c) && !in_both.contains(c)).collect();
                // These speak of characters themselves.
                if !found.is_empty() && !["compact.chinese", "refusal.unclear_scale"].contains(&key) {
                    wrong.push(format!("{name} {}: {found} in {key} = {text}", language.tag()));
                }
            }
        }
    }
    none_wrong(&wrong);
}

/// Keys that the app makes up from lists of its own.
fn composed_keys() -> BTreeSet<String> {
    let table = TableId(0);
    let phrases = [
        Phrase::SumOver(None),
        Phrase::ProductOver(None),
        Phrase::LargestOf,
        Phrase::SmallestOf,
        Phrase::RowOfLargest,
        Phrase::RowOfSmallest,
        Phrase::RunningSum,
        Phrase::RunningProduct,
        Phrase::RowAbove,
        Phrase::InRow,
        Phrase::Absolute,
        Phrase::Exp,
        Phrase::Ln,
        Phrase::SquareRoot,
        Phrase::RoundedDown,
        Phrase::RoundedUp,
        Phrase::Power,
        Phrase::Given,
        Phrase::Rows(table),
        Phrase::RowNumber(table),
        Phrase::Ellipsis,
    ];
    let phrases = phrases.iter().map(|phrase| format!("phrase.{}", phrase.key()));
    let areas = calculators::loaded().map(|calculator| format!("area.{}", calculator.area()));
    let currencies = Currency::ALL.iter().map(|currency| format!("currency.{}", currency.code()));
    let compacts = Compact::ALL.iter().map(|compact| format!("compact.{}", compact.key()));
    let themes = Theme::ALL.iter().map(|theme| format!("theme.{}", theme.key()));
    let tools = Tool::ALL.iter().map(|tool| tool.key().to_owned());
    let steps = What::ALL.iter().map(|what| format!("did.{}", what.key()));
    let shapes = Shape::ALL.iter().flat_map(|shape| {
        let key = shape.key();
        [format!("shape.{key}"), format!("shape.{key}.hint"), format!("range.{key}")]
    });
    let reasons =
        [NoSimulation::NothingUncertain, NoSimulation::Correlations].map(|reason| format!("ranges.{}", reason.key()));
    let ready =
        READY.iter().flat_map(|ready| [format!("ready.{}.title", ready.key), format!("ready.{}.text", ready.key)]);
    // What the first scenarios are called, and the range that there is not.
    let names = ["scenario.optimistic", "scenario.conservative", "scenario.new", "scenario.received", "shape.certain"];
    let names = names.map(str::to_owned);
    let refusals = Refusal::ALL.iter().map(|refusal| format!("unopened.{}", refusal.key()));
    let caps = Stop::ALL.iter().map(|stop| format!("import.cap.{}", stop.key()));
    let basic = phrases.chain(areas).chain(currencies).chain(compacts).chain(themes);
    basic
        .chain(tools)
        .chain(steps)
        .chain(shapes)
        .chain(reasons)
        .chain(ready)
        .chain(names)
        .chain(refusals)
        .chain(caps)
        .collect()
}

/// Whether a key of the app is one of those that stand for a unit's name, which any calculator may come to use, or
/// for an area whose calculators are still to come.
fn is_open_family(key: &str) -> bool {
    ["unit.", "suffix.", "area."].iter().any(|family| key.starts_with(family))
}

#[test]
fn the_app_has_every_word_that_it_makes_up() {
    let found = keys(&app_words(Language::English));
    none_wrong(&composed_keys().difference(&found).cloned().collect::<Vec<_>>());
}

/// All Rust of a room.
fn in_room(room: &str) -> String {
    rust_in(&format!("src/{room}"))
}

#[test]
fn the_app_has_every_word_that_the_page_asks_for() {
    let found = keys(&app_words(Language::English));
    // Words of a calculator, and parts of a chart's keys.
    let of_calculators = ["title", "question", "headline", "about", "source", "x", "y", "own"];
    let sources = ["presentation", "exchange", "analysis", "workbook", "state", "ui"].map(in_room).concat();
    let asked = sources.split("word(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let families: BTreeSet<&str> = found.iter().filter_map(|key| Some(key.split_once('.')?.0)).collect();
    let looks_like_a_key = |literal: &&str| {
        literal.split_once('.').is_some_and(|(family, _)| families.contains(family))
            && literal.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '_')
            && !literal.ends_with('.')
    };
    let named = literals(&sources).into_iter().filter(looks_like_a_key);
    let wrong: BTreeSet<&str> =
        asked.chain(named).filter(|key| !found.contains(*key) && !of_calculators.contains(key)).collect();
    none_wrong(&wrong.into_iter().map(str::to_owned).collect::<Vec<_>>());
}

/// Units whose figures say enough as they are: by a sign of their own, as a number of what their name says, or as a sum of
/// squares on the way to a share.
const BARE: [&str; 9] =
    ["number", "percent", "discount", "score", "money", "money/item", "item", "period", "money^2/item^2"];

#[test]
fn every_unit_of_a_figure_that_is_shown_has_its_words() {
    let mut lacking = BTreeSet::new();
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        let inputs = sheet.inputs.iter().filter_map(|input| Some((input.key, input.unit()?)));
        let named = sheet.nodes.iter().filter_map(|node| Some((node.key?, node.unit)));
        let outputs =
            sheet.steps.iter().flat_map(|step| step.outputs.iter().map(|(output, _)| (output.key, output.unit)));
        let parts = sheet.steps.iter().flat_map(|step| step.function.columns).filter_map(|column| match column.kind {
            PartKind::Number(unit) => Some((column.key, unit)),
            _ => None,
        });
        for (key, unit) in inputs.chain(named).chain(outputs).chain(parts) {
            let name = unit.name();
            for language in Language::ALL.into_iter().filter(|_| !BARE.contains(&name.as_str())) {
                if app_words(language).get("", &format!("unit.{name}")).is_none() {
                    lacking.insert(format!("{} {}: unit.{name} of {key}", language.tag(), calculator.id));
                }
            }
        }
    }
    none_wrong(&lacking.into_iter().collect::<Vec<_>>());
}

#[test]
fn the_app_keeps_no_word_that_nothing_asks_for() {
    let sources = ["presentation", "exchange", "analysis", "workbook", "state", "browser", "ui"].map(in_room).concat();
    let (found, named, composed) = (keys(&app_words(Language::English)), literals(&sources), composed_keys());
    let is_hint = |key: &str| key.strip_suffix(".hint").is_some_and(|of| found.contains(of));
    let asked = |key: &str| named.contains(key) || composed.contains(key) || is_open_family(key) || is_hint(key);
    none_wrong(&found.iter().filter(|key| !asked(key)).cloned().collect::<Vec<_>>());
}
