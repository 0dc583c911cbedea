//! Kustomizations made to grow, to hang, or to read what is not theirs.

use std::fmt::Write as _;

use crate::hostile::survives;

const MAP: &str =
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {region: us-east-1}\n";

/// A volume abroad, which is judged whatever becomes of the kustomizations beside it.
const VOLUME: &str = "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: pv}\nspec:\n  csi: {driver: \
                      ebs.csi.aws.com, volumeHandle: vol-1}\n  nodeAffinity: {required: {nodeSelectorTerms: \
                      [{matchExpressions: [{key: topology.kubernetes.io/region, operator: In, values: \
                      [us-east-1]}]}]}}\n";

fn refused(name: &str, files: &[(&str, String)], word: &str) {
    let mut files = files.to_vec();
    files.push(("volume.yaml", VOLUME.to_owned()));
    let (code, out) = survives(name, &files);
    assert_ne!(code, 0, "{name}: {out:.3000}");
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(out.contains("PersistentVolume/-/pv"), "{name}: {out:.3000}");
    assert!(out.contains("kustomization not built") && out.contains(word), "{name}: {out:.3000}");
}

fn of(kustomization: String) -> Vec<(&'static str, String)> {
    vec![("k/kustomization.yaml", kustomization), ("k/map.yaml", MAP.to_owned())]
}

#[test]
fn overlays_that_double_end_at_a_limit() {
    let mut files: Vec<(String, String)> = vec![
        ("l0/kustomization.yaml".into(), "resources: [map.yaml]\n".into()),
        ("l0/map.yaml".into(), MAP.into()),
    ];
    for level in 1..40 {
        let below = level - 1;
        for side in ["a", "b"] {
            let text = format!("namePrefix: {side}\nresources: [../l{below}]\n");
            files.push((format!("l{level}{side}/kustomization.yaml"), text));
        }
        let text = format!("resources: [../l{level}a, ../l{level}b]\n");
        files.push((format!("l{level}/kustomization.yaml"), text));
    }
    let files: Vec<(&str, String)> =
        files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    refused("kustomize-doubling", &files, "too large");
}

#[test]
fn patches_and_replacements_that_double_end_at_a_limit() {
    let mut copies =
        String::from("resources: [map.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: |\n");
    for at in 0..60 {
        let _ = writeln!(copies, "    - {{op: copy, from: /data, path: /data/k{at}}}");
    }
    refused("kustomize-copies", &of(copies), "too large");
    let mut words = String::from("resources: [map.yaml]\nreplacements:\n");
    for _ in 0..60 {
        words.push_str(
            "- source: {kind: ConfigMap, name: a, fieldPath: data.region}\n  targets:\n  - select: {kind: \
             ConfigMap}\n    fieldPaths: [data.region]\n    options: {delimiter: '|', index: -1}\n",
        );
    }
    refused("kustomize-words", &of(words), "too large");
}

#[test]
fn many_changes_to_many_objects_end_at_a_limit() {
    let mut objects = String::new();
    for at in 0..5_000 {
        let _ =
            writeln!(objects, "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: m{at}}}");
    }
    let mut patches = String::from("resources: [many.yaml]\npatches:\n");
    for at in 0..20_000 {
        let _ = writeln!(patches, "- {{target: {{name: m{at}}}, patch: '[]'}}");
    }
    let files =
        |text: String| vec![("k/kustomization.yaml", text), ("k/many.yaml", objects.clone())];
    refused("kustomize-patches", &files(patches), "too large");
    let mut labels = String::from("resources: [many.yaml]\ncommonLabels:\n");
    for at in 0..20_000 {
        let _ = writeln!(labels, "  l{at}: x");
    }
    refused("kustomize-labels", &files(labels), "too large");
    let prefix = format!("resources: [many.yaml]\nnamePrefix: {}\n", "p".repeat(1 << 20));
    refused("kustomize-prefix", &files(prefix), "too large");
}

#[test]
fn bombs_of_aliases_patterns_and_depth_are_refused() {
    let mut bomb =
        String::from("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nx0: &x0 {a: b}\n");
    for at in 1..40 {
        let before = at - 1;
        let _ = writeln!(bomb, "x{at}: &x{at} [*x{before}, *x{before}]");
    }
    let files =
        [("k/kustomization.yaml", "resources: [bomb.yaml]\n".into()), ("k/bomb.yaml", bomb)];
    refused("kustomize-aliases", &files, "too large");
    let pattern = "resources: [map.yaml]\npatches:\n- {target: {name: '((a{1000}){1000}){1000}'}, patch: '[]'}\n";
    refused("kustomize-pattern", &of(pattern.into()), "`name`");
    let deep = format!("{MAP}x: {}{}\n", "[".repeat(5_000), "]".repeat(5_000));
    let files =
        [("k/kustomization.yaml", "resources: [deep.yaml]\n".into()), ("k/deep.yaml", deep)];
    refused("kustomize-depth", &files, "k/deep.yaml");
}

#[test]
fn paths_out_of_the_tree_are_not_read() {
    for path in ["../../../../../../../../etc/hostname", "/etc/hostname", "..\\\\..\\\\..\\\\etc"] {
        let text = format!("resources: [map.yaml, \"{path}\"]\n");
        refused("kustomize-outside", &of(text), "not in the checked tree");
        let text = format!("configMapGenerator:\n- {{name: x, files: [\"k={path}\"]}}\n");
        refused("kustomize-outside-content", &of(text), "not in the checked tree");
    }
}
