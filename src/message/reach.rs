//! Words about reach, as sentences in both languages use them.

use super::Lang;
use super::words::{text, word};
use crate::catalog::laws;
use crate::model::{Change, Condition, Custody, Reached, Truth};

/// The name of a law with its id: `国家情報法 (cn-nil-2017)`.
#[must_use]
pub fn law(lang: Lang, id: &str) -> String {
    let name = laws::law(id).map_or(id, |law| text(lang, &law.name));
    match lang {
        Lang::En => format!("{name} ({id})"),
        Lang::Ja => format!("{name}（{id}）"),
    }
}

/// A law with its articles, its source, and how sure that is.
#[must_use]
pub fn basis(lang: Lang, id: &str) -> String {
    let Some(facts) = laws::law(id) else { return id.to_owned() };
    let (name, sources) = (law(lang, id), facts.sources.iter().take(MOST_SOURCES));
    let sources: Vec<&str> = sources.map(String::as_str).collect();
    let articles = facts.articles.iter().take(MOST_ARTICLES);
    let articles: Vec<&str> = articles.map(|article| text(lang, article)).collect();
    let sources = sources.join("; ");
    let confidence = word(lang, facts.confidence.as_str());
    match lang {
        Lang::En => {
            let articles = articles.join("; ");
            format!("{name}, articles {articles}. Source: {sources}. Confidence: {confidence}")
        }
        Lang::Ja => {
            let articles = articles.join("；");
            format!("{name} 条文: {articles}。出典: {sources}。確度: {confidence}")
        }
    }
}

/// The most sources that are told; `sekisho explain` has all.
const MOST_SOURCES: usize = 2;

/// The most articles that are told.
const MOST_ARTICLES: usize = 3;

/// About whom or what a hook is.
#[must_use]
pub fn reached(lang: Lang, reached: &Reached) -> String {
    match (lang, reached) {
        (Lang::En, Reached::Place(Some(country))) => {
            format!("it is in {}", super::en::with_article(*country))
        }
        (Lang::En, Reached::Place(None)) => "where it is is not known".to_owned(),
        (Lang::En, Reached::Operator(name)) => format!("{name} operates it"),
        (Lang::En, Reached::Owner(name, Some(share))) => {
            format!("{name} owns {share} of its operator")
        }
        (Lang::En, Reached::Owner(name, None)) => format!("{name} owns or controls its operator"),
        (Lang::En, Reached::Principal(name)) => format!("`{name}` gets in"),
        (Lang::En, Reached::Key(name)) => format!("its key `{name}` is held there"),
        (Lang::En, Reached::Staff(name)) => format!("staff of {name} works on it"),
        (Lang::Ja, Reached::Place(Some(country))) => {
            format!("所在地が{}", super::countries::country(Lang::Ja, *country))
        }
        (Lang::Ja, Reached::Place(None)) => "所在地が不明".to_owned(),
        (Lang::Ja, Reached::Operator(name)) => format!("運営者が {name}"),
        (Lang::Ja, Reached::Owner(name, Some(share))) => {
            format!("運営者の {share} を {name} が保有")
        }
        (Lang::Ja, Reached::Owner(name, None)) => format!("運営者を {name} が保有または支配"),
        (Lang::Ja, Reached::Principal(name)) => format!("`{name}` がアクセス可能"),
        (Lang::Ja, Reached::Key(name)) => format!("鍵 `{name}` の保有先"),
        (Lang::Ja, Reached::Staff(name)) => format!("{name} の要員が作業"),
    }
}

/// Who holds a key.
#[must_use]
pub fn custody(lang: Lang, custody: Custody) -> &'static str {
    match (lang, custody) {
        (Lang::En, Custody::Provider) => "the provider",
        (Lang::En, Custody::Customer) => {
            "the provider's key service, under the customer's settings"
        }
        (Lang::En, Custody::External) => "a store outside of the provider",
        (Lang::En, Custody::Client) => "the customer alone",
        (Lang::En, Custody::Unknown) => "nobody knows who",
        (Lang::Ja, Custody::Provider) => "プロバイダー",
        (Lang::Ja, Custody::Customer) => "プロバイダーの鍵管理サービス（利用者が設定）",
        (Lang::Ja, Custody::External) => "プロバイダー外の鍵ストア",
        (Lang::Ja, Custody::Client) => "利用者のみ",
        (Lang::Ja, Custody::Unknown) => "不明",
    }
}

/// A change of one fact.
#[must_use]
pub fn change(lang: Lang, change: Change) -> &'static str {
    match (lang, change) {
        (Lang::En, Change::PrincipalRemoved) => "take that access away",
        (Lang::En, Change::KeysOutside) => "hold the keys at home, outside of the provider",
        (Lang::En, Change::Moved) => {
            "move it to a region at home, with its copies in another region there"
        }
        (Lang::En, Change::OtherOperator) => {
            "have it run by an operator at home that nobody abroad controls"
        }
        (Lang::Ja, Change::PrincipalRemoved) => "そのアクセスを取り除く",
        (Lang::Ja, Change::KeysOutside) => "鍵を国内で、プロバイダーの外に保有する",
        (Lang::Ja, Change::Moved) => "国内のリージョンに移し、複製は国内の別リージョンに置く",
        (Lang::Ja, Change::OtherOperator) => "国外から支配を受けない国内の運営者に運営させる",
    }
}

/// Heads and short words of a page about one placement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Above its places and operators.
    Place,
    /// Above its keys.
    Keys,
    /// Stands for keys that nothing says.
    NoKey,
    /// Above its flows.
    Flows,
    /// Above those who get in.
    Access,
    /// Stands for whoever asks.
    Everybody,
    /// Above the laws.
    Reach,
    /// Stands for laws where none reaches it.
    None,
    /// Before tests that do not match.
    Unmatched,
    /// Before a change.
    Change,
}

/// The text of a part.
#[must_use]
pub fn part(lang: Lang, part: Part) -> &'static str {
    match (lang, part) {
        (Lang::En, Part::Place) => "place and operator",
        (Lang::En, Part::Keys) => "keys",
        (Lang::En, Part::NoKey) => "nothing says which: the provider makes and uses them",
        (Lang::En, Part::Flows) => "copies and other flows",
        (Lang::En, Part::Access) => "who gets in",
        (Lang::En, Part::Everybody) => "everybody",
        (Lang::En, Part::Reach) => "laws that reach it",
        (Lang::En, Part::None) => "none, on the facts that are known",
        (Lang::En, Part::Unmatched) => "does not match:",
        (Lang::En, Part::Change) => "would change it:",
        (Lang::Ja, Part::Place) => "所在地と運営者",
        (Lang::Ja, Part::Keys) => "鍵",
        (Lang::Ja, Part::NoKey) => "指定なし（プロバイダーが作成し使用）",
        (Lang::Ja, Part::Flows) => "複製などの移転",
        (Lang::Ja, Part::Access) => "アクセスできる相手",
        (Lang::Ja, Part::Everybody) => "誰でも",
        (Lang::Ja, Part::Reach) => "適用が及び得る法令",
        (Lang::Ja, Part::None) => "なし（判明している事実による）",
        (Lang::Ja, Part::Unmatched) => "該当しない根拠:",
        (Lang::Ja, Part::Change) => "変更:",
    }
}

/// A condition of keys held outside, and whether it holds.
#[must_use]
pub fn condition(lang: Lang, condition: Condition, truth: Truth) -> String {
    let said = match (lang, condition) {
        (Lang::En, Condition::HolderNotReached) => {
            "the law reaches none of those who hold the keys"
        }
        (Lang::En, Condition::ProviderCannotUse) => "the provider cannot use the keys",
        (Lang::En, Condition::NoPlaintext) => "what runs there never works on plain data",
        (Lang::En, Condition::ClientNotControlled) => {
            "nobody who is compelled controls the program that encrypts"
        }
        (Lang::Ja, Condition::HolderNotReached) => "鍵の保有者に当該法令の適用が及ばない",
        (Lang::Ja, Condition::ProviderCannotUse) => "プロバイダーが鍵を使用できない",
        (Lang::Ja, Condition::NoPlaintext) => "平文での処理が行われない",
        (Lang::Ja, Condition::ClientNotControlled) => {
            "命令を受ける者が暗号化プログラムを支配していない"
        }
    };
    let holds = match (lang, truth) {
        (Lang::En, Truth::Yes) => "holds",
        (Lang::En, Truth::Unknown) => "not known",
        (Lang::En, Truth::No) => "does not hold",
        (Lang::Ja, Truth::Yes) => "満たす",
        (Lang::Ja, Truth::Unknown) => "不明",
        (Lang::Ja, Truth::No) => "満たさない",
    };
    format!("{said}: {holds}")
}
