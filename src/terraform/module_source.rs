//! Addresses of modules that are not in the tree (Terraform's language documentation, "Module Sources").

/// The `source` of a module call, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleAddress {
    /// Host, where there is one, and the parts of the path: `network.example/team/vpc`.
    pub path: String,
    /// The directory in the package, after `//`; empty for the package itself.
    pub subdirectory: String,
    /// The `ref` of a repository.
    pub revision: Option<String>,
    /// The provider that the module is mainly for, where its name tells.
    pub provider: Option<String>,
}

/// Whether a module source is a path: those begin with `./` or `../`.
pub fn is_local(source: &str) -> bool {
    source.starts_with("./") || source.starts_with("../") || source == "." || source == ".."
}

impl ModuleAddress {
    /// Takes the source of a registry, a repository or an archive apart.
    pub fn of(source: &str) -> ModuleAddress {
        let (address, query) = source.split_once('?').unwrap_or((source, ""));
        let revision = query.split('&').find_map(|pair| pair.strip_prefix("ref="));
        let address = match address.split_once("::") {
            Some((getter, rest)) if getter.chars().all(|c| c.is_ascii_alphanumeric()) => rest,
            _ => address,
        };
        let address = address.split_once("://").map_or(address, |(_, rest)| rest);
        let (package, subdirectory) = address.split_once("//").unwrap_or((address, ""));
        let mut path = without_user(package);
        if let Some(bare) = path.strip_suffix(".git") {
            path.truncate(bare.len());
        }
        let provider = provider(&path);
        let (subdirectory, revision) = (subdirectory.to_owned(), revision.map(str::to_owned));
        ModuleAddress { path, subdirectory, revision, provider }
    }

    /// Where a copy of the module may lie in a folder of downloaded modules, the most exact first: below the
    /// host and path of its address, in a folder of its version or revision or without one.
    pub fn copies<'a>(&'a self, version: Option<&'a str>) -> impl Iterator<Item = String> + 'a {
        let revision = version.or(self.revision.as_deref());
        let of_revision = revision.map(|revision| format!("{}/{revision}", self.path));
        let packages = of_revision.into_iter().chain([self.path.clone()]);
        packages.map(|package| match self.subdirectory.as_str() {
            "" => package,
            inner => format!("{package}/{inner}"),
        })
    }

    /// Whether two addresses name the same package and directory. The public registry may be named or not.
    pub fn is_same_as(&self, other: &ModuleAddress) -> bool {
        let bare = |path: &str| {
            let (first, rest) = path.split_once('/').unwrap_or(("", path));
            if first.starts_with("registry.") { rest.to_owned() } else { path.to_owned() }
        };
        bare(&self.path) == bare(&other.path) && self.subdirectory == other.subdirectory
    }
}

/// `user@host:path` and `user@host/path` as `host/path`.
fn without_user(package: &str) -> String {
    match package.split_once('@') {
        Some((user, rest)) if !user.contains('/') => rest.replacen(':', "/", 1),
        _ => package.to_owned(),
    }
}

/// The third part of a registry's address, or the word after `terraform-` in a repository's name.
fn provider(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').collect();
    let is_host = |part: &str| part.contains('.');
    let of_registry = match parts.as_slice() {
        [namespace, _, provider] if !is_host(namespace) => Some(*provider),
        [host, _, _, provider] if is_host(host) && !provider.starts_with("terraform-") => {
            Some(*provider)
        }
        _ => None,
    };
    let named = || parts.iter().rev().find_map(|part| part.strip_prefix("terraform-"));
    let of_repository = || named().and_then(|rest| rest.split('-').next());
    of_registry.or_else(of_repository).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_of_all_kinds_are_taken_apart() {
        let cases = [
            ("team/vpc/aws", "team/vpc/aws", "", None, Some("aws")),
            (
                "registry.example.com/team/vpc/aws//modules/a",
                "registry.example.com/team/vpc/aws",
                "modules/a",
                None,
                Some("aws"),
            ),
            (
                "git::https://code.example.com/team/terraform-google-lake.git//x/y?ref=v1.2&depth=1",
                "code.example.com/team/terraform-google-lake",
                "x/y",
                Some("v1.2"),
                Some("google"),
            ),
            (
                "git@code.example.com:team/modules.git",
                "code.example.com/team/modules",
                "",
                None,
                None,
            ),
            (
                "git::ssh://git@code.example.com/team/modules.git?ref=main",
                "code.example.com/team/modules",
                "",
                Some("main"),
                None,
            ),
            (
                "code.example.com/team/terraform-azurerm-x",
                "code.example.com/team/terraform-azurerm-x",
                "",
                None,
                Some("azurerm"),
            ),
            (
                "s3::https://example.com/modules/vpc.zip",
                "example.com/modules/vpc.zip",
                "",
                None,
                None,
            ),
        ];
        for (source, path, subdirectory, revision, provider) in cases {
            let expected = ModuleAddress {
                path: path.into(),
                subdirectory: subdirectory.into(),
                revision: revision.map(str::to_owned),
                provider: provider.map(str::to_owned),
            };
            assert_eq!(ModuleAddress::of(source), expected, "{source}");
        }
    }

    #[test]
    fn copies_are_looked_for_from_the_most_exact() {
        let address = ModuleAddress::of("git::https://code.example.com/a/b.git//c?ref=v1");
        let copies: Vec<String> = address.copies(None).collect();
        assert_eq!(copies, ["code.example.com/a/b/v1/c", "code.example.com/a/b/c"]);
        let named = ModuleAddress::of("registry.example.io/team/vpc/aws");
        assert!(named.is_same_as(&ModuleAddress::of("team/vpc/aws")));
    }
}
