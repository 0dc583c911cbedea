//! `--helm`: charts rendered by a program of that name. Here it is a script, so that none need be installed.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Output;

use crate::tree::Tree;

const CHART: &str = "apiVersion: v2\nname: ledger\nversion: 0.1.0\n";

/// A volume in the zone that the values on standard input name, else in Tokyo; a second one in a part of the chart.
const RENDERS: &str = r##"#!/bin/sh
[ "$1 $2 $3" = "template release-name ./charts/ledger" ] || exit 9
zone=ap-northeast-1a
case "$*" in *--values=-*) zone=$(sed -n 's/^zone: //p');; esac
cat <<END
---
# Source: ledger/templates/volume.yaml
apiVersion: v1
kind: PersistentVolume
metadata: { name: members }
spec:
  csi: { driver: ebs.csi.aws.com, volumeHandle: vol-1 }
  nodeAffinity: { required: { nodeSelectorTerms: [ { matchExpressions: [ { key: topology.kubernetes.io/zone, operator: In, values: [$zone] } ] } ] } }
END
"##;

fn tree(name: &str, script: &str) -> Tree {
    let tree = Tree::new(name);
    tree.write("sekisho.yaml", "version: 1\nextends: [japan-residency]\n");
    tree.write("charts/ledger/Chart.yaml", CHART);
    tree.write("charts/ledger/values.yaml", "zone: ap-northeast-1a\n");
    tree.write("charts/ledger/values-dr.yaml", "zone: ap-southeast-1a\n");
    tree.write("charts/ledger/templates/volume.yaml", "name: {{ .Values.zone }}\n");
    tree.write("bin/helm", script);
    let program = tree.root().join("bin/helm");
    fs::set_permissions(program, fs::Permissions::from_mode(0o755)).expect("a program");
    tree
}

fn run(tree: &Tree, arguments: &[&str]) -> (Output, String) {
    let path = format!("{}:/usr/bin:/bin", tree.root().join("bin").display());
    let output = tree.command().env("PATH", path).args(arguments).output().expect("it runs");
    let text = tree.normal(&output.stdout);
    (output, text)
}

#[test]
fn each_values_file_is_a_rendering_and_findings_name_the_template() {
    let tree = tree("helm-renders", RENDERS);
    let (output, text) = run(&tree, &["check", "--helm", "charts"]);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("[charts/ledger/<helm values-dr.yaml>/rendered.yaml:8:"), "{text}");
    assert!(text.contains("template  charts/ledger/templates/volume.yaml"), "{text}");
    assert!(text.contains("2 placements: 2 certain"), "{text}");
    assert!(text.contains("Singapore") && !text.contains("chart not rendered"), "{text}");
}

#[test]
fn what_helm_says_is_passed_on_and_the_result_is_not_complete() {
    let script =
        "#!/bin/sh\necho 'level=WARN x' >&2\necho 'Error: the zone is required' >&2\nexit 1\n";
    let tree = tree("helm-fails", script);
    let (output, text) = run(&tree, &["check", "--helm", "charts"]);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("helm does not render this: the zone is required"), "{text}");
    assert!(text.contains("1 × chart not rendered"), "{text}");
}

#[test]
fn own_values_that_lack_something_are_told_and_further_ones_are_judged() {
    let script = RENDERS.replacen(
        "zone=ap",
        "[ $# -gt 6 ] || { echo Error: no zone >&2; exit 1; }\nzone=ap",
        1,
    );
    let tree = tree("helm-lacks", &script);
    let (output, text) = run(&tree, &["check", "--helm", "charts"]);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("1 × chart that needs further values"), "{text}");
    assert!(text.contains("1 placement: 1 certain"), "{text}");
}

#[test]
fn a_missing_program_is_a_problem_and_one_of_the_tree_is_not_run() {
    let tree = tree("helm-missing", RENDERS);
    let command = |path: &str| {
        let mut command = tree.command();
        command.env("PATH", path).args(["check", "--helm", "charts"]).output().expect("it runs")
    };
    for path in ["/nowhere", "bin"] {
        let output = command(path);
        let text = tree.normal(&output.stdout);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains("no folder of PATH holds the program `helm`"), "{text}");
    }
}

#[test]
fn links_out_of_the_tree_are_not_followed_by_helm() {
    let tree = tree("helm-links", RENDERS);
    let link = tree.root().join("charts/ledger/files");
    std::os::unix::fs::symlink("/", link).expect("a link");
    let (output, text) = run(&tree, &["check", "--helm", "charts"]);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("leads out of the checked tree"), "{text}");
}

#[test]
fn too_much_output_is_not_kept() {
    let tree = tree("helm-endless", "#!/bin/sh\nwhile :; do printf '%01000d\\n' 0; done\n");
    let (output, text) = run(&tree, &["inventory", "--helm", "charts"]);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("it prints more than 32 MiB"), "{text}");
}
