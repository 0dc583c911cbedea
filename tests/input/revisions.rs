//! `diff --base`: what a change of a repository moves. Repositories are made by the program `git`.

use std::fs;
use std::process::Output;

use crate::tree::Tree;

const POLICY: &str = "version: 1\nextends: [japan-residency]\n";
const TOKYO: &str = "provider \"aws\" { region = \"ap-northeast-1\" }\nresource \"aws_s3_bucket\" \"members\" { bucket = \"members\" }\n";

/// A repository with the policy and one bucket in Tokyo, committed; a folder for temporary ones is beside it.
fn repository(name: &str) -> Tree {
    let tree = Tree::new(name);
    fs::remove_dir_all(tree.root().join(".git")).expect("a folder");
    fs::create_dir_all(temporary(&tree)).expect("a folder");
    git(&tree, &["init", "-q", "-b", "main"]);
    tree.write("sekisho.yaml", POLICY).write("infra/main.tf", TOKYO);
    commit(&tree);
    tree
}

fn temporary(tree: &Tree) -> std::path::PathBuf {
    tree.root().with_file_name("temporary")
}

fn git(tree: &Tree, arguments: &[&str]) -> String {
    let mut command = std::process::Command::new("git");
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    let own = ["-c", "user.name=An author", "-c", "user.email=author@example.jp"];
    let output = command.current_dir(tree.root()).args(own).args(arguments).output();
    let output = output.expect("git runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn commit(tree: &Tree) {
    git(tree, &["add", "-A"]);
    git(tree, &["commit", "-q", "-m", "a change"]);
}

fn diff(tree: &Tree, folder: &str, arguments: &[&str]) -> (Output, String) {
    let mut command = tree.command();
    command.current_dir(tree.root().join(folder)).env("TMPDIR", temporary(tree));
    let output = command.arg("diff").args(arguments).output().expect("the program runs");
    let text = tree.normal(&output.stdout) + &tree.normal(&output.stderr);
    let left: Vec<_> = fs::read_dir(temporary(tree)).expect("a folder").flatten().collect();
    let made = |entry: &&fs::DirEntry| entry.file_name().to_string_lossy().starts_with("sekisho-");
    assert_eq!(left.iter().find(made).map(fs::DirEntry::path), None, "a folder is left");
    (output, text)
}

#[test]
fn what_is_on_disk_is_compared_with_a_revision_from_any_folder() {
    let tree = repository("revisions-disk");
    tree.write("infra/main.tf", TOKYO.replace("ap-northeast-1", "ap-southeast-1"));
    for (folder, arguments) in [
        ("", &["--base", "HEAD", "--exit-code"][..]),
        ("", &["--base", "main", "--exit-code", "infra"]),
        ("infra", &["--base", "HEAD", "--exit-code", "."]),
        ("infra", &["--base", "HEAD", "--exit-code", "main.tf"]),
    ] {
        let (output, text) = diff(&tree, folder, arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}\n{text}");
        assert!(text.contains("aws_s3_bucket.members"), "{arguments:?}\n{text}");
        assert!(text.contains("Japan") && text.contains("Singapore"), "{arguments:?}\n{text}");
        assert!(!text.contains("<outside>"), "{arguments:?}\n{text}");
    }
    let (output, text) = diff(&tree, "", &["--base", "HEAD", "--head", "HEAD", "--exit-code"]);
    assert_eq!(output.status.code(), Some(0), "{text}");
}

#[test]
fn what_a_revision_does_not_have_is_new() {
    let tree = repository("revisions-new");
    tree.write("archive/main.tf", TOKYO.replace("members", "archive"));
    commit(&tree);
    let arguments = ["--base", "HEAD~1", "--head", "HEAD", "archive"];
    let (output, text) = diff(&tree, "", &arguments);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("+ ") && text.contains("aws_s3_bucket.archive"), "{text}");
    assert!(!text.contains("aws_s3_bucket.members"), "{text}");
    let (_, text) = diff(&tree, "", &["--base", "HEAD", "--head", "HEAD~1", "sekisho.yaml"]);
    assert!(text.contains("- ") && text.contains("aws_s3_bucket.archive"), "{text}");
}

#[test]
fn each_revision_has_its_own_policy_and_nothing_above_it_counts() {
    let tree = repository("revisions-policy");
    fs::write(temporary(&tree).join("sekisho.yaml"), "version: 9\n").expect("a file");
    tree.write("sekisho.yaml", "version: 1\nnonsense: true\n");
    let (output, text) = diff(&tree, "", &["--base", "HEAD"]);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("nonsense") && !text.contains("version: 9"), "{text}");
    git(&tree, &["rm", "-q", "--cached", "sekisho.yaml"]);
    git(&tree, &["commit", "-q", "-m", "no policy"]);
    tree.write("sekisho.yaml", POLICY);
    let (output, text) = diff(&tree, "", &["--base", "HEAD"]);
    assert_eq!(output.status.code(), Some(0), "{text}");
}

#[test]
fn what_cannot_be_given_is_said() {
    let tree = repository("revisions-errors");
    for (arguments, said) in [
        (&["--base", "mian"][..], "mian: git: "),
        (&["--base=--output=x"], "a revision does not start with `-`"),
        (&["--base", "HEAD", "missing"], "missing: there is no such file or folder"),
        (&["--base", "HEAD", "--before", "infra"], "cannot be used with"),
        (&["--head", "HEAD"], "--base <REV>"),
        (&["--base", "HEAD", "..", "."], "git: not a git repository"),
    ] {
        let (output, text) = diff(&tree, "", arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}\n{text}");
        assert!(text.contains(said), "{arguments:?}\n{text}");
    }
}

#[cfg(unix)]
#[test]
fn content_that_a_clone_lacks_fails_where_it_may_be_configuration() {
    let tree = repository("revisions-partial");
    tree.write("data/rows.csv", "1\n");
    commit(&tree);
    let lose = |path: &str| {
        let id = git(&tree, &["rev-parse", &format!("HEAD:{path}")]);
        let object = tree.root().join(".git/objects").join(&id[..2]).join(&id[2..]);
        fs::remove_file(object).expect("an object");
    };
    lose("data/rows.csv");
    let (output, text) = diff(&tree, "", &["--base", "HEAD"]);
    assert_eq!(output.status.code(), Some(0), "{text}");
    lose("infra/main.tf");
    let (output, text) = diff(&tree, "", &["--base", "HEAD"]);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("this clone lacks the content of infra/main.tf"), "{text}");
}

#[test]
fn a_revision_runs_nothing_and_leads_nowhere() {
    let tree = repository("revisions-hostile");
    fs::write(temporary(&tree).join("secret.tf"), TOKYO.replace("members", "secret"))
        .expect("a file");
    tree.write("other/none.tf", "");
    let link = |to: &str, from: &str| {
        std::os::unix::fs::symlink(to, tree.root().join(from)).expect("a link");
    };
    link("../../secret.tf", "infra/secret.tf");
    link("../infra/main.tf", "other/same.tf");
    tree.write(".gitattributes", "*.tf filter=theirs\n");
    commit(&tree);
    let touch = format!("touch {}/ran; cat", temporary(&tree).display());
    git(&tree, &["config", "filter.theirs.smudge", &touch]);
    let nothing = git_with(&tree, &["mktree"], "");
    let (output, text) = diff(&tree, "", &["--base", &nothing, "--head", "HEAD"]);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("aws_s3_bucket.members (infra, other)"), "{text}");
    assert!(!text.contains("aws_s3_bucket.secret"), "{text}");
    assert!(!temporary(&tree).join("ran").exists());

    let blob = git(&tree, &["hash-object", "-w", "infra/main.tf"]);
    for entries in [
        format!("100644 blob {blob}\t.."),
        format!("100644 blob {blob}\t.git"),
        "040000 tree TREE\t..".to_owned(),
    ] {
        let inner = mktree(&tree, &format!("100644 blob {blob}\tx.tf"));
        let made = mktree(&tree, &entries.replace("TREE", &inner));
        let (output, text) = diff(&tree, "", &["--base", &made]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains("is no path inside of a repository"), "{text}");
        assert!(!temporary(&tree).join("x.tf").exists());
    }
    // A link and what is said to be behind it, in one tree.
    let target = git_with(&tree, &["hash-object", "-w", "--stdin"], "../");
    let inner = mktree(&tree, &format!("100644 blob {blob}\tx.tf"));
    let made = mktree(&tree, &format!("120000 blob {target}\ta\n040000 tree {inner}\ta"));
    let (output, text) = diff(&tree, "", &["--base", &made]);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(!temporary(&tree).join("x.tf").exists());
}

#[cfg(unix)]
fn mktree(tree: &Tree, entries: &str) -> String {
    git_with(tree, &["mktree"], &format!("{entries}\n"))
}

#[cfg(unix)]
fn git_with(tree: &Tree, arguments: &[&str], input: &str) -> String {
    let mut command = std::process::Command::new("git");
    command.current_dir(tree.root()).args(arguments).stdout(std::process::Stdio::piped());
    let output = crate::tree::run_with(command, input.as_bytes());
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
