//! Addresses of resource instances, taken apart.

/// An address without the keys of its instances: `module.a.aws_b.c` of `module.a["x"].aws_b.c[0]`.
pub(super) fn bare(address: &str) -> String {
    steps(address).map(|step| step.name).collect::<Vec<_>>().join(".")
}

/// The module that an address is in, and the rest: `module.a["x"]` and `aws_b.c[0]`. The module of the root
/// is empty.
pub(super) fn module_and_rest(address: &str) -> (&str, &str) {
    let mut rest = address;
    loop {
        let mut steps = steps(rest);
        match (steps.next(), steps.next()) {
            (Some(Step { name: "module", .. }), Some(_)) => rest = steps.rest,
            _ => break,
        }
    }
    let module = &address[..address.len() - rest.len()];
    (module.strip_suffix('.').unwrap_or(module), rest)
}

/// The names of the modules that an address of a module leads through.
pub(super) fn module_names(module: &str) -> impl Iterator<Item = &str> {
    steps(module).map(|step| step.name).skip(1).step_by(2)
}

/// One step of an address: a name, and the key after it.
struct Step<'a> {
    name: &'a str,
}

struct Steps<'a> {
    rest: &'a str,
}

fn steps(address: &str) -> Steps<'_> {
    Steps { rest: address }
}

impl<'a> Iterator for Steps<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.find(['.', '[']).unwrap_or(self.rest.len());
        let (name, mut after) = self.rest.split_at(end);
        while after.starts_with('[') {
            after = &after[key_length(after)..];
        }
        self.rest = after.strip_prefix('.').unwrap_or(after);
        // What follows a key without a dot is no address: it ends here.
        if self.rest.len() == after.len() {
            self.rest = "";
        }
        Some(Step { name })
    }
}

/// Bytes of the key that a text starts with, brackets included.
fn key_length(text: &str) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b']' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_left_out_whatever_they_hold() {
        assert_eq!(bare("module.a[\"x.y]\\\"z\"].aws_b.c[0]"), "module.a.aws_b.c");
        assert_eq!(bare("data.aws_b.c"), "data.aws_b.c");
        assert_eq!(bare("aws_b.c[\"unclosed"), "aws_b.c");
        assert_eq!(bare(""), "");
    }

    #[test]
    fn modules_are_told_from_resources() {
        let address = "module.a[\"module.x\"].module.b.data.aws_c.module";
        let (module, rest) = module_and_rest(address);
        assert_eq!((module, rest), ("module.a[\"module.x\"].module.b", "data.aws_c.module"));
        assert_eq!(module_names(module).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(module_and_rest("aws_b.c"), ("", "aws_b.c"));
    }
}
