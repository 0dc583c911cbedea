//! Why a value or a place is not known. A reason is data; its sentence is in `message`.

use std::sync::Arc;

use super::refusal::Refusal;

/// Why something is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// A variable without a default that no file sets.
    VariableNotSet {
        /// Its name.
        name: Arc<str>,
    },
    /// An attribute that the provider computes; it stays linked to its resource.
    Computed {
        /// Address of the resource.
        resource: Arc<str>,
        /// Path of the attribute in it.
        attribute: Arc<str>,
    },
    /// What a data source answers is known only when it is asked.
    DataSource {
        /// Address of the data source.
        resource: Arc<str>,
        /// Path of the attribute in it.
        attribute: Arc<str>,
    },
    /// An output of another root, whose state and source are not in the checked tree, or not told for certain.
    StateNotRead {
        /// What names the state in its backend, as far as it is known.
        state: Arc<str>,
        /// The output.
        output: Arc<str>,
    },
    /// An output of a module that is not on disk.
    ModuleNotOnDisk {
        /// Address of the call.
        module: Arc<str>,
        /// The `source` it names.
        source: ModuleSource,
    },
    /// A function that is not evaluated, because nobody taught us or because it needs time or chance.
    Function {
        /// Its name.
        name: Arc<str>,
    },
    /// A file that a function reads is outside the checked tree, or too large.
    FileNotRead {
        /// Its path as far as it is known.
        path: Arc<str>,
    },
    /// Something the code refers to and does not declare.
    NotDeclared {
        /// The reference as written.
        reference: Arc<str>,
    },
    /// An expression that fails: a wrong type, an index out of range.
    Invalid {
        /// What is wrong, in English: the program's own error, not prose.
        message: Arc<str>,
    },
    /// A value that depends on itself.
    Cycle,
    /// Evaluation stopped at a limit of size, depth or steps.
    Budget,
    /// It hangs on a value that is one of several.
    Undecided,
    /// Nothing is left to choose from: the constraints exclude one another.
    Empty,
    /// `terraform.workspace` and the like: known only when the program is run.
    Runtime {
        /// The expression as written.
        reference: Arc<str>,
    },
    /// The provider has no block that sets its region; it would read its environment.
    ProviderNotConfigured {
        /// Local name of the provider, with its alias.
        provider: Arc<str>,
    },
    /// The resource sets no location, and no default of its type is known.
    NoLocation {
        /// The argument that would say it.
        argument: Arc<str>,
    },
    /// An argument sends it to the address of a server, whose place is not known.
    Endpoint {
        /// The argument.
        argument: Arc<str>,
    },
    /// An argument of a backend that is given when Terraform is initialised.
    BackendNotConfigured {
        /// The argument.
        argument: Arc<str>,
    },
    /// The place of another resource, which is itself unknown or cannot be told.
    Inherited {
        /// The argument that names the other resource.
        argument: Arc<str>,
    },
    /// Only whose the far end is is told, and not where.
    Account {
        /// Id of the account, project or tenant.
        id: Arc<str>,
    },
    /// Data goes to, or comes from, somewhere that the configuration does not name.
    Elsewhere {
        /// The argument that says so.
        argument: Arc<str>,
    },
    /// A zone that is outside of the region that the resource is made in.
    ZoneElsewhere {
        /// The region that the zone is in.
        zone: Arc<str>,
        /// The region that the resource or its provider names.
        region: Arc<str>,
    },
    /// A word that the catalogue does not know for this provider.
    UnknownRegion {
        /// The provider whose regions were searched.
        provider: Arc<str>,
        /// The word as written.
        word: Arc<str>,
        /// The nearest known word.
        nearest: Option<Arc<str>>,
    },
    /// A resource type that the catalogue does not have.
    UnknownType {
        /// The type.
        type_name: Arc<str>,
    },
    /// Nothing in the catalogue tells where this type keeps its data.
    NoFact {
        /// The type.
        type_name: Arc<str>,
    },
    /// A workload that nothing binds to a place, in a cluster that nobody declared.
    Unconstrained,
    /// It goes to a cluster whose place nobody tells.
    ClusterNotKnown {
        /// Its name or address.
        cluster: Arc<str>,
    },
    /// It goes to clusters that are selected among those registered, which the files may not have all of.
    ClustersNotListed,
    /// Nothing says which cluster it goes to; there is one that it may be.
    ClusterNotNamed {
        /// The name of that.
        cluster: Arc<str>,
    },
    /// A name refers to an object that is not among the files.
    NotFound {
        /// What was looked for.
        reference: Arc<str>,
    },
    /// A handle, such as a volume id, that says nothing about its place.
    OpaqueHandle {
        /// The handle.
        handle: Arc<str>,
    },
    /// A host of which its name does not tell for certain where it is.
    HostPlace {
        /// The host.
        host: Arc<str>,
    },
    /// A template that is not rendered.
    NotRendered {
        /// The chart or file.
        path: Arc<str>,
    },
    /// A chart of the tree that is not rendered: only its values are read.
    ChartNotRendered {
        /// Its folder.
        path: Arc<str>,
    },
    /// A chart that does not render with its own values, and does with further ones.
    ChartLacksValues {
        /// Its folder.
        chart: Arc<str>,
        /// What helm says.
        message: Arc<str>,
    },
    /// A kustomization, or a part of one, that is not built.
    NotBuilt {
        /// Why.
        refusal: Refusal,
    },
    /// Made of something that a plan names, in an expression that it does not hold.
    ExpressionNotInPlan {
        /// The first thing that it is made of.
        reference: Arc<str>,
    },
    /// A plan that Terraform made of a part of the configuration, or did not finish.
    PlanIncomplete,
    /// A plan in the form that only Terraform reads.
    PlanNotShown {
        /// The file.
        path: Arc<str>,
    },
    /// A plan or state says another place than its source.
    PlacesDiffer {
        /// Which of the two.
        record: Record,
        /// The places that it says.
        recorded: Arc<str>,
        /// The places that the source says.
        source: Arc<str>,
    },
    /// A plan or state has it and its source does not.
    NotInSource {
        /// Which of the two.
        record: Record,
    },
    /// The source has it and its plan or state does not.
    OnlyInSource {
        /// Which of the two.
        record: Record,
    },
    /// A key that stands in one mapping twice. Each of its values is judged; a cluster has one of them.
    RepeatedKey {
        /// The key.
        key: Arc<str>,
    },
    /// A bare word that is not read as the text it looks like.
    Misread {
        /// The word as written.
        word: Arc<str>,
        /// What it is read as.
        read: Arc<str>,
    },
    /// A kind of input that this version does not read.
    NotSupported {
        /// What it is.
        what: Arc<str>,
    },
}

/// What Terraform writes down of a root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Record {
    /// What will be.
    Plan,
    /// What is.
    State,
}

/// The `source` of a module call, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModuleSource(pub Arc<str>);

impl Why {
    /// The reason without the word that a sensitive value holds, which nobody is to see.
    #[must_use]
    pub fn without_word(self) -> Why {
        match self {
            Why::UnknownRegion { provider, .. } => {
                Why::UnknownRegion { provider, word: "(sensitive)".into(), nearest: None }
            }
            other => other,
        }
    }

    /// The stable code of this reason in interfaces.
    pub fn code(&self) -> &'static str {
        match self {
            Why::VariableNotSet { .. } => "variable-not-set",
            Why::Computed { .. } => "computed",
            Why::DataSource { .. } => "data-source",
            Why::StateNotRead { .. } => "state-not-read",
            Why::ModuleNotOnDisk { .. } => "module-not-on-disk",
            Why::Function { .. } => "function",
            Why::FileNotRead { .. } => "file-not-read",
            Why::NotDeclared { .. } => "not-declared",
            Why::Invalid { .. } => "invalid",
            Why::Cycle => "cycle",
            Why::Budget => "budget",
            Why::Undecided => "undecided",
            Why::Empty => "empty",
            Why::Runtime { .. } => "runtime",
            Why::ProviderNotConfigured { .. } => "provider-not-configured",
            Why::NoLocation { .. } => "no-location",
            Why::Endpoint { .. } => "endpoint",
            Why::BackendNotConfigured { .. } => "backend-not-configured",
            Why::Inherited { .. } => "inherited",
            Why::Account { .. } => "account",
            Why::Elsewhere { .. } => "elsewhere",
            Why::ZoneElsewhere { .. } => "zone-elsewhere",
            Why::UnknownRegion { .. } => "unknown-region",
            Why::UnknownType { .. } => "unknown-type",
            Why::NoFact { .. } => "no-fact",
            Why::Unconstrained => "unconstrained",
            Why::ClusterNotKnown { .. } => "cluster-not-known",
            Why::ClustersNotListed => "clusters-not-listed",
            Why::ClusterNotNamed { .. } => "cluster-not-named",
            Why::NotFound { .. } => "not-found",
            Why::OpaqueHandle { .. } => "opaque-handle",
            Why::HostPlace { .. } => "host-place",
            Why::NotRendered { .. } => "not-rendered",
            Why::ChartNotRendered { .. } => "chart-not-rendered",
            Why::ChartLacksValues { .. } => "chart-lacks-values",
            Why::NotBuilt { .. } => "not-built",
            Why::ExpressionNotInPlan { .. } => "expression-not-in-plan",
            Why::PlanIncomplete => "plan-incomplete",
            Why::PlanNotShown { .. } => "plan-not-shown",
            Why::PlacesDiffer { .. } => "places-differ",
            Why::NotInSource { .. } => "not-in-source",
            Why::OnlyInSource { .. } => "only-in-source",
            Why::RepeatedKey { .. } => "repeated-key",
            Why::Misread { .. } => "misread",
            Why::NotSupported { .. } => "not-supported",
        }
    }
}
