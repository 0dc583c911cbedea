//! The sentences in English.

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
            "variable `{name}` has no default and no variables file sets it; add it to terraform.tfvars"
        ),
        Why::Computed { resource, attribute } => format!(
            "`{attribute}` of `{resource}` is known only after apply; write the place itself, or check a plan"
        ),
        Why::DataSource { resource, attribute } => format!(
            "`{attribute}` of `{resource}` is looked up when Terraform runs; write the place itself, or take it from a variable"
        ),
        Why::StateNotRead { state, output } => format!(
            "`{output}` is in the state `{state}`, and no root of the checked tree is known to keep that; check the \
             tree that holds it, or take the place from a variable"
        ),
        Why::ModuleNotOnDisk { module, source } => format!(
            "`{module}` comes from {}, which is not on disk, so nothing inside it was seen; run `terraform get`, or \
             name a folder of copies: `--modules-dir`",
            source.0
        ),
        Why::Function { name } => {
            format!(
                "the function `{name}` is not evaluated; write its result, or take it from a variable"
            )
        }
        Why::FileNotRead { path } => format!(
            "the file `{path}` is outside the checked tree or too large, and is not read; check the tree that \
             holds it"
        ),
        Why::NotDeclared { reference } => {
            format!(
                "`{reference}` is not declared in this module; declare it, or check the whole module"
            )
        }
        Why::Invalid { message } => format!("the expression fails: {message}"),
        Why::Cycle => "the value depends on itself; break the circle of references".to_owned(),
        Why::Budget => {
            "evaluation stopped at a limit of size or steps; write the value more simply".to_owned()
        }
        Why::Undecided => {
            "it hangs on a value that is one of several; set that value, in terraform.tfvars for example"
                .to_owned()
        }
        Why::Empty => {
            "the constraints exclude one another, so no place is left; relax one of them".to_owned()
        }
        Why::Runtime { reference } => format!(
            "`{reference}` is known only at run time; take the place from a variable, or check the files after it is filled in"
        ),
        Why::ProviderNotConfigured { provider } => format!(
            "no block sets the region of provider `{provider}`, so it depends on the environment; set `region` in the provider block"
        ),
        Why::NoLocation { argument } => {
            format!("`{argument}` is not set and its default is not known; set it")
        }
        Why::Endpoint { argument } => format!(
            "`{argument}` sends it to a server whose place the catalogue does not have; look it up by hand"
        ),
        Why::BackendNotConfigured { argument } => format!(
            "`{argument}` of the backend is left to `terraform init`; keep it in a file such as `prod.s3.tfbackend`, or give `--backend-config`"
        ),
        Why::Inherited { argument } => format!(
            "the place follows from `{argument}`, and that one's place is not known; settle that one first"
        ),
        Why::Account { id } => format!(
            "data goes to `{id}`, or comes from it: that says whose it is, and not where; name the region, or check with its owner"
        ),
        Why::Elsewhere { argument } => format!(
            "`{argument}` sends data to a place, or takes it from one, that the configuration does not name; check where that is with the provider"
        ),
        Why::UnknownRegion { provider, word, nearest: Some(nearest) } => {
            format!("{provider} has no region `{word}` in the catalogue; did you mean `{nearest}`?")
        }
        Why::UnknownRegion { provider, word, nearest: None } => format!(
            "{provider} has no region `{word}` in the catalogue; check the spelling, or declare it in sekisho.yaml"
        ),
        Why::UnknownType { type_name } => {
            format!("the catalogue does not have the type `{type_name}`; look up its place by hand")
        }
        Why::NoFact { type_name } => format!(
            "nothing in the catalogue tells where `{type_name}` keeps its data; look it up by hand"
        ),
        Why::Unconstrained => "nothing in the files binds it to a place; declare the cluster under \
             `clusters:` in sekisho.yaml or add a required node affinity"
            .to_owned(),
        Why::ClusterNotKnown { cluster } => format!(
            "it goes to the cluster `{cluster}`, and nothing tells where that is; declare it under \
             `clusters:` in sekisho.yaml by its name or server"
        ),
        Why::ClustersNotListed => "it goes to clusters that are selected among all that are registered, and the \
             files may not have all of these; declare them under `clusters:` in sekisho.yaml by name"
            .to_owned(),
        Why::ClusterNotNamed { cluster } => format!(
            "nothing says which cluster it goes to; `{cluster}` is the only one of the tree, and it may be \
             that: declare it under `clusters:` in sekisho.yaml"
        ),
        Why::NotFound { reference } => {
            format!("`{reference}` is not among the files; check it together with this one")
        }
        Why::OpaqueHandle { handle } => format!(
            "the handle `{handle}` says nothing about its place; add a node affinity or a topology"
        ),
        Why::HostPlace { host } => format!(
            "the name of the host `{host}` does not tell for certain where it is; name one that does, or ask who runs it"
        ),
        Why::NotRendered { path } => format!(
            "{path} is a template; render it first and check the result, as in `helm template . | sekisho check -`"
        ),
        Why::ChartNotRendered { path } => format!(
            "the chart `{path}` is not rendered, so that nothing of what it makes was seen; give `--helm`, or check what \
             `helm template {path}` prints"
        ),
        Why::ChartLacksValues { chart, message } => format!(
            "helm does not render the chart {chart} with its own values alone, which may be meant so: {message}"
        ),
        Why::NotBuilt { refusal } => refusal_sentence(refusal),
        Why::ExpressionNotInPlan { reference } => format!(
            "the plan names `{reference}` and not what is made of it; check the plan in the tree of its source"
        ),
        Why::PlanIncomplete => {
            "Terraform planned a part of the configuration, or stopped at an error; plan all of it".to_owned()
        }
        Why::PlanNotShown { path } => format!(
            "{path} is a plan in a form that only Terraform reads; check what `terraform show -json {path}` prints"
        ),
        Why::ZoneElsewhere { zone, region } => format!(
            "its zone is in {zone}, it is made in {region}; take a zone of {region}, or a provider of {zone}"
        ),
        Why::PlacesDiffer { record, recorded, source } => format!(
            "{} says {recorded}, its source says {source}; {}",
            the(*record),
            match record {
                Record::Plan => "what counts is the plan: make it anew",
                Record::State => "both count until the source is applied",
            }
        ),
        Why::NotInSource { record } => {
            format!("{} has it and its source does not; check both of one revision", the(*record))
        }
        Why::OnlyInSource { record } => {
            format!("its source has it and {} does not; the source is what is judged", the(*record))
        }
        Why::RepeatedKey { key } => format!(
            "`{key}` is set twice here, and readers take the last or refuse; every value was judged; remove one"
        ),
        Why::Misread { word, read } => format!(
            "Kubernetes reads the bare word `{word}` as {read}, where it takes text; put it in quotes"
        ),
        Why::NotSupported { what } => {
            format!("{what} is not read by this version; look it up by hand")
        }
    }
}

pub(super) fn why_kind(why: &Why) -> &'static str {
    match why {
        Why::VariableNotSet { .. } => "variable without a value",
        Why::Computed { .. } => "known only after apply",
        Why::DataSource { .. } => "looked up by a data source",
        Why::StateNotRead { .. } => "in a state that is not read",
        Why::ModuleNotOnDisk { .. } => "module not on disk",
        Why::Function { .. } => "function not evaluated",
        Why::FileNotRead { .. } => "file not read",
        Why::NotDeclared { .. } => "reference to nothing",
        Why::Invalid { .. } => "expression that fails",
        Why::Cycle => "value that depends on itself",
        Why::Budget => "evaluation stopped at a limit",
        Why::Undecided => "hangs on one of several values",
        Why::Empty => "constraints that exclude one another",
        Why::Runtime { .. } => "known only at run time",
        Why::ProviderNotConfigured { .. } => "provider without a region",
        Why::NoLocation { .. } => "no location given",
        Why::Endpoint { .. } => "server at an address of one's own",
        Why::BackendNotConfigured { .. } => "backend without its arguments",
        Why::Account { .. } => "account whose place nothing names",
        Why::Elsewhere { .. } => "far end that nothing names",
        Why::Inherited { .. } => "place of another resource, not known",
        Why::UnknownRegion { .. } => "region not in the catalogue",
        Why::UnknownType { .. } => "type not in the catalogue",
        Why::NoFact { .. } => "type whose place the catalogue does not tell",
        Why::Unconstrained => "bound to no place",
        Why::ClusterNotKnown { .. } => "cluster whose place is not known",
        Why::ClustersNotListed => "clusters not all known",
        Why::ClusterNotNamed { .. } => "cluster that nothing names",
        Why::NotFound { .. } => "object not among the files",
        Why::OpaqueHandle { .. } => "handle that says no place",
        Why::HostPlace { .. } => "host whose name tells no place",
        Why::NotRendered { .. } => "template not rendered",
        Why::ChartNotRendered { .. } => "chart not rendered",
        Why::ChartLacksValues { .. } => "chart that needs further values",
        Why::NotBuilt { .. } => "kustomization not built",
        Why::ExpressionNotInPlan { .. } => "expression that the plan does not hold",
        Why::PlanIncomplete => "plan of a part",
        Why::PlanNotShown { .. } => "plan that only Terraform reads",
        Why::ZoneElsewhere { .. } => "zone outside of the region",
        Why::PlacesDiffer { record: Record::Plan, .. } => "plan and source differ",
        Why::PlacesDiffer { record: Record::State, .. } => "state and source differ",
        Why::NotInSource { .. } => "not in the source",
        Why::OnlyInSource { record: Record::Plan } => "not in the plan",
        Why::OnlyInSource { record: Record::State } => "not in the state",
        Why::RepeatedKey { .. } => "key that is set twice",
        Why::Misread { .. } => "word that is read otherwise",
        Why::NotSupported { .. } => "input not read by this version",
    }
}

pub(super) fn hop(hop: Hop<'_>) -> String {
    let quoted = |with: &str, without: &str| match hop.quotable() {
        Some(text) => format!("`{text}` {with}"),
        None => without.to_owned(),
    };
    match hop.step {
        Step::Literal => "written here".to_owned(),
        Step::Reference => quoted("is read here", "read here"),
        Step::VariableDefault => "default of the variable".to_owned(),
        Step::VariableNotSet => "variable declared here, set nowhere".to_owned(),
        Step::VariablesFile => format!("set in {}", file_name(hop.file)),
        Step::ModuleArgument => "handed to the module here".to_owned(),
        Step::ModuleCall => "the module is called here".to_owned(),
        Step::Attribute(_) => quoted("comes from another resource", "from another resource"),
        Step::Computation => "computed here".to_owned(),
        Step::Condition => "one branch of this condition".to_owned(),
        Step::Validation => "this validation accepts it".to_owned(),
        Step::Element => "one of the elements here".to_owned(),
        Step::Provider => "provider configuration used".to_owned(),
        Step::ProviderChoice => "provider chosen here".to_owned(),
        Step::Subject => "its place is asked for here".to_owned(),
        Step::Constraint => "this constraint binds it to a place".to_owned(),
        Step::Granted => "what it may do".to_owned(),
        Step::ObjectReference => "refers to another object".to_owned(),
        Step::ClusterDeclaration => "cluster declared here".to_owned(),
        Step::Destination => "sent to its cluster here".to_owned(),
        Step::Recorded(record) => format!("{} has it so", the(record)),
    }
}

fn the(record: Record) -> &'static str {
    match record {
        Record::Plan => "the plan",
        Record::State => "the state",
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The first resource, and how many others.
fn subject(finding: &Finding) -> String {
    let first = finding.resources.first().map_or("", |address| address);
    match finding.resources.len().saturating_sub(1) {
        0 => format!("`{first}`"),
        1 => format!("`{first}` and 1 other resource"),
        n => format!("`{first}` and {n} other resources"),
    }
}

/// The verb in the right number, as sure as the data class is.
fn puts(finding: &Finding) -> &'static str {
    match (finding.may_hold, finding.resources.len() > 1) {
        (true, _) => "would put",
        (false, true) => "put",
        (false, false) => "puts",
    }
}

pub(super) fn headline(finding: &Finding) -> String {
    let sentence = sentence(finding);
    match finding.environments.as_slice() {
        [] => sentence,
        [one] => format!("{sentence} (environment {one})"),
        several => format!("{sentence} (environments {})", several.join(", ")),
    }
}

fn sentence(finding: &Finding) -> String {
    let (subject, puts, data) = (subject(finding), puts(finding), &finding.data);
    match &finding.verdict {
        Verdict::Outside { countries } => format!(
            "{subject} {puts} `{data}` {}, outside the countries allowed",
            inside(countries)
        ),
        Verdict::MayLeave { countries } => {
            format!(
                "{subject} may put `{data}` {}, outside the countries allowed",
                inside(countries)
            )
        }
        Verdict::PlaceUnknown { .. } => format!("it is not known where {subject} {puts} `{data}`"),
        Verdict::OperatorControl { operator, country: from, surely } => format!(
            "{subject} {} `{data}` with {}, controlled from {}",
            if *surely { puts } else { "may put" },
            operator.name,
            with_article(*from)
        ),
        Verdict::OperatorUnknown { operator } => format!(
            "{subject} {puts} `{data}` with {}, and who controls it is not known",
            operator.name
        ),
        Verdict::AccessFrom { principal, countries } => format!(
            "`{principal}` gets at `{data}` in {subject}, with people who work {}",
            inside(countries)
        ),
        Verdict::AccessUnknown { principal } => format!(
            "`{principal}` gets at `{data}` in {subject}, and where its people work is not known"
        ),
        Verdict::AccessAnyone { principal } => {
            format!("everybody gets at `{data}` in {subject} (`{principal}`)")
        }
        Verdict::KeyCustody { custody } => format!(
            "the key of `{data}` in {subject} is held by {}",
            reach::custody(Lang::En, *custody)
        ),
        Verdict::KeyOutside { countries } => format!(
            "the key of `{data}` in {subject} is {}, outside the countries allowed",
            inside(countries)
        ),
        Verdict::KeyUnknown { .. } => {
            format!("it is not known who holds the key of `{data}` in {subject}, or where")
        }
        Verdict::Reachable { laws, level, .. } => format!(
            "`{data}` in {subject} is reachable under {}: {}",
            laws_of(laws),
            word(Lang::En, level.as_str())
        ),
        Verdict::ReachUnknown { laws, .. } => format!(
            "it is not known whether `{data}` in {subject} is reachable under {}",
            laws_of(laws)
        ),
    }
}

pub(super) fn deciding(finding: &Finding) -> String {
    match &finding.verdict {
        Verdict::Outside { countries } => format!("this puts it {}", inside(countries)),
        Verdict::MayLeave { countries } => format!("this may put it {}", inside(countries)),
        Verdict::PlaceUnknown { why } => why_kind(why).to_owned(),
        Verdict::OperatorControl { operator, country, .. } => {
            format!("run by {}, controlled from {}", operator.name, with_article(*country))
        }
        Verdict::OperatorUnknown { operator } => format!("run by {}", operator.name),
        Verdict::AccessFrom { principal, .. } | Verdict::AccessUnknown { principal } => {
            format!("lets `{principal}` in")
        }
        Verdict::AccessAnyone { .. } => "lets everybody in".to_owned(),
        Verdict::KeyCustody { custody } => {
            format!("held by {}", reach::custody(Lang::En, *custody))
        }
        Verdict::KeyOutside { countries } => format!("the key is {}", inside(countries)),
        Verdict::KeyUnknown { why } => why.as_ref().map_or("which key", why_kind).to_owned(),
        Verdict::Reachable { reached, .. } | Verdict::ReachUnknown { reached, .. } => {
            reach::reached(Lang::En, reached)
        }
    }
}

/// Laws in a sentence: the first by its name, and how many others.
fn laws_of(laws: &[&str]) -> String {
    let first = laws.first().map_or_else(String::new, |id| reach::law(Lang::En, id));
    match laws.len() {
        0 | 1 => first,
        2 => format!("{first} and 1 other law"),
        n => format!("{first} and {} other laws", n - 1),
    }
}

pub(super) fn help(finding: &Finding) -> String {
    let rule = &finding.rule;
    match &finding.verdict {
        Verdict::Outside { .. } => {
            format!("choose a region in a country that rule `{rule}` allows")
        }
        Verdict::MayLeave { .. } => {
            format!(
                "limit it so that every place it may take is in a country that rule `{rule}` allows"
            )
        }
        Verdict::PlaceUnknown { why: reason } => why(reason),
        Verdict::OperatorControl { country, .. } => format!(
            "choose an operator that is not controlled from {}; another region does not change who controls it",
            with_article(*country)
        ),
        Verdict::OperatorUnknown { .. } => {
            format!(
                "choose an operator whose owners are known, or have rule `{rule}` accept unknown owners"
            )
        }
        Verdict::AccessFrom { .. } => {
            "take that access away, or have it go through people who work where the rule allows".to_owned()
        }
        Verdict::AccessUnknown { principal } => format!(
            "say under `principals` in the policy whose `{principal}` is and where its people work, or take the access away"
        ),
        Verdict::AccessAnyone { .. } => {
            "name those who need it; that everybody gets in is a matter of security before it is one of residency"
                .to_owned()
        }
        Verdict::KeyCustody { .. } | Verdict::KeyOutside { .. } => format!(
            "hold the keys as rule `{rule}` asks; the provider's own key service in a region at home is not a key held at home"
        ),
        Verdict::KeyUnknown { .. } => {
            "name the key, or declare under `keys` in the policy who holds it and where".to_owned()
        }
        Verdict::Reachable { changes, .. } => match changes.first() {
            Some((change, level)) => format!(
                "the smallest change: {} (then: {})",
                reach::change(Lang::En, *change),
                word(Lang::En, level.as_str())
            ),
            None => "no single change of place, operator, keys or principals alters this; several together may".to_owned(),
        },
        Verdict::ReachUnknown { .. } => {
            "settle what is not known: the place, the operator's owners, or where those work who get in".to_owned()
        }
    }
}

pub(super) fn notes(finding: &Finding) -> Vec<String> {
    let mut notes = Vec::new();
    if finding.may_hold {
        notes.push(format!(
            "tags or labels are not all known, so it is open whether `{}` is held here",
            finding.data
        ));
    }
    if let Verdict::OperatorControl { operator: run_by, .. }
    | Verdict::OperatorUnknown { operator: run_by } = &finding.verdict
    {
        notes.push(format!("operator: {}", operator(run_by)));
        if finding.verdict.is_general_knowledge() {
            notes.push("what is said of this operator was not checked against a source".to_owned());
        }
    }
    if let Verdict::Reachable { laws, test, strength, changes, .. } = &finding.verdict {
        let (test, strength) = (word(Lang::En, test.as_str()), word(Lang::En, strength.as_str()));
        notes.push(format!("hook: {test} ({strength})"));
        notes.extend(laws.iter().take(MOST_LAWS).map(|law| reach::basis(Lang::En, law)));
        notes.extend(changes.iter().skip(1).map(|(change, level)| {
            format!(
                "also: {} (then: {})",
                reach::change(Lang::En, *change),
                word(Lang::En, level.as_str())
            )
        }));
        notes.push(NOT_ADVICE.to_owned());
    }
    notes
}

/// The most laws whose articles are told.
const MOST_LAWS: usize = 5;

const NOT_ADVICE: &str = "a legal hook on the facts supplied; no statement that any authority has asked, and not legal advice";

/// Countries as they stand after a verb of place.
fn inside(of: &[Country]) -> String {
    let named: Vec<String> =
        of.iter().filter(|c| **c != Country::ANYWHERE).map(|c| with_article(*c)).collect();
    let anywhere = named.len() < of.len();
    match (named.is_empty(), anywhere) {
        (true, _) => "in no country in particular".to_owned(),
        (false, true) => format!("in {} or any other country", named.join(", ")),
        (false, false) => format!("in {}", listed(&named)),
    }
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// The name of a country as it stands inside a sentence.
pub(super) fn with_article(of: Country) -> String {
    let name = country(Lang::En, of);
    let takes_one = matches!(
        of.as_str(),
        "AE" | "BS"
            | "CF"
            | "DO"
            | "GB"
            | "GM"
            | "KY"
            | "MH"
            | "MV"
            | "NL"
            | "PH"
            | "SB"
            | "US"
            | "VI"
    );
    if takes_one { format!("the {name}") } else { name }
}

pub(super) fn through(file: &str) -> String {
    format!("reached through {file}")
}

pub(super) fn more_resources(count: usize) -> String {
    format!("and {count} more")
}

pub(super) fn more_steps(count: usize) -> String {
    format!("and {} more", plural(count, "step"))
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

pub(super) fn summary(counts: &Counts, policy: Option<&str>) -> Vec<String> {
    let all = counts.certain + counts.possible + counts.unknown;
    let mut lines = vec![
        format!("{}, {}", plural(counts.files, "file"), plural(counts.resources, "resource")),
        format!(
            "{}: {} certain, {} possible, {} unknown",
            plural(all, "placement"),
            counts.certain,
            counts.possible,
            counts.unknown
        ),
    ];
    if let Some(policy) = policy {
        let under = if policy.is_empty() { String::new() } else { format!(" under {policy}") };
        let of_each =
            [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")];
        let some: Vec<String> =
            of_each.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| plural(*n, noun)).collect();
        let found = if some.is_empty() { "no findings".to_owned() } else { some.join(", ") };
        // Without a policy nothing was judged, so that nothing found says nothing.
        if !policy.is_empty() || !some.is_empty() {
            lines.push(format!("{found}{under}"));
        }
    }
    lines
}

pub(super) fn incomplete(counts: &Counts) -> String {
    format!("{}: this result is not complete", plural(counts.problems, "problem"))
}

pub(super) fn others(count: usize) -> String {
    let hold =
        if count == 1 { "1 more resource holds" } else { &format!("{count} more resources hold") };
    format!("{hold} no data; --all shows them")
}

pub(super) fn no_placements() -> &'static str {
    "no placements"
}

pub(super) fn countries(of: &[Country]) -> String {
    let names: Vec<String> = of.iter().map(|c| country(Lang::En, *c)).collect();
    names.join(", ")
}

pub(super) fn operator(operator: &Operator) -> String {
    let from = |place: Option<Country>| {
        place.map_or("country not known".to_owned(), |c| country(Lang::En, c))
    };
    let mut text = operator.name.to_string();
    if operator.control.is_empty() {
        text.push_str(&format!(" ({})", from(operator.country)));
    }
    for (index, owner) in operator.control.iter().enumerate() {
        let mark = if index == 0 { " < " } else { ", " };
        let mut about = vec![from(owner.country)];
        about.extend(owner.share.map(|share| share.to_string()));
        about.extend(owner.from.map(|day| format!("from {day}")));
        about.extend(owner.until.map(|day| format!("until {day}")));
        text.push_str(&format!("{mark}{} ({})", owner.name, about.join(", ")));
    }
    text
}

pub(super) fn column(column: Column) -> &'static str {
    match column {
        Column::Resource => "resource",
        Column::Environments => "environment",
        Column::Holds => "data",
        Column::Region => "region",
        Column::Countries => "countries",
        Column::Operator => "operator (control)",
        Column::Certainty => "certainty",
        Column::Why => "why",
        Column::Severity => "severity",
        Column::Place => "place",
        Column::Finding => "finding",
        Column::Flow => "flow",
        Column::FarEnd => "far end",
        Column::Access => "access",
        Column::Principal => "principal",
        Column::Home => "belongs to",
        Column::Over => "over",
    }
}

pub(super) fn label(label: Label) -> &'static str {
    match label {
        Label::Help => "help",
        Label::Resources => "applies to",
        Label::Path => "data",
        Label::Related => "linked to",
        Label::Reason => "because",
        Label::Rule => "rule",
        Label::Note => "note",
        Label::Unresolved => "not resolved",
        Label::Template => "template",
        Label::Declared => "resource",
    }
}

pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

pub(super) fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Possible => "possible",
        Certainty::Unknown => "unknown",
    }
}

pub(super) fn holds(holds: Holds) -> &'static str {
    match holds {
        Holds::AtRest => "at rest",
        Holds::Processes => "processes",
        Holds::InTransit => "in transit",
        Holds::Nothing => "none",
        Holds::Unknown => "unknown",
    }
}

fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Alerts => "alerts",
        Purpose::Alias => "alias",
        Purpose::Backup => "backup",
        Purpose::Calls => "calls",
        Purpose::Configuration => "configuration",
        Purpose::Connector => "connector",
        Purpose::Failover => "failover",
        Purpose::Logs => "logs",
        Purpose::Metrics => "metrics",
        Purpose::Mirror => "mirror",
        Purpose::Replication => "replication",
        Purpose::Secrets => "secrets",
        Purpose::Images => "images",
        Purpose::Snapshot => "snapshots",
        Purpose::Storage => "storage",
        Purpose::Telemetry => "telemetry",
        Purpose::Cache => "cached copies",
        Purpose::Export => "export",
        Purpose::Inference => "inference",
        Purpose::Keys => "keys",
        Purpose::Migration => "migration",
        Purpose::Peering => "network joined",
        Purpose::Stream => "stream",
        Purpose::Traces => "traces",
    }
}

pub(super) fn flow(direction: Direction, purpose: Purpose) -> String {
    let purpose = self::purpose(purpose);
    match direction {
        Direction::Out => format!("{purpose} to"),
        Direction::In => format!("{purpose} from"),
        Direction::Both => format!("{purpose} to and from"),
        Direction::Permitted => format!("{purpose} allowed to"),
    }
}

pub(super) fn carried(step: &Carried) -> String {
    let Carried { from, to, by, .. } = step;
    match by {
        Some((purpose, by)) if by != from => {
            format!("`{from}` -> `{to}` ({}, by `{by}`)", self::purpose(*purpose))
        }
        Some((purpose, _)) => format!("`{from}` -> `{to}` ({})", self::purpose(*purpose)),
        None => format!("`{from}` is a part of `{to}`"),
    }
}

pub(super) fn flows() -> &'static str {
    "flows"
}

pub(super) fn access(bearing: Bearing, level: Level) -> &'static str {
    match (bearing, level) {
        (Bearing::Out, _) => "acts as",
        (Bearing::In, Level::Administer) => "administered by",
        (Bearing::In, Level::Change) => "writable by",
        (Bearing::In, Level::Read) => "readable by",
        (Bearing::In, Level::Metadata) => "listable by",
        (Bearing::In, Level::Unknown) => "open to",
    }
}

pub(super) fn accesses() -> &'static str {
    "access"
}

pub(super) fn all_of_it() -> &'static str {
    "all of it"
}

/// Why a kustomization, or a part of one, is not built.
fn refusal_sentence(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Missing { path } => format!(
            "the kustomization is not built: it names `{path}`, which is not in the checked tree; its files are read as \
             they are"
        ),
        Refusal::Elsewhere { address } => format!(
            "`{address}` is kept elsewhere and not fetched, so that nothing of it was seen; check what \
             `kubectl kustomize` prints"
        ),
        Refusal::NotSupported { field } => format!(
            "`{field}` is not done here, so that what it makes or changes was not seen; check what \
             `kubectl kustomize` prints"
        ),
        Refusal::Unfit { field } => format!(
            "the kustomization is not built: `{field}` is no field of its kind or has a form that kustomize refuses; \
             its files are read as they are"
        ),
        Refusal::NoObjects { path } => format!(
            "the kustomization is not built: {path} does not parse or is no list of objects with a kind and a name"
        ),
        Refusal::NoTarget { target } => format!(
            "the kustomization is not built: no object is `{target}`, which it is to change; its files are read as they \
             are"
        ),
        Refusal::SeveralTargets { target } => format!(
            "the kustomization is not built: several objects may be `{target}`, which it is to change; its files are \
             read as they are"
        ),
        Refusal::Twice { object } => format!(
            "the kustomization is not built: it has `{object}` twice; its files are read as they are"
        ),
        Refusal::Patch { what } => format!(
            "the kustomization is not built: its patch does not fit at `{what}`; its files are read as they are"
        ),
        Refusal::Cycle => {
            "the kustomization is not built: it leads back to itself; its files are read as they are".to_owned()
        }
        Refusal::Budget => "the kustomization is not built: it is too large or too deep; its files are read as they \
                            are, and `kubectl kustomize` prints what can be checked instead"
            .to_owned(),
    }
}
