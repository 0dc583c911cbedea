//! A small estate, surveyed and checked by hand.

use std::sync::Arc;

use sekisho::model::{
    Because, Claim, Control, Country, Finding, Holds, Labels, Operator, Owner, Place, Placement,
    Problem, Reason, RegionKind, Severity, Step, Unresolved, Verdict, Why,
};
use sekisho::source::{FileId, Sources, Span};
use sekisho::{Checked, Survey};

const MAIN: &str = r#"# 本番環境のデータベース
provider "aws" {
  region = "ap-northeast-1"
}

provider "aws" {
  alias  = "dr"
  region = var.dr_region
}

resource "aws_db_instance" "ledger" {
  engine = "postgres"
}

resource "aws_db_instance" "replica" {
  provider            = aws.dr
  replicate_source_db = aws_db_instance.ledger.identifier
}

resource "aws_s3_bucket" "export" {
  count  = 12
  region = var.export_region
}
"#;

const VARIABLES: &str = r#"variable "dr_region" {
  description = "災害対策用リージョン"
  type        = string
}

variable "export_region" {
  type = string
}

variable "partner_region" {
  default = "cn-hangzhou"
}
"#;

const TFVARS: &str = "export_region = prod ? \"ap-northeast-1\" : \"us-west-2\"\n\
    dr_region     = \"us-east-1\" # \u{202e}東京から変更\n";

const MANIFEST: &str =
    "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: ledger\n  namespace: kyc\n";

const POLICY: &str = "version: 1\nrules:\n  stay-in-japan:\n    data: jp-user-data\n  \
    no-foreign-control:\n    data: jp-user-data\n";

const BROKEN: &str = "resource \"aws_s3_bucket\" {\n  region = \"\n}\n";

struct Files {
    sources: Sources,
    main: FileId,
    variables: FileId,
    tfvars: FileId,
    manifest: FileId,
    policy: FileId,
    broken: FileId,
}

impl Files {
    fn new() -> Files {
        let mut sources = Sources::default();
        Files {
            main: sources.add("infra/prod/main.tf", MAIN),
            variables: sources.add("infra/prod/variables.tf", VARIABLES),
            tfvars: sources.add("infra/prod/本番 1.auto.tfvars", TFVARS),
            manifest: sources.add("k8s/ledger.yaml", MANIFEST),
            policy: sources.add("sekisho.yaml", POLICY),
            broken: sources.add("infra/old/broken.tf", BROKEN),
            sources,
        }
    }

    /// The first occurrence of `text`.
    fn span(&self, file: FileId, text: &str) -> Span {
        let start = self.sources.file(file).text().find(text).expect(text);
        Span::new(file, start..start + text.len())
    }

    fn hop(&self, step: Step, file: FileId, text: &str) -> Because {
        Because { span: self.span(file, text), step }
    }
}

fn country(code: &str) -> Country {
    code.parse().expect(code)
}

fn owner(name: &str, code: Option<&str>, verified: bool) -> Owner {
    let (share, from, until) = (None, None, None);
    let (control, owners) = (Control::ByShare, Vec::new());
    let (name, country) = (name.into(), code.map(country));
    Owner { name, country, share, from, until, control, owners, verified }
}

fn operator(id: &str, name: &str, owners: &[(&str, Option<&str>)], verified: bool) -> Operator {
    let control: Vec<Owner> =
        owners.iter().map(|(name, code)| owner(name, *code, verified)).collect();
    let of = control.last().and_then(|owner| owner.country);
    let (id, name, country) = (id.into(), name.into(), of);
    let (offers_in, staff_in) = (Vec::new(), None);
    Operator { id, name, country, control, offers_in, staff_in, verified }
}

fn aws() -> Operator {
    operator("aws", "Amazon Web Services", &[("Amazon.com, Inc.", Some("US"))], true)
}

fn place(provider: &str, region: &str, countries: &[&str], operator: Operator) -> Place {
    Place {
        provider: provider.into(),
        region: region.into(),
        kind: RegionKind::Region,
        countries: countries.iter().map(|code| country(code)).collect(),
        operator,
    }
}

fn placement(resource: &str, type_name: &str, root: &str, span: Span, holds: Holds) -> Placement {
    Placement {
        resource: resource.into(),
        type_name: type_name.into(),
        class: "".into(),
        root: root.into(),
        span,
        provider: "aws".into(),
        claims: Vec::new(),
        is_closed: false,
        environments: Vec::new(),
        why_unknown: None,
        unknown_because: Vec::new(),
        holds,
        labels: Labels::default(),
        namespace: None,
        keys: Vec::new(),
        part_of: Vec::new(),
    }
}

fn finding(
    rule: &str,
    verdict: Verdict,
    resources: &[&str],
    declared: Span,
    span: Span,
) -> Finding {
    Finding {
        rule: rule.into(),
        verdict,
        severity: Severity::Error,
        data: "jp-user-data".into(),
        resources: resources.iter().map(|r| Arc::from(*r)).collect(),
        declared,
        span,
        because: Vec::new(),
        countries: Vec::new(),
        may_hold: false,
        environments: Vec::new(),
        path: Vec::new(),
        related: Vec::new(),
        rule_span: None,
        reason: None,
    }
}

/// From the resource back to the variables file.
fn replica_chain(files: &Files) -> Vec<Because> {
    vec![
        files.hop(Step::ProviderChoice, files.main, "aws.dr"),
        files.hop(Step::Provider, files.main, "region = var.dr_region"),
        files.hop(Step::Reference, files.main, "var.dr_region"),
        files.hop(Step::VariablesFile, files.tfvars, "\"us-east-1\""),
    ]
}

fn placements(files: &Files) -> Vec<Placement> {
    let root = "infra/prod";
    let ledger = files.span(files.main, "resource \"aws_db_instance\" \"ledger\"");
    let replica = files.span(files.main, "resource \"aws_db_instance\" \"replica\"");
    let export = files.span(files.main, "resource \"aws_s3_bucket\" \"export\"");
    let claim = |place, because: Vec<Because>| Claim {
        place,
        decided_by: because.last().expect("a hop").span,
        because,
    };
    let tokyo = files.hop(Step::Literal, files.main, "\"ap-northeast-1\"");
    let one = files.hop(Step::Condition, files.tfvars, "\"ap-northeast-1\"");
    let other = files.hop(Step::Condition, files.tfvars, "\"us-west-2\"");
    vec![
        Placement {
            claims: vec![claim(place("aws", "ap-northeast-1", &["JP"], aws()), vec![tokyo])],
            ..placement("aws_db_instance.ledger", "aws_db_instance", root, ledger, Holds::AtRest)
        },
        Placement {
            claims: vec![claim(place("aws", "us-east-1", &["US"], aws()), replica_chain(files))],
            ..placement("aws_db_instance.replica", "aws_db_instance", root, replica, Holds::AtRest)
        },
        placement("aws_iam_role.ledger", "aws_iam_role", root, ledger, Holds::Nothing),
        Placement {
            claims: vec![
                claim(place("aws", "ap-northeast-1", &["JP"], aws()), vec![one]),
                claim(place("aws", "us-west-2", &["US"], aws()), vec![other]),
            ],
            ..placement(
                "module.export[\"east\"].aws_s3_bucket.export[0]",
                "aws_s3_bucket",
                root,
                export,
                Holds::AtRest,
            )
        },
        Placement {
            is_closed: false,
            environments: Vec::new(),
            why_unknown: Some(Why::Unconstrained),
            unknown_because: vec![files.hop(Step::Subject, files.manifest, "name: ledger")],
            provider: "kubernetes".into(),
            namespace: Some("kyc".into()),
            ..placement(
                "StatefulSet.apps/kyc/ledger",
                "StatefulSet.apps",
                "k8s/ledger.yaml",
                files.span(files.manifest, "ledger"),
                Holds::Processes,
            )
        },
    ]
}

fn findings(files: &Files) -> Vec<Finding> {
    let replica = files.span(files.main, "resource \"aws_db_instance\" \"replica\"");
    let export = files.span(files.main, "resource \"aws_s3_bucket\" \"export\"");
    let exports: Vec<String> = (0..12).map(|n| format!("aws_s3_bucket.export[{n}]")).collect();
    let exports: Vec<&str> = exports.iter().map(String::as_str).collect();
    let object = files.span(files.manifest, "name: ledger");
    let abroad = Verdict::Outside { countries: vec![country("US")] };
    let perhaps = Verdict::MayLeave { countries: vec![country("US")] };
    let partner =
        operator("example-cloud", "Example Cloud", &[("Example Group Limited", Some("CN"))], false);
    let stranger =
        operator("example-dc", "Example Data Centre K.K.", &[("Example Fund", None)], true);
    let literal = files.span(files.variables, "\"cn-hangzhou\"");
    let control =
        Verdict::OperatorControl { operator: partner, country: country("CN"), surely: true };
    vec![
        Finding {
            because: vec![files.hop(Step::VariableDefault, files.variables, "\"cn-hangzhou\"")],
            reason: None,
            countries: vec![country("CN")],
            may_hold: true,
            ..finding(
                "no-foreign-control",
                control,
                &["alicloud_oss_bucket.partner"],
                literal,
                literal,
            )
        },
        Finding {
            because: replica_chain(files),
            countries: vec![country("US")],
            reason: Some(Reason {
                text: "個人情報保護法28条、外国にある第三者への提供の制限".into(),
                japanese: None,
            }),
            rule_span: Some(files.span(files.policy, "stay-in-japan")),
            environments: vec!["dev".into(), "prod".into()],
            related: vec!["aws_db_instance.ledger".into()],
            ..finding(
                "stay-in-japan",
                abroad,
                &["aws_db_instance.replica"],
                replica,
                files.span(files.tfvars, "\"us-east-1\""),
            )
        },
        Finding {
            because: vec![files.hop(Step::Reference, files.main, "var.export_region")],
            countries: vec![country("US")],
            severity: Severity::Warning,
            ..finding("stay-in-japan", perhaps, &exports, export, files.span(files.tfvars, "prod"))
        },
        Finding {
            severity: Severity::Note,
            ..finding(
                "no-foreign-control",
                Verdict::OperatorUnknown { operator: stranger },
                &["Deployment.apps/kyc/api", "Deployment.apps/kyc/web"],
                object,
                files.span(files.manifest, "kyc"),
            )
        },
        finding(
            "stay-in-japan",
            Verdict::PlaceUnknown { why: Why::Unconstrained },
            &["StatefulSet.apps/kyc/ledger"],
            object,
            object,
        ),
    ]
}

fn unresolved(files: &Files) -> Vec<Unresolved> {
    let not_set = |resource: &str| Unresolved {
        span: files.span(files.variables, "\"partner_region\""),
        resource: resource.into(),
        why: Why::VariableNotSet { name: "region".into() },
    };
    let of_type = |type_name: &str| Unresolved {
        span: files.span(files.main, "aws_s3_bucket"),
        resource: format!("{type_name}.a").into(),
        why: Why::UnknownType { type_name: type_name.into() },
    };
    let mut all: Vec<Unresolved> =
        (0..5).map(|n| not_set(&format!("aws_sqs_queue.q[{n}]"))).collect();
    all.extend(["aws_new_service", "example_thing"].map(of_type));
    all.push(Unresolved {
        span: files.span(files.manifest, "name: ledger"),
        resource: "StatefulSet.apps/kyc/ledger".into(),
        why: Why::Unconstrained,
    });
    all
}

/// The whole run.
pub fn checked() -> Checked {
    let files = Files::new();
    let problems = vec![
        Problem::of_path("infra/latin1.tf", "is not UTF-8; save it as UTF-8"),
        Problem::at(files.span(files.broken, "\"\n"), "this string is not closed; add a `\"`"),
    ];
    Checked {
        findings: findings(&files),
        policy: "sekisho.yaml".to_owned(),
        survey: Survey {
            scope: Vec::new(),
            home: country("JP"),
            access: Vec::new(),
            roots: vec!["infra/prod".into(), "k8s/ledger.yaml".into()],
            flows: Vec::new(),
            placements: placements(&files),
            unresolved: unresolved(&files),
            problems,
            resources: 27,
            files: files.sources.len(),
            sources: files.sources,
        },
    }
}
