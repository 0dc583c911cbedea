//! Terraform resources to placements, by what the catalogue knows of their types.

mod access;
mod closed;
mod cluster;
mod flows;
mod joined;
mod keys;
mod labels;
mod named;
mod parent;
mod part_of;
mod parts;
mod ways;
mod written;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use self::cluster::Objects;
pub use self::cluster::Surroundings;
pub use self::joined::locate_joined;
use self::parts::{flat, step};
use super::{Located, because};
use crate::catalog::types::{LocationFrom, ResourceType, resource_type};
use crate::catalog::{NAME_ATTRIBUTES, identifiers, providers, regions};
use crate::model::{
    Because, Claim, Holds, Kind, Origin, Place, Placement, Resource, Step, Unresolved, Value, Why,
};
use crate::terraform::Resolution;

/// Locates every resource of a resolution.
pub fn locate(resolution: &Resolution, around: Surroundings<'_>) -> Located {
    let mut locator = Locator::new(resolution);
    let mut located = Located { names: locator.names(), ..Located::default() };
    let Objects { placements: mut objects, flows, access } =
        locator.objects(around, &located.names);
    located.unresolved.extend(flows.iter().filter_map(cluster::open_end));
    located.flows = flows;
    located.flows.extend(locator.flows());
    let mut keys = locator.keys();
    located.access = access;
    located.access.extend(locator.access());
    for (at, resource) in resolution.resources.iter().enumerate() {
        let facts = locator.facts[at];
        if !facts.keeps_data {
            continue;
        }
        if let Some(placements) = objects.remove(&at) {
            located.unresolved.extend(placements.iter().filter_map(cluster::open));
            located.placements.extend(placements);
            continue;
        }
        if let Some(why) = locator.unread_object(at) {
            let placement = locator.unread(at, why.clone());
            let (span, resource) = (resource.span, Arc::clone(&resource.address));
            located.unresolved.push(Unresolved { span, resource, why });
            located.placements.push(placement);
            continue;
        }
        let site = locator.site(at);
        let mut placement = locator.placement(at, facts, site);
        placement.keys = keys.remove(&at).unwrap_or_default();
        let reason = match facts.kind {
            // That it is not on disk was said where it is called.
            _ if resource.module.is_some() => None,
            None => Some(Why::UnknownType { type_name: Arc::clone(&resource.type_name) }),
            Some(kind) if kind.holds == Holds::Nothing => None,
            Some(_) => placement.why_unknown.clone(),
        };
        located.unresolved.extend(reason.map(|why| Unresolved {
            span: resource.span,
            resource: Arc::clone(&resource.address),
            why,
        }));
        located.placements.push(placement);
    }
    located
}

/// What the catalogue knows of a resource.
#[derive(Clone, Copy)]
struct Facts {
    kind: Option<ResourceType>,
    provider: Option<providers::Provider>,
    keeps_data: bool,
}

/// Where a resource may be, and what is missing.
#[derive(Clone, Default)]
struct Site {
    claims: Vec<Claim>,
    why: Option<Why>,
    because: Vec<Because>,
    /// Whether it hangs on a module that was not read.
    is_closed: bool,
}

impl Site {
    /// Adds what another one says.
    fn add(&mut self, other: Site) {
        self.claims.extend(other.claims);
        self.because.extend(other.because);
        self.why = self.why.take().or(other.why);
        self.is_closed |= other.is_closed;
    }
}

struct Locator<'r> {
    resolution: &'r Resolution,
    /// The resources of the resolution, then what was looked up for them.
    resources: Vec<&'r Resource>,
    facts: Vec<Facts>,
    by_address: HashMap<&'r str, usize>,
    by_name: HashMap<&'r str, Vec<usize>>,
    sites: Vec<Option<Site>>,
    /// Places looked up so far, by provider, service and word: most resources share a few.
    places: RefCell<HashMap<PlaceKey, Result<Place, Why>>>,
    chains: RefCell<HashMap<Origin, Rc<[Because]>>>,
    depth: usize,
}

type PlaceKey = (&'static str, Option<&'static str>, Arc<str>);

/// Longest chain of resources whose place comes from another one.
const DEEPEST_INHERITANCE: usize = 64;

impl<'r> Locator<'r> {
    fn new(resolution: &'r Resolution) -> Locator<'r> {
        let mut by_address = HashMap::new();
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        let resources: Vec<&Resource> =
            resolution.resources.iter().chain(&resolution.looked_up).collect();
        let mut facts = Vec::with_capacity(resources.len());
        let mut known: HashMap<(&str, Option<&str>), Facts> = HashMap::new();
        for (at, resource) in resources.iter().enumerate() {
            by_address.insert(&*resource.address, at);
            let named = NAME_ATTRIBUTES.iter().filter_map(|name| resource.attributes.get(*name));
            for name in named.filter_map(Value::as_str) {
                by_name.entry(name).or_default().push(at);
            }
            let used = resource.provider.as_ref().map(|used| &*used.name);
            let key = (&*resource.type_name, used);
            facts.push(*known.entry(key).or_insert_with(|| facts_of(resource)));
        }
        let sites = vec![None; resources.len()];
        let (places, chains) = (RefCell::default(), RefCell::default());
        Locator {
            resolution,
            resources,
            facts,
            by_address,
            by_name,
            sites,
            places,
            chains,
            depth: 0,
        }
    }

    /// Where a resource is; worked out once.
    fn site(&mut self, at: usize) -> Site {
        if let Some(site) = &self.sites[at] {
            return site.clone();
        }
        if self.depth > DEEPEST_INHERITANCE {
            return self.missing(at, Why::Budget);
        }
        self.sites[at] = Some(self.missing(at, Why::Cycle));
        self.depth += 1;
        let site = self.find(at);
        self.depth -= 1;
        self.sites[at] = Some(site.clone());
        site
    }

    /// Tries the ways to a place, the one that counts most first.
    fn find(&mut self, at: usize) -> Site {
        if let Some(module) = &self.resource(at).module {
            return self.of_closed_module(at, module);
        }
        let Some(kind) = self.facts[at].kind else { return self.of_unknown_type(at) };
        let mut site = Site::default();
        let mut why = None;
        for way in kind.location_from() {
            let found = match way {
                LocationFrom::Region(path) => self.by_region(at, kind, path),
                LocationFrom::Zone(path) => self.by_zone(at, kind, path),
                LocationFrom::Inherits(path) => self.by_parent(at, path),
                LocationFrom::Endpoint(path) => self.by_endpoint(at, path),
                LocationFrom::Provider => self.by_provider(at, kind.is_zonal()),
                LocationFrom::Global => Found::Settled(self.global(at)),
                LocationFrom::Nothing => {
                    let type_name = Arc::clone(&self.resource(at).type_name);
                    Found::Not(Why::NoFact { type_name })
                }
            };
            match found {
                Found::Settled(last) => {
                    site.add(last);
                    return site;
                }
                Found::Partly(part) => site = part,
                // The last way is the one that all others fall back to: its reason says what to set. That an
                // argument is left out says less than why another one, which is there, is not known.
                Found::Not(Why::NoLocation { .. }) if why.as_ref().is_some_and(is_of_value) => {}
                Found::Not(reason) => why = Some(reason),
            }
        }
        let why =
            site.why.take().or(why).unwrap_or_else(|| Why::NoFact {
                type_name: Arc::clone(&self.resource(at).type_name),
            });
        Site { why: Some(why), because: vec![self.subject(at)], ..site }
    }

    /// A type that the catalogue does not have may be where its arguments or its provider say.
    fn of_unknown_type(&mut self, at: usize) -> Site {
        let mut site = Site::default();
        for name in ["region", "location", "zone"] {
            if let Some(value) = self.resource(at).attributes.get(name).filter(|v| !v.is_null()) {
                site = self.claims(at, value, None, &[]);
                break;
            }
        }
        if site.claims.is_empty()
            && let Found::Settled(of_provider) = self.by_provider(at, false)
        {
            site = of_provider;
        }
        let type_name = Arc::clone(&self.resource(at).type_name);
        let because = vec![self.subject(at)];
        Site { why: Some(Why::UnknownType { type_name }), because, ..site }
    }

    fn global(&self, at: usize) -> Site {
        let facts = self.facts[at].provider;
        let (catalog, operator) = facts.map_or(("", ""), |facts| (facts.catalog, facts.operator));
        let place = regions::global(catalog, operator);
        Site { claims: vec![self.claim(at, place, Origin::NONE, &[])], ..Site::default() }
    }

    fn default_place(&self, at: usize, kind: ResourceType, word: &str) -> Site {
        let catalog = self.facts[at].provider.map_or("", |facts| facts.catalog);
        match regions::place(catalog, word, kind.service()) {
            Ok(place) => {
                Site { claims: vec![self.claim(at, place, Origin::NONE, &[])], ..Site::default() }
            }
            Err(why) => self.missing(at, why),
        }
    }

    /// The places that the words of a value name with the provider of a resource.
    fn claims(
        &self,
        at: usize,
        value: &Value,
        service: Option<&'static str>,
        choice: &[Because],
    ) -> Site {
        let catalog = self.facts[at].provider.map_or("", |facts| facts.catalog);
        self.claims_in(catalog, at, value, service, choice)
    }

    fn claims_in(
        &self,
        catalog: &'static str,
        at: usize,
        value: &Value,
        service: Option<&'static str>,
        choice: &[Because],
    ) -> Site {
        let mut site = Site::default();
        for alternative in value.alternatives() {
            let found = match &alternative.kind {
                Kind::Null => continue,
                Kind::String(word) => self.place(catalog, service, word),
                Kind::Partial(pieces) => parts::place(catalog, pieces)
                    .ok_or_else(|| alternative.first_why().unwrap_or(Why::Undecided)),
                _ => Err(alternative.first_why().unwrap_or(Why::Undecided)),
            };
            match found {
                Ok(place) => site.claims.push(self.claim(at, place, alternative.origin, choice)),
                Err(why) => {
                    site.because.push(self.subject(at));
                    site.because.extend(choice);
                    site.because.extend(&*self.because(alternative.origin));
                    let is_sensitive = value.marks().and(alternative.marks()).sensitive;
                    site.why.get_or_insert(if is_sensitive { why.without_word() } else { why });
                }
            }
        }
        site
    }

    fn place(
        &self,
        catalog: &'static str,
        service: Option<&'static str>,
        word: &Arc<str>,
    ) -> Result<Place, Why> {
        let key = (catalog, service, Arc::clone(word));
        let mut places = self.places.borrow_mut();
        let place = || {
            regions::place(catalog, word, service).or_else(|why| match identifiers::region(word) {
                // Where a name is asked for, an identifier that ends in it is taken as well.
                Some((provider, name)) if provider == catalog => {
                    regions::place(catalog, name, service)
                }
                _ => Err(why),
            })
        };
        places.entry(key).or_insert_with(place).clone()
    }

    /// The hops of an origin. Resources of one provider configuration share them.
    fn because(&self, origin: Origin) -> Rc<[Because]> {
        let mut chains = self.chains.borrow_mut();
        let chain = || because(&self.resolution.provenance, origin).collect();
        Rc::clone(chains.entry(origin).or_insert_with(chain))
    }

    fn claim(&self, at: usize, place: Place, origin: Origin, choice: &[Because]) -> Claim {
        let mut hops = vec![self.subject(at)];
        hops.extend(choice);
        hops.extend(&*self.because(origin));
        hops.extend(&*self.because(self.resource(at).origin));
        let decided_by = self.resolution.provenance.decisive(origin);
        let decided_by = decided_by.map_or(self.resource(at).span, |hop| hop.span);
        Claim { place, because: hops, decided_by }
    }

    /// The values of an argument that is set, elements of lists one by one; nothing where it is not.
    fn values(&self, at: usize, path: &str) -> Option<Vec<Value>> {
        let mut segments = path.split('.');
        let first = self.resource(at).attributes.get(segments.next()?)?;
        let mut values = flat(first);
        for segment in segments {
            values = values.iter().flat_map(|value| step(value, segment)).collect();
        }
        (!values.is_empty()).then_some(values)
    }

    fn missing(&self, at: usize, why: Why) -> Site {
        Site { why: Some(why), because: vec![self.subject(at)], ..Site::default() }
    }

    fn resource(&self, at: usize) -> &'r Resource {
        self.resources[at]
    }

    fn subject(&self, at: usize) -> Because {
        Because { span: self.resource(at).span, step: Step::Subject }
    }

    fn placement(&self, at: usize, facts: Facts, site: Site) -> Placement {
        let resource = self.resource(at);
        let provider = resource.provider.as_ref();
        let implied = resource.type_name.split('_').next().unwrap_or("");
        let mut claims: Vec<Claim> = Vec::new();
        for claim in site.claims {
            if !claims.iter().any(|c| c.place == claim.place && c.decided_by == claim.decided_by) {
                claims.push(claim);
            }
        }
        Placement {
            resource: Arc::clone(&resource.address),
            type_name: Arc::clone(&resource.type_name),
            class: facts.kind.map_or("", |kind| kind.class).into(),
            root: Arc::clone(&self.resolution.root),
            environments: Vec::new(),
            span: resource.span,
            provider: provider.map_or_else(|| implied.into(), |used| Arc::clone(&used.name)),
            claims,
            is_closed: site.is_closed,
            why_unknown: site.why,
            unknown_because: site.because,
            holds: facts.kind.map_or(Holds::Unknown, |kind| kind.holds),
            labels: self.labels(at),
            namespace: None,
            keys: Vec::new(),
            part_of: self.part_of(at),
        }
    }
}

/// What one way to a place gave.
enum Found {
    /// This is the place, or this is why nobody knows.
    Settled(Site),
    /// The argument may be left out, so that the next way counts as well.
    Partly(Site),
    /// Not this way, and why.
    Not(Why),
}

fn may_be_null(value: &Value) -> bool {
    matches!(value.kind, Kind::Null | Kind::Unknown(_))
}

/// Whether a reason is that of an argument that is there.
fn is_of_value(why: &Why) -> bool {
    !matches!(why, Why::NoLocation { .. })
}

fn facts_of(resource: &Resource) -> Facts {
    let kind = resource_type(&resource.type_name);
    let of_use = resource.provider.as_ref().and_then(|used| providers::provider(&used.name));
    let provider = of_use.or_else(|| kind.and_then(|kind| providers::provider(kind.provider)));
    let keeps_data = provider.is_none_or(|provider| provider.keeps_data);
    Facts { kind, provider, keeps_data }
}
