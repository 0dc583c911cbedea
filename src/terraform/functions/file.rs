//! Functions that read files: those of the checked tree, each once.
//!
//! Terraform takes relative paths from the directory that it is run in: that of the root module. Terragrunt takes
//! them from the file that they stand in.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use globset::GlobBuilder;

use super::{Outcome, hash, invalid, plain, string_of, text};
use crate::files::Unread;
use crate::model::{Kind, Origin, Piece, Type, Value, Why};
use crate::source::Span;
use crate::terraform::evaluate::{Evaluator, LONGEST_STRING, MOST_ELEMENTS, Scope, joined};
use crate::terraform::terragrunt::path;
use crate::terraform::types::{convert, set_of};

/// Most bytes that one root reads.
const MOST_BYTES: usize = 128 << 20;

impl<'m> Evaluator<'m> {
    /// A function of files, or of their names. One that is not known here is not known at all.
    pub(super) fn read_file(
        &mut self,
        name: &str,
        args: &[Value],
        span: Span,
        scope: &Scope<'_>,
    ) -> Outcome {
        let wanted = match name {
            "templatefile" | "fileset" => 2,
            "file" | "filebase64" | "fileexists" | "filemd5" | "filesha1" | "filesha256"
            | "filesha512" | "filebase64sha256" | "filebase64sha512" | "abspath" | "basename"
            | "dirname" | "pathexpand" => 1,
            // Those of time and chance, of providers, and those that do not exist.
            _ => return Err(Why::Function { name: name.into() }),
        };
        let [first, ..] = args else { return Err(invalid("an argument is missing")) };
        if args.len() != wanted || args.iter().any(Value::is_null) {
            return Err(invalid(&format!(
                "`{name}` takes {wanted} arguments, none of them `null`"
            )));
        }
        if let Some(why) = args.iter().find(|arg| arg.fails()).and_then(Value::first_why) {
            return Err(why);
        }
        let path = convert(first, &Type::String)?;
        let view = self.instances[scope.instance].view.as_ref();
        self.files_from = match view {
            Some(view) => (view.folder_of_text().to_owned(), true),
            None => (self.root_directory(scope.instance).to_owned(), false),
        };
        let marks = args.iter().fold(first.marks(), |marks, arg| marks.and(arg.all_marks()));
        let value = match name {
            "abspath" => abspath(self.root_directory(scope.instance), &path),
            "basename" => of_last_folder(&path, |_, path| string_of(basename(path))),
            "dirname" => of_last_folder(&path, |start, path| match start {
                [] => string_of(dirname(path)),
                // What is not known ends before a slash.
                _ => Ok(followed_by(start, dirname(path).trim_end_matches('/'))),
            }),
            "pathexpand" => pathexpand(&path),
            "fileset" => self.fileset(&path, &text(&convert(&args[1], &Type::String)?)?),
            "fileexists" => self.fileexists(&path),
            "templatefile" => self.template_file(&path, &args[1], span, scope),
            "file" => string(self.bytes(&path)?),
            "filebase64" => self.base64(&path),
            _ => {
                let bytes = self.bytes(&path)?;
                let hashed = hash::of_bytes(name.strip_prefix("file").unwrap_or(name), &bytes);
                string_of(hashed.ok_or(Why::Undecided)?)
            }
        };
        Ok(value?.marked(marks))
    }

    /// The bytes of a file; why there are none.
    pub(super) fn bytes(&mut self, path: &Value) -> Result<Arc<[u8]>, Why> {
        let path = self.tree_path(path)?;
        let read = match self.read.get(&path) {
            Some(known) => known.clone(),
            None => {
                let read = match self.bytes_read > MOST_BYTES {
                    true => Err(Unread::TooLarge),
                    false => self.files.read(&path),
                };
                self.bytes_read += read.as_ref().map_or(0, |bytes| bytes.len());
                self.read.insert(path.clone(), read.clone());
                read
            }
        };
        read.map_err(|error| unread(&path, error))
    }

    fn base64(&mut self, path: &Value) -> Outcome {
        let bytes = self.bytes(path)?;
        if bytes.len() > LONGEST_STRING / 2 {
            return Err(Why::Budget);
        }
        string_of(STANDARD.encode(bytes))
    }

    fn fileexists(&mut self, path: &Value) -> Outcome {
        let tree_path = self.tree_path(path)?;
        match self.bytes(path) {
            Ok(_) => plain(Kind::Bool(true)),
            Err(_) if self.read.get(&tree_path) == Some(&Err(Unread::Missing)) => {
                plain(Kind::Bool(false))
            }
            Err(_) if self.read.get(&tree_path) == Some(&Err(Unread::TooLarge)) => {
                plain(Kind::Bool(true))
            }
            Err(why) => Err(why),
        }
    }

    fn fileset(&mut self, folder: &Value, pattern: &str) -> Outcome {
        let folder = self.tree_path(folder)?;
        // A pattern may lead on into the tree, and out of it.
        let pattern = cleaned(pattern);
        let (fixed, pattern) = without_fixed_start(&pattern);
        let start = normalized(&folder, fixed).ok_or_else(|| outside(fixed))?;
        let mut builder = GlobBuilder::new(pattern);
        let glob = builder.literal_separator(true).backslash_escape(true).build();
        let glob = glob.map_err(|_| invalid("the pattern of `fileset` is not one"))?;
        let glob = glob.compile_matcher();
        let found = match self.files.list(&start) {
            Ok(found) => found,
            Err(Unread::Missing | Unread::NotAFile) => Vec::new(),
            Err(error) => return Err(unread(&start, error)),
        };
        if !self.spend(found.len()) {
            return Err(Why::Budget);
        }
        let matches = found.iter().filter(|path| glob.is_match(path));
        let matches = matches.map(|path| match fixed {
            "" => Value::string(path.as_str(), Origin::NONE),
            fixed => Value::string(format!("{fixed}/{path}"), Origin::NONE),
        });
        let matches: Vec<Value> = matches.take(MOST_ELEMENTS + 1).collect();
        if matches.len() > MOST_ELEMENTS {
            return Err(Why::Budget);
        }
        Ok(set_of(matches, Type::String, Origin::NONE))
    }

    /// A path as one from the root of the tree. One that starts with the working directory is as good as
    /// a relative one.
    pub(super) fn tree_path(&self, path: &Value) -> Result<String, Why> {
        let (folder, knows_tree) = &self.files_from;
        let start = match &path.kind {
            Kind::Partial(pieces) => match &**pieces {
                [Piece::Hole(start), Piece::Text(rest)] => start_of(start, folder).zip(Some(rest)),
                _ => None,
            },
            _ => None,
        };
        if let Some((folder, rest)) = start
            && let Some(given) = rest.strip_prefix('/')
        {
            return path::follow(folder, given).ok_or_else(|| outside(given));
        }
        let given = text(path)?;
        if given.starts_with('~') || (given.starts_with('/') && !knows_tree) {
            return Err(outside(&given));
        }
        path::follow(folder, &given).ok_or_else(|| outside(&given))
    }
}

/// The folder of the tree that a path starts with: the working directory, or the tree itself.
fn start_of<'f>(value: &Value, folder: &'f str) -> Option<&'f str> {
    let Some(Why::Runtime { reference }) = value.why() else { return None };
    match &**reference {
        "path.cwd" => Some(folder),
        ABSOLUTE => Some(""),
        _ => None,
    }
}

fn outside(path: &str) -> Why {
    Why::FileNotRead { path: path.into() }
}

fn unread(path: &str, error: Unread) -> Why {
    match error {
        Unread::Missing => invalid(&format!("there is no file `{path}`")),
        Unread::NotAFile => invalid(&format!("`{path}` is not a file")),
        Unread::Outside | Unread::TooLarge => outside(path),
    }
}

fn string(bytes: Arc<[u8]>) -> Outcome {
    let text = std::str::from_utf8(&bytes).map_err(|_| invalid("the file is not UTF-8"))?;
    if text.len() > LONGEST_STRING { Err(Why::Budget) } else { plain(Kind::String(text.into())) }
}

/// `path` taken from the directory `from`, without dots; nothing where it climbs out of the tree.
pub(in crate::terraform) fn normalized(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in from.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folders that a pattern names without wildcards, and the rest.
fn without_fixed_start(pattern: &str) -> (&str, &str) {
    let wild = pattern.find(['*', '?', '[', '{', '\\']).unwrap_or(pattern.len());
    match pattern[..wild].rfind('/') {
        Some(slash) => (&pattern[..slash], &pattern[slash + 1..]),
        None => ("", pattern),
    }
}

/// Where the tree is on the machine that runs Terraform is not known; what comes after it is.
fn abspath(root: &str, path: &Value) -> Outcome {
    let path = text(path)?;
    if path.starts_with('/') {
        return string_of(cleaned(&path));
    }
    let why = Why::Runtime { reference: ABSOLUTE.into() };
    let inner = normalized(root, &path).ok_or_else(|| why.clone())?;
    let tree = [Piece::Hole(Value::unknown(why, Origin::NONE))];
    Ok(match &*inner {
        "" => followed_by(&tree, ""),
        inner => followed_by(&tree, &format!("/{inner}")),
    })
}

/// The function that makes a path start with the folder of the tree.
const ABSOLUTE: &str = "abspath";

fn followed_by(start: &[Piece], rest: &str) -> Value {
    let rest = (!rest.is_empty()).then(|| Piece::Text(rest.into()));
    joined(start.iter().cloned().chain(rest).collect(), Origin::NONE)
}

/// `f` of a path, or of the folders after what is not known of it.
fn of_last_folder(path: &Value, f: impl Fn(&[Piece], &str) -> Outcome) -> Outcome {
    match &path.kind {
        Kind::Partial(pieces) => match &**pieces {
            // One that climbs may end in what is not known.
            [start @ .., Piece::Text(rest)]
                if rest.len() > 1 && rest.starts_with('/') && normalized("", rest).is_some() =>
            {
                f(start, rest)
            }
            _ => f(&[], &text(path)?),
        },
        _ => f(&[], &text(path)?),
    }
}

fn pathexpand(path: &Value) -> Outcome {
    match text(path)?.starts_with('~') {
        true => Err(Why::Runtime { reference: "pathexpand(\"~\")".into() }),
        false => Ok(path.clone()),
    }
}

/// A path without double slashes and dots, as Go cleans it.
fn cleaned(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

fn basename(path: &str) -> String {
    let trimmed = path.trim_end_matches('/');
    match (path.is_empty(), trimmed.rsplit('/').next()) {
        (true, _) => ".".to_owned(),
        (false, Some("") | None) => "/".to_owned(),
        (false, Some(last)) => last.to_owned(),
    }
}

fn dirname(path: &str) -> String {
    match path.rfind('/') {
        Some(slash) => cleaned(&path[..=slash]),
        None => ".".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_tree() {
        assert_eq!(normalized("envs/prod", "../../files/./a").as_deref(), Some("files/a"));
        assert_eq!(normalized("envs", "../../a"), None);
        assert_eq!(without_fixed_start("a/b/*.json"), ("a/b", "*.json"));
        assert_eq!(without_fixed_start("**/*.json"), ("", "**/*.json"));
        assert_eq!((&*basename("a/b/"), &*dirname("a/b/")), ("b", "a/b"));
        assert_eq!((&*basename("/"), &*dirname("/a")), ("/", "/"));
    }
}
