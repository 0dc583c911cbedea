//! The sentences in Japanese.

use super::reach;
use super::words::word;
use super::{Column, Counts, Hop, Label, Lang, country};
use crate::model::{
    Bearing, Carried, Certainty, Country, Direction, Finding, Holds, Level, Operator, Purpose,
    Record, Refusal, Severity, Step, Verdict, Why,
};

pub(super) fn why(why: &Why) -> String {
    match why {
        Why::VariableNotSet { name } => format!(
            "変数 `{name}` に既定値がなく、どの変数ファイルでも設定されていません。terraform.tfvars に追加してください"
        ),
        Why::Computed { resource, attribute } => format!(
            "`{resource}` の `{attribute}` は適用後に決まります。リージョンを直接書くか、プランを検査してください"
        ),
        Why::DataSource { resource, attribute } => format!(
            "`{resource}` の `{attribute}` は Terraform の実行時に取得されます。リージョンを直接書くか、変数で渡してください"
        ),
        Why::StateNotRead { state, output } => format!(
            "`{output}` はステート `{state}` にありますが、それを保存するルートが検査対象のツリーに見つかりません。そのルートを含むツリーを検査するか、リージョンを変数で渡してください"
        ),
        Why::ModuleNotOnDisk { module, source } => format!(
            "`{module}` の取得元 {} がディスク上にないため、その中身は検査していません。`terraform get` を実行するか、複製のフォルダーを `--modules-dir` で指定してください",
            source.0
        ),
        Why::Function { name } => {
            format!("関数 `{name}` は評価の対象外です。結果を直接書くか、変数で渡してください")
        }
        Why::FileNotRead { path } => format!(
            "ファイル `{path}` は検査対象のツリーの外にあるか、大きすぎるため読み取りません。このファイルを含むツリーを\
             検査してください"
        ),
        Why::NotDeclared { reference } => format!(
            "`{reference}` はこのモジュールで宣言されていません。宣言を追加するか、モジュール全体を検査してください"
        ),
        Why::Invalid { message } => format!("式を評価できません: {message}"),
        Why::Cycle => "値が自分自身に依存しています。参照の循環を解消してください".to_owned(),
        Why::Budget => {
            "サイズまたは計算量の上限に達したため評価を打ち切りました。式を簡潔にしてください"
                .to_owned()
        }
        Why::Undecided => {
            "複数の候補のいずれかになる値に左右されます。terraform.tfvars などでその値を指定してください"
                .to_owned()
        }
        Why::Empty => {
            "制約が互いに矛盾し、配置できる場所がありません。いずれかを緩めてください".to_owned()
        }
        Why::Runtime { reference } => format!(
            "`{reference}` は実行時に決まります。リージョンは変数で渡すか、値を埋めたあとのファイルを検査してください"
        ),
        Why::ProviderNotConfigured { provider } => format!(
            "プロバイダー `{provider}` のリージョンがどのブロックにもなく、実行環境に左右されます。provider ブロックに `region` を設定してください"
        ),
        Why::NoLocation { argument } => {
            format!("`{argument}` が未設定で、既定値も不明です。設定してください")
        }
        Why::Endpoint { argument } => format!(
            "`{argument}` が指すサーバーの所在地はカタログにありません。別途確認してください"
        ),
        Why::BackendNotConfigured { argument } => format!(
            "バックエンドの `{argument}` は `terraform init` の実行時に与えられます。`prod.s3.tfbackend` のようなファイルに置くか、`--backend-config` で指定してください"
        ),
        Why::Inherited { argument } => format!(
            "所在地は `{argument}` の参照先に従いますが、参照先の所在地が不明です。先に参照先を確定させてください"
        ),
        Why::Account { id } => format!(
            "データは `{id}` との間で移動します。相手は分かりますが所在地は分かりません。リージョンを明記するか、相手に確認してください"
        ),
        Why::Elsewhere { argument } => format!(
            "`{argument}` により、設定ファイルに記載のない場所との間でデータが移動します。所在地をプロバイダーに確認してください"
        ),
        Why::UnknownRegion { provider, word, nearest: Some(nearest) } => format!(
            "{provider} のリージョン `{word}` はカタログにありません。`{nearest}` の誤りではありませんか"
        ),
        Why::UnknownRegion { provider, word, nearest: None } => format!(
            "{provider} のリージョン `{word}` はカタログにありません。綴りを確認するか、sekisho.yaml で宣言してください"
        ),
        Why::UnknownType { type_name } => {
            format!("種別 `{type_name}` はカタログにありません。所在地を個別に確認してください")
        }
        Why::NoFact { type_name } => format!(
            "`{type_name}` のデータの所在地を示す情報がカタログにありません。個別に確認してください"
        ),
        Why::Unconstrained => "配置先を定めるものがファイルにありません。sekisho.yaml の \
             `clusters:` でクラスターを宣言するか、必須のノードアフィニティを追加してください"
            .to_owned(),
        Why::ClusterNotKnown { cluster } => format!(
            "クラスター `{cluster}` に配布されますが、その所在地を示すものがありません。sekisho.yaml の \
             `clusters:` で名前かサーバーを挙げて宣言してください"
        ),
        Why::ClustersNotListed => "登録済みのクラスターから選ばれたものに配布されますが、登録がすべてファイルに\
             あるとは限りません。sekisho.yaml の `clusters:` で名前を挙げて宣言してください"
            .to_owned(),
        Why::ClusterNotNamed { cluster } => format!(
            "どのクラスターに配布されるかを示すものがありません。ツリーにあるクラスターは `{cluster}` だけなので、\
             そこに置かれる可能性があります。sekisho.yaml の `clusters:` で宣言してください"
        ),
        Why::NotFound { reference } => {
            format!("`{reference}` が検査対象のファイルにありません。あわせて検査してください")
        }
        Why::OpaqueHandle { handle } => format!(
            "ハンドル `{handle}` からは所在地が分かりません。ノードアフィニティまたはトポロジーを追加してください"
        ),
        Why::HostPlace { host } => format!(
            "ホスト `{host}` の名前だけでは所在地が確定しません。リージョンを含む名前を使うか、運営者に確認してください"
        ),
        Why::NotRendered { path } => format!(
            "{path} はテンプレートです。`helm template . | sekisho check -` のように、展開した結果を検査してください"
        ),
        Why::ChartNotRendered { path } => format!(
            "チャート `{path}` は展開されていないため、生成されるものを検査していません。`--helm` を付けるか、`helm template {path}` の出力を検査してください"
        ),
        Why::ChartLacksValues { chart, message } => format!(
            "チャート {chart} は自身の既定値だけでは helm で展開できません（意図された構成の場合もあります）: {message}"
        ),
        Why::NotBuilt { refusal } => refusal_sentence(refusal),
        Why::ExpressionNotInPlan { reference } => format!(
            "プランは `{reference}` を参照することだけを示し、式そのものを含みません。ソースのあるツリーでプランを検査してください"
        ),
        Why::PlanIncomplete => {
            "構成の一部だけのプランか、エラーで中断したプランです。全体のプランを作成してください".to_owned()
        }
        Why::PlanNotShown { path } => format!(
            "{path} は Terraform だけが読める形式のプランです。`terraform show -json {path}` の出力を検査してください"
        ),
        Why::ZoneElsewhere { zone, region } => format!(
            "ゾーンは {zone} にあり、作成先のリージョンは {region} です。{region} のゾーンか、{zone} のプロバイダーを指定してください"
        ),
        Why::PlacesDiffer { record, recorded, source } => format!(
            "{}では {recorded}、ソースでは {source} です。{}",
            named(*record),
            match record {
                Record::Plan => "プランを優先します。プランを作り直してください",
                Record::State => "ソースを適用するまで両方を判定します",
            }
        ),
        Why::NotInSource { record } => {
            format!("{}にあり、ソースにありません。同じリビジョンの両方を検査してください", named(*record))
        }
        Why::OnlyInSource { record } => {
            format!("ソースにあり、{}にありません。ソースを判定します", named(*record))
        }
        Why::RepeatedKey { key } => format!(
            "`{key}` がここで 2 回設定されています。後の値を採るかエラーにするかは読む側のプログラムによるため、すべての値を判定しました。1 つだけ残してください"
        ),
        Why::Misread { word, read } => format!(
            "引用符のない `{word}` を、Kubernetes は文字列ではなく {read} と読みます。引用符で囲んでください"
        ),
        Why::NotSupported { what } => {
            format!("{what} はこの版では読み取れません。個別に確認してください")
        }
    }
}

pub(super) fn why_kind(why: &Why) -> &'static str {
    match why {
        Why::VariableNotSet { .. } => "値が設定されていない変数",
        Why::Computed { .. } => "適用後に決まる値",
        Why::DataSource { .. } => "データソースで取得する値",
        Why::StateNotRead { .. } => "読み取らないステートの値",
        Why::ModuleNotOnDisk { .. } => "ディスク上にないモジュール",
        Why::Function { .. } => "評価できない関数",
        Why::FileNotRead { .. } => "読み取らないファイル",
        Why::NotDeclared { .. } => "宣言のない参照",
        Why::Invalid { .. } => "評価できない式",
        Why::Cycle => "循環する値",
        Why::Budget => "評価の打ち切り",
        Why::Undecided => "複数の候補に左右される値",
        Why::Empty => "互いに矛盾する制約",
        Why::Runtime { .. } => "実行時に決まる値",
        Why::ProviderNotConfigured { .. } => "リージョン未設定のプロバイダー",
        Why::NoLocation { .. } => "所在地の指定なし",
        Why::Endpoint { .. } => "独自のサーバーへの接続",
        Why::BackendNotConfigured { .. } => "引数が未指定のバックエンド",
        Why::Account { .. } => "所在地の分からないアカウント",
        Why::Elsewhere { .. } => "移転先の記載なし",
        Why::Inherited { .. } => "所在地が不明な参照先",
        Why::UnknownRegion { .. } => "カタログにないリージョン",
        Why::UnknownType { .. } => "カタログにない種別",
        Why::NoFact { .. } => "所在地の情報がない種別",
        Why::Unconstrained => "配置先を定めるものがない",
        Why::ClusterNotKnown { .. } => "所在地の分からないクラスター",
        Why::ClustersNotListed => "すべては分からないクラスター",
        Why::ClusterNotNamed { .. } => "クラスターの指定なし",
        Why::NotFound { .. } => "検査対象にないオブジェクト",
        Why::OpaqueHandle { .. } => "所在地が分からないハンドル",
        Why::HostPlace { .. } => "名前から所在地が確定しないホスト",
        Why::NotRendered { .. } => "未展開のテンプレート",
        Why::ChartNotRendered { .. } => "未展開のチャート",
        Why::ChartLacksValues { .. } => "追加の値が必要なチャート",
        Why::NotBuilt { .. } => "構築できない kustomization",
        Why::ExpressionNotInPlan { .. } => "プランに含まれない式",
        Why::PlanIncomplete => "一部だけのプラン",
        Why::PlanNotShown { .. } => "Terraform だけが読めるプラン",
        Why::ZoneElsewhere { .. } => "リージョン外のゾーン",
        Why::PlacesDiffer { record: Record::Plan, .. } => "プランとソースの相違",
        Why::PlacesDiffer { record: Record::State, .. } => "ステートとソースの相違",
        Why::NotInSource { .. } => "ソースにないリソース",
        Why::OnlyInSource { record: Record::Plan } => "プランにないリソース",
        Why::OnlyInSource { record: Record::State } => "ステートにないリソース",
        Why::RepeatedKey { .. } => "重複したキー",
        Why::Misread { .. } => "別の値に読まれる語",
        Why::NotSupported { .. } => "この版で読み取れない入力",
    }
}

pub(super) fn hop(hop: Hop<'_>) -> String {
    let quoted = |with: &str, without: &str| match hop.quotable() {
        Some(text) => format!("`{text}` {with}"),
        None => without.to_owned(),
    };
    match hop.step {
        Step::Literal => "ここに記述".to_owned(),
        Step::Reference => quoted("をここで参照", "ここで参照"),
        Step::VariableDefault => "変数の既定値".to_owned(),
        Step::VariableNotSet => "変数の宣言（値の設定なし）".to_owned(),
        Step::VariablesFile => format!("{} で設定", file_name(hop.file)),
        Step::ModuleArgument => "ここでモジュールに渡す".to_owned(),
        Step::ModuleCall => "ここでモジュールを呼び出す".to_owned(),
        Step::Attribute(_) => quoted("は別のリソースの値", "別のリソースの値"),
        Step::Computation => "ここで算出".to_owned(),
        Step::Condition => "この条件の分岐の一つ".to_owned(),
        Step::Validation => "この検証条件が許す値".to_owned(),
        Step::Element => "この要素の一つ".to_owned(),
        Step::Provider => "使用するプロバイダー設定".to_owned(),
        Step::ProviderChoice => "ここでプロバイダーを選択".to_owned(),
        Step::Subject => "ここで所在地を指定".to_owned(),
        Step::Constraint => "この制約が配置先を定める".to_owned(),
        Step::Granted => "与えられる権限".to_owned(),
        Step::ObjectReference => "別のオブジェクトへの参照".to_owned(),
        Step::ClusterDeclaration => "クラスターの宣言".to_owned(),
        Step::Destination => "クラスターへの配布指定".to_owned(),
        Step::Recorded(record) => format!("{}の値", named(record)),
    }
}

fn named(record: Record) -> &'static str {
    match record {
        Record::Plan => "プラン",
        Record::State => "ステート",
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The first resource and how many others, ready for a particle to follow.
fn subject(finding: &Finding) -> String {
    let first = finding.resources.first().map_or("", |address| address);
    match finding.resources.len().saturating_sub(1) {
        0 => format!("`{first}` "),
        n => format!("`{first}` ほか {n} 件のリソース"),
    }
}

pub(super) fn headline(finding: &Finding) -> String {
    let sentence = sentence(finding);
    match finding.environments.as_slice() {
        [] => sentence,
        environments => format!("{sentence}（環境: {}）", environments.join("、")),
    }
}

fn sentence(finding: &Finding) -> String {
    let subject = subject(finding);
    // Where the tags are open, the class is a possibility too.
    let data = match finding.may_hold {
        true => format!("`{}`（該当する可能性あり）", finding.data),
        false => format!("`{}` ", finding.data),
    };
    match &finding.verdict {
        Verdict::Outside { countries } => {
            format!("{subject}は {data}を許可された国以外（{}）に配置します", among(countries))
        }
        Verdict::MayLeave { countries } => format!(
            "{subject}は {data}を許可された国以外（{}）に配置する可能性があります",
            among(countries)
        ),
        Verdict::PlaceUnknown { .. } => format!("{subject}が {data}をどこに配置するか不明です"),
        Verdict::OperatorControl { operator, country: from, surely } => format!(
            "{subject}は {data}を、{}から支配を受ける運営者 {} に{}",
            country(Lang::Ja, *from),
            operator.name,
            if *surely { "預けます" } else { "預ける可能性があります" }
        ),
        Verdict::OperatorUnknown { operator } => format!(
            "{subject}は {data}を、誰が支配しているか不明な運営者 {} に預けます",
            operator.name
        ),
        Verdict::AccessFrom { principal, countries } => format!(
            "{subject}の {data}に、{}で作業する `{principal}` がアクセスできます",
            among(countries)
        ),
        Verdict::AccessUnknown { principal } => {
            format!("{subject}の {data}に、作業場所の不明な `{principal}` がアクセスできます")
        }
        Verdict::AccessAnyone { principal } => {
            format!("{subject}の {data}に、誰でもアクセスできます（`{principal}`）")
        }
        Verdict::KeyCustody { custody } => {
            format!("{subject}の {data}の鍵の保有者は、{}です", reach::custody(Lang::Ja, *custody))
        }
        Verdict::KeyOutside { countries } => {
            format!("{subject}の {data}の鍵は、許可された国以外（{}）にあります", among(countries))
        }
        Verdict::KeyUnknown { .. } => {
            format!("{subject}の {data}の鍵を、誰がどこで保有しているか不明です")
        }
        Verdict::Reachable { laws, level, .. } => format!(
            "{subject}の {data}には、{}の適用が及び得ます（到達度: {}）",
            laws_of(laws),
            word(Lang::Ja, level.as_str())
        ),
        Verdict::ReachUnknown { laws, .. } => {
            format!("{subject}の {data}に、{}の適用が及び得るかどうか不明です", laws_of(laws))
        }
    }
}

pub(super) fn deciding(finding: &Finding) -> String {
    match &finding.verdict {
        Verdict::Outside { countries } => format!("この指定による所在地: {}", among(countries)),
        Verdict::MayLeave { countries } => {
            format!("この指定により所在地となり得る国: {}", among(countries))
        }
        Verdict::PlaceUnknown { why } => why_kind(why).to_owned(),
        Verdict::OperatorControl { operator, country: from, .. } => {
            format!("運営者 {}（{}から支配）", operator.name, country(Lang::Ja, *from))
        }
        Verdict::OperatorUnknown { operator } => format!("運営者 {}", operator.name),
        Verdict::AccessFrom { principal, .. } | Verdict::AccessUnknown { principal } => {
            format!("`{principal}` へのアクセス許可")
        }
        Verdict::AccessAnyone { .. } => "全員へのアクセス許可".to_owned(),
        Verdict::KeyCustody { custody } => {
            format!("鍵の保有者: {}", reach::custody(Lang::Ja, *custody))
        }
        Verdict::KeyOutside { countries } => format!("鍵の所在地: {}", among(countries)),
        Verdict::KeyUnknown { why } => why.as_ref().map_or("鍵の指定", why_kind).to_owned(),
        Verdict::Reachable { reached, .. } | Verdict::ReachUnknown { reached, .. } => {
            reach::reached(Lang::Ja, reached)
        }
    }
}

/// Laws in a sentence: the first by its name, and how many others.
fn laws_of(laws: &[&str]) -> String {
    let first = laws.first().map_or_else(String::new, |id| reach::law(Lang::Ja, id));
    match laws.len() {
        0 | 1 => first,
        n => format!("{first}ほか {} 件の法令", n - 1),
    }
}

pub(super) fn help(finding: &Finding) -> String {
    let rule = &finding.rule;
    match &finding.verdict {
        Verdict::Outside { .. } => {
            format!("ルール `{rule}` が許可する国のリージョンを選んでください")
        }
        Verdict::MayLeave { .. } => format!(
            "取り得る所在地がすべてルール `{rule}` の許可する国に収まるよう、値を限定してください"
        ),
        Verdict::PlaceUnknown { why: reason } => why(reason),
        Verdict::OperatorControl { country: from, .. } => format!(
            "{}から支配を受けない運営者を選んでください。リージョンを変えても支配関係は変わりません",
            country(Lang::Ja, *from)
        ),
        Verdict::OperatorUnknown { .. } => format!(
            "支配関係が明らかな運営者を選ぶか、不明な場合の扱いをルール `{rule}` で定めてください"
        ),
        Verdict::AccessFrom { .. } => {
            "そのアクセスを取り除くか、ルールが許可する場所で作業する人を経由させてください".to_owned()
        }
        Verdict::AccessUnknown { principal } => format!(
            "`{principal}` が誰で、どこで作業するかをポリシーの `principals` に記載するか、アクセスを取り除いてください"
        ),
        Verdict::AccessAnyone { .. } => {
            "必要な相手だけを指定してください。誰でもアクセスできることは、所在地以前に安全管理の問題です".to_owned()
        }
        Verdict::KeyCustody { .. } | Verdict::KeyOutside { .. } => format!(
            "ルール `{rule}` のとおりに鍵を保有してください。国内リージョンにあるプロバイダー自身の鍵管理サービスは、国内での鍵の保有には当たりません"
        ),
        Verdict::KeyUnknown { .. } => {
            "鍵を指定するか、誰がどこで保有しているかをポリシーの `keys` に記載してください".to_owned()
        }
        Verdict::Reachable { changes, .. } => match changes.first() {
            Some((change, level)) => format!(
                "最小の変更: {}（変更後の到達度: {}）",
                reach::change(Lang::Ja, *change),
                word(Lang::Ja, level.as_str())
            ),
            None => "所在地、運営者、鍵、アクセスのいずれか一つを変えるだけでは変わりません。複数を組み合わせる必要があります".to_owned(),
        },
        Verdict::ReachUnknown { .. } => {
            "不明な事実（所在地、運営者の所有関係、アクセスする人の作業場所）を確定させてください".to_owned()
        }
    }
}

pub(super) fn notes(finding: &Finding) -> Vec<String> {
    let mut notes = Vec::new();
    if finding.may_hold {
        notes.push(format!(
            "タグまたはラベルの一部が不明なため、`{}` に該当するかどうかは確定していません",
            finding.data
        ));
    }
    if let Verdict::OperatorControl { operator: run_by, .. }
    | Verdict::OperatorUnknown { operator: run_by } = &finding.verdict
    {
        notes.push(format!("運営者: {}", operator(run_by)));
        if finding.verdict.is_general_knowledge() {
            notes.push("この運営者の情報は出典と照合されていません".to_owned());
        }
    }
    if let Verdict::Reachable { laws, test, strength, changes, .. } = &finding.verdict {
        let (test, strength) = (word(Lang::Ja, test.as_str()), word(Lang::Ja, strength.as_str()));
        notes.push(format!("管轄の根拠: {test}（{strength}）"));
        notes.extend(laws.iter().take(MOST_LAWS).map(|law| reach::basis(Lang::Ja, law)));
        notes.extend(changes.iter().skip(1).map(|(change, level)| {
            format!(
                "ほかの変更: {}（変更後の到達度: {}）",
                reach::change(Lang::Ja, *change),
                word(Lang::Ja, level.as_str())
            )
        }));
        notes.push(NOT_ADVICE.to_owned());
    }
    notes
}

/// The most laws whose articles are told.
const MOST_LAWS: usize = 5;

const NOT_ADVICE: &str = "入力された事実に基づく、適用可能性の手掛かりです。当局の要求の有無を述べるものではなく、法的助言でもありません";

/// Countries inside a sentence.
fn among(of: &[Country]) -> String {
    let names: Vec<String> = of.iter().map(|c| country(Lang::Ja, *c)).collect();
    names.join("、")
}

pub(super) fn through(file: &str) -> String {
    format!("経由: {file}")
}

pub(super) fn more_resources(count: usize) -> String {
    format!("ほか {count} 件")
}

pub(super) fn more_steps(count: usize) -> String {
    format!("ほか {count} 段階")
}

pub(super) fn summary(counts: &Counts, policy: Option<&str>) -> Vec<String> {
    let all = counts.certain + counts.possible + counts.unknown;
    let mut lines = vec![
        format!("ファイル {} 件、リソース {} 件", counts.files, counts.resources),
        format!(
            "配置 {all} 件: 確定 {}、候補あり {}、不明 {}",
            counts.certain, counts.possible, counts.unknown
        ),
    ];
    if let Some(policy) = policy {
        let under =
            if policy.is_empty() { String::new() } else { format!("（ポリシー: {policy}）") };
        let of_each =
            [(counts.errors, "エラー"), (counts.warnings, "警告"), (counts.notes, "参考")];
        let some: Vec<String> = of_each
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, noun)| format!("{noun} {n} 件"))
            .collect();
        let found = if some.is_empty() { "指摘なし".to_owned() } else { some.join("、") };
        if !policy.is_empty() || !some.is_empty() {
            lines.push(format!("{found}{under}"));
        }
    }
    lines
}

pub(super) fn incomplete(counts: &Counts) -> String {
    format!("問題 {} 件: この結果は完全ではありません", counts.problems)
}

pub(super) fn others(count: usize) -> String {
    format!("ほかにデータを保持しないリソースが {count} 件あります（--all で表示）")
}

pub(super) fn no_placements() -> &'static str {
    "配置はありません"
}

pub(super) fn countries(of: &[Country]) -> String {
    among(of)
}

pub(super) fn operator(operator: &Operator) -> String {
    let from =
        |place: Option<Country>| place.map_or("国は不明".to_owned(), |c| country(Lang::Ja, c));
    let mut text = operator.name.to_string();
    if operator.control.is_empty() {
        text.push_str(&format!("（{}）", from(operator.country)));
    }
    for (index, owner) in operator.control.iter().enumerate() {
        let mark = if index == 0 { " < " } else { "、" };
        let mut about = vec![from(owner.country)];
        about.extend(owner.share.map(|share| share.to_string()));
        about.extend(owner.from.map(|day| format!("{day} から")));
        about.extend(owner.until.map(|day| format!("{day} まで")));
        text.push_str(&format!("{mark}{}（{}）", owner.name, about.join("、")));
    }
    text
}

pub(super) fn column(column: Column) -> &'static str {
    match column {
        Column::Resource => "リソース",
        Column::Environments => "環境",
        Column::Holds => "データ",
        Column::Region => "リージョン",
        Column::Countries => "所在地",
        Column::Operator => "運営者（支配国）",
        Column::Certainty => "確度",
        Column::Why => "根拠",
        Column::Severity => "重大度",
        Column::Place => "箇所",
        Column::Finding => "指摘",
        Column::Flow => "移転",
        Column::FarEnd => "相手先",
        Column::Access => "アクセス経路",
        Column::Principal => "主体",
        Column::Home => "所属",
        Column::Over => "範囲",
    }
}

pub(super) fn label(label: Label) -> &'static str {
    match label {
        Label::Help => "対処",
        Label::Resources => "対象",
        Label::Path => "データの経路",
        Label::Related => "移転でつながるリソース",
        Label::Reason => "理由",
        Label::Rule => "ルール",
        Label::Note => "補足",
        Label::Unresolved => "未解決",
        Label::Template => "テンプレート",
        Label::Declared => "リソースの宣言",
    }
}

pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "参考",
        Severity::Warning => "警告",
        Severity::Error => "エラー",
    }
}

pub(super) fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "確定",
        Certainty::Possible => "候補",
        Certainty::Unknown => "不明",
    }
}

pub(super) fn holds(holds: Holds) -> &'static str {
    match holds {
        Holds::AtRest => "保存",
        Holds::Processes => "処理",
        Holds::InTransit => "転送",
        Holds::Nothing => "なし",
        Holds::Unknown => "不明",
    }
}

fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Alerts => "通知",
        Purpose::Alias => "別名",
        Purpose::Backup => "バックアップ",
        Purpose::Calls => "呼び出し",
        Purpose::Configuration => "設定",
        Purpose::Connector => "コネクター",
        Purpose::Failover => "フェイルオーバー",
        Purpose::Logs => "ログ",
        Purpose::Metrics => "メトリクス",
        Purpose::Mirror => "ミラー",
        Purpose::Replication => "複製",
        Purpose::Secrets => "シークレット",
        Purpose::Images => "イメージ",
        Purpose::Snapshot => "スナップショット",
        Purpose::Storage => "保存",
        Purpose::Telemetry => "テレメトリー",
        Purpose::Cache => "キャッシュ",
        Purpose::Export => "書き出し",
        Purpose::Inference => "推論",
        Purpose::Keys => "鍵",
        Purpose::Migration => "移行",
        Purpose::Peering => "ネットワーク接続",
        Purpose::Stream => "ストリーム",
        Purpose::Traces => "トレース",
    }
}

pub(super) fn flow(direction: Direction, purpose: Purpose) -> String {
    let purpose = self::purpose(purpose);
    match direction {
        Direction::Out => format!("{purpose} →"),
        Direction::In => format!("{purpose} ←"),
        Direction::Both => format!("{purpose} ⇄"),
        Direction::Permitted => format!("{purpose}（許可）→"),
    }
}

pub(super) fn carried(step: &Carried) -> String {
    let Carried { from, to, by, .. } = step;
    match by {
        Some((purpose, by)) if by != from => {
            format!("`{from}` → `{to}`（{}、`{by}` による）", self::purpose(*purpose))
        }
        Some((purpose, _)) => format!("`{from}` → `{to}`（{}）", self::purpose(*purpose)),
        None => format!("`{from}` は `{to}` の一部"),
    }
}

pub(super) fn flows() -> &'static str {
    "移転"
}

pub(super) fn access(bearing: Bearing, level: Level) -> &'static str {
    match (bearing, level) {
        (Bearing::Out, _) => "名義 →",
        (Bearing::In, Level::Administer) => "管理 ←",
        (Bearing::In, Level::Change) => "変更 ←",
        (Bearing::In, Level::Read) => "閲覧 ←",
        (Bearing::In, Level::Metadata) => "一覧のみ ←",
        (Bearing::In, Level::Unknown) => "権限不明 ←",
    }
}

pub(super) fn accesses() -> &'static str {
    "アクセス経路"
}

pub(super) fn all_of_it() -> &'static str {
    "全体"
}

/// kustomization またはその一部を構築しない理由。
fn refusal_sentence(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Missing { path } => format!(
            "kustomization を構築できません。参照している `{path}` が検査対象のツリーにありません。各ファイルはそのまま検査しています"
        ),
        Refusal::Elsewhere { address } => format!(
            "`{address}` は外部にあり取得しないため、その内容は検査していません。`kubectl kustomize` の出力を検査してください"
        ),
        Refusal::NotSupported { field } => format!(
            "`{field}` には対応していないため、それが生成・変更するものは検査していません。`kubectl kustomize` の出力を検査してください"
        ),
        Refusal::Unfit { field } => format!(
            "kustomization を構築できません。`{field}` は存在しないフィールドか、kustomize が受け付けない形です。各ファイルはそのまま検査しています"
        ),
        Refusal::NoObjects { path } => format!(
            "kustomization を構築できません。{path} が構文エラーか、kind と名前を持つオブジェクトではありません"
        ),
        Refusal::NoTarget { target } => format!(
            "kustomization を構築できません。変更対象の `{target}` が見つかりません。各ファイルはそのまま検査しています"
        ),
        Refusal::SeveralTargets { target } => format!(
            "kustomization を構築できません。変更対象の `{target}` に当てはまるオブジェクトが複数あります。各ファイルはそのまま検査しています"
        ),
        Refusal::Twice { object } => format!(
            "kustomization を構築できません。`{object}` が重複しています。各ファイルはそのまま検査しています"
        ),
        Refusal::Patch { what } => format!(
            "kustomization を構築できません。パッチを `{what}` に適用できません。各ファイルはそのまま検査しています"
        ),
        Refusal::Cycle => {
            "kustomization を構築できません。参照が循環しています。各ファイルはそのまま検査しています".to_owned()
        }
        Refusal::Budget => "kustomization が大きすぎるか深すぎるため構築できません。各ファイルはそのまま検査しています。`kubectl kustomize` の出力も検査できます"
            .to_owned(),
    }
}
