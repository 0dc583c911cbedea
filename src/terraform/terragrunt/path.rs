//! Paths as Terragrunt's functions give them: absolute ones, without those of a machine.

use crate::source::is_within;

/// The checked tree in absolute paths: Terragrunt's functions give such, and no path of a machine may be in a
/// result.
const TREE: &str = "/repository";

/// A path of the tree as an absolute one.
pub(in crate::terraform) fn absolute(path: &str) -> String {
    if path.is_empty() { TREE.to_owned() } else { format!("{TREE}/{path}") }
}

/// The path in the tree to which `path` leads from `folder`; nothing where that is outside the tree.
pub(in crate::terraform) fn follow(folder: &str, path: &str) -> Option<String> {
    let inner = match path.strip_prefix('/') {
        None => format!("{folder}/{path}"),
        Some(_) => {
            let absolute = plain(path)?;
            let inner =
                absolute.strip_prefix(&TREE[1..]).filter(|_| is_within(&absolute, &TREE[1..]))?;
            inner.to_owned()
        }
    };
    plain(&inner)
}

/// A path without `.` and `..`; nothing where it climbs above its start.
fn plain(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The way from one folder of the tree to another.
pub(in crate::terraform) fn relative(from: &str, to: &str) -> String {
    let split = |path| str::split(path, '/').filter(|part| !part.is_empty());
    let (from, to): (Vec<&str>, Vec<&str>) = (split(from).collect(), split(to).collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from[shared..].iter().map(|_| "..");
    let way: Vec<&str> = up.chain(to[shared..].iter().copied()).collect();
    if way.is_empty() { ".".to_owned() } else { way.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_tree() {
        assert_eq!(follow("live/prod", "../../modules/a").as_deref(), Some("modules/a"));
        assert_eq!(follow("live", "/repository/modules//a/").as_deref(), Some("modules/a"));
        assert_eq!(follow("live", "/repository/../etc"), None);
        assert_eq!(follow("live", "/repository-2/a"), None);
        assert_eq!(follow("live", "../../a"), None);
        assert_eq!(follow("", "."), Some(String::new()));
    }

    #[test]
    fn ways_lead_up_and_down() {
        assert_eq!(relative("live", "live/prod/vpc"), "prod/vpc");
        assert_eq!(relative("live/prod", "modules"), "../../modules");
        assert_eq!(relative("live", "live"), ".");
    }
}
