//! Which root a plan was made of: the one that declares what the plan names.

use std::collections::BTreeSet;

use super::Plan;
use super::address::{module_and_rest, module_names};
use crate::model::Record;
use crate::terraform::module::Module;

/// What a root declares: addresses of its resources and calls, `var.NAME` and `output.NAME`.
pub type Declared = BTreeSet<String>;

impl Plan<'_> {
    /// What the root declares that it was made of, as far as it says.
    pub fn declared(&self) -> Declared {
        if self.record == Record::Plan {
            return self.configured.of_root();
        }
        let mut declared = Declared::new();
        for instance in &self.instances {
            let (module, _) = module_and_rest(&instance.bare);
            declared.insert(match module_names(module).next() {
                Some(call) => format!("module.{call}"),
                None => instance.bare.to_string(),
            });
        }
        declared
    }
}

/// What a module declares.
pub fn declared_by(module: &Module) -> Declared {
    let resources = module.resources.keys().map(ToString::to_string);
    let calls = module.calls.keys().map(|name| format!("module.{name}"));
    let variables = module.variables.keys().map(|name| format!("var.{name}"));
    let outputs = module.outputs.keys().map(|name| format!("output.{name}"));
    resources.chain(calls).chain(variables).chain(outputs).collect()
}

/// How much two have in common, of all that either has: from 0 to 1. Kinds of declarations that the plan does not
/// tell of, as states do not of variables, are left out.
pub fn likeness(of_plan: &Declared, of_module: &Declared) -> f64 {
    let tells = |prefix: &str| of_plan.iter().any(|name| name.starts_with(prefix));
    let counts = |name: &&String| {
        ["var.", "output."].iter().all(|prefix| !name.starts_with(prefix) || tells(prefix))
    };
    let both = of_plan.intersection(of_module).count();
    let all = of_plan.len() + of_module.iter().filter(counts).count() - both;
    #[expect(clippy::cast_precision_loss, reason = "counts of names")]
    let ratio = both as f64 / all.max(1) as f64;
    ratio
}
