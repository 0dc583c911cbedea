//! Far ends of flows: where a value of an argument says that data goes, or comes from.

use std::sync::Arc;

use crate::catalog::addresses::{Address, addresses};
use crate::catalog::endpoints::{self, Whereabouts};
use crate::catalog::movement::{FarEnd, Movement};
use crate::catalog::{regions, scopes};
use crate::locate::terraform::written::Written;
use crate::locate::terraform::{Locator, Site, parts};
use crate::model::{Kind, Origin, Place, Value, Why};
use crate::source::Span;

/// A far end.
pub(super) struct End {
    /// Address of the resource of the tree that it is, or its identifier.
    pub resource: Arc<str>,
    /// Type of that resource.
    pub type_name: Option<Arc<str>>,
    /// Where it is.
    pub site: Site,
    /// The literal that says so.
    pub span: Span,
}

/// The longest identifier that is shown.
const LONGEST: usize = 200;

impl Locator<'_> {
    /// The far ends that one value of an argument names, or that its absence stands for.
    pub(super) fn far_ends(
        &mut self,
        at: usize,
        row: &Movement,
        value: Option<&Value>,
    ) -> Vec<End> {
        let origin = value.map_or(Origin::NONE, |value| value.origin);
        match row.far_end {
            FarEnd::Itself | FarEnd::Provider | FarEnd::Value => Vec::new(),
            FarEnd::Elsewhere => vec![self.nowhere(at, row, origin)],
            FarEnd::Edge => {
                let facts = self.facts[at].provider;
                let (catalog, operator) = facts.map_or(("", ""), |f| (f.catalog, f.operator));
                vec![self.at_places(at, row, vec![regions::global(catalog, operator)], origin)]
            }
            FarEnd::Paired => {
                let site = self.site(at);
                let pairs = site.claims.iter().filter_map(|claim| regions::pair(&claim.place));
                let pairs: Vec<Place> = pairs.collect();
                // A region without a pair has nothing to copy to.
                let has_none = pairs.is_empty() && !site.claims.is_empty() && site.why.is_none();
                let end = (!has_none).then(|| self.at_places(at, row, pairs, origin));
                end.into_iter().collect()
            }
            FarEnd::Scope => {
                let facts = self.facts[at].provider;
                let (catalog, operator) = facts.map_or(("", ""), |f| (f.catalog, f.operator));
                let name = value.and_then(Value::as_str).unwrap_or_default();
                let scope = scopes::scope(catalog, operator, name).into_iter().collect();
                vec![self.at_places(at, row, scope, origin)]
            }
            FarEnd::Region => value.map(|value| self.region_end(at, value)).into_iter().collect(),
            FarEnd::Reference | FarEnd::Identifier | FarEnd::Host => {
                value.map(|value| self.named_ends(at, row, value)).unwrap_or_default()
            }
            FarEnd::Account | FarEnd::Email | FarEnd::Member | FarEnd::Policy => {
                value.map(|value| self.account_end(at, value)).into_iter().collect()
            }
        }
    }

    /// A region of the resource's own provider.
    fn region_end(&self, at: usize, value: &Value) -> End {
        let service = self.facts[at].kind.and_then(|kind| kind.service());
        let site = self.claims(at, value, service, &[]);
        let resource = match site.claims.is_empty() {
            true => written(value),
            false => names_of(site.claims.iter().map(|claim| &claim.place)),
        };
        End { resource, type_name: None, site, span: self.span_of(at, value.origin) }
    }

    /// What a reference, an identifier or an address names: a resource of the tree before what its text says.
    fn named_ends(&mut self, at: usize, row: &Movement, value: &Value) -> Vec<End> {
        let span = self.span_of(at, value.origin);
        if let Some(parent) = self.parent(at, row.argument, value)
            && self.is_declared(parent)
        {
            let site = self.site_of_parent(at, parent, value.origin);
            let other = self.resource(parent);
            let (resource, type_name) =
                (Arc::clone(&other.address), Some(Arc::clone(&other.type_name)));
            return vec![End { resource, type_name, site, span }];
        }
        let texts = match &value.kind {
            Kind::String(text) => self.ends_of_text(at, text, value),
            Kind::Partial(pieces) => match parts::identified(pieces) {
                Some(place) => vec![self.at_place(at, place, value.origin)],
                None => Vec::new(),
            },
            // A block that only holds what other rows are about.
            Kind::Map(_) | Kind::Open(..) => return Vec::new(),
            _ => Vec::new(),
        };
        if !texts.is_empty() {
            return texts;
        }
        let inside = self.ends_in_document(at, row, value);
        if !inside.is_empty() {
            return inside;
        }
        let why = value.first_why().unwrap_or(Why::NotFound { reference: written(value) });
        let mut site = self.missing(at, why);
        site.because.extend(&*self.because(value.origin));
        vec![End { resource: written(value), type_name: None, site, span }]
    }

    /// The far ends that a document in JSON names among other things.
    fn ends_in_document(&mut self, at: usize, row: &Movement, value: &Value) -> Vec<End> {
        let Some(written) = Written::of(value) else { return Vec::new() };
        let Some(document) = written.document() else { return Vec::new() };
        let mut found = Vec::new();
        for inner in written.texts(&document, "") {
            let declared = self.parent(at, row.argument, &inner).filter(|of| self.is_declared(*of));
            let is_address = || match &inner.kind {
                Kind::String(text) => !addresses(text).is_empty(),
                Kind::Partial(pieces) => parts::identified(pieces).is_some(),
                _ => false,
            };
            let is_itself = inner == *value;
            if !is_itself && (declared.is_some() || is_address()) {
                found.extend(self.named_ends(at, row, &inner));
            }
        }
        found
    }

    fn ends_of_text(&self, at: usize, text: &str, value: &Value) -> Vec<End> {
        let named = addresses(text).into_iter().filter_map(|address| match address {
            Address::Region(provider, region) => {
                let place = regions::place(provider, region, None);
                Some(self.end_at(at, short(text), place, value.origin))
            }
            Address::Bucket(..) => {
                let missing = Err(Why::NotFound { reference: short(text) });
                Some(self.end_at(at, short(text), missing, value.origin))
            }
            Address::Host(host) => Some(self.host_end(at, host, value.origin)),
            Address::Inside(_) => None,
        });
        named.collect()
    }

    /// A host is where its name tells; where a service mostly is may be another place in this case.
    fn host_end(&self, at: usize, host: &str, origin: Origin) -> End {
        let why = Why::HostPlace { host: short(host) };
        let (place, why) = match endpoints::endpoint(host).map(|endpoint| endpoint.place) {
            Some(Whereabouts::Told(place)) => (Ok(place), None),
            Some(Whereabouts::Usual(place) | Whereabouts::Open(place)) => (Ok(place), Some(why)),
            None => (Err(why), None),
        };
        let mut end = self.end_at(at, short(host), place, origin);
        if let Some(why) = why {
            end.site.add(self.missing(at, why));
        }
        end
    }

    /// An account, which tells whose the far end is and not where.
    fn account_end(&self, at: usize, value: &Value) -> End {
        let why = value.first_why().unwrap_or(Why::Account { id: written(value) });
        let site = self.missing(at, why);
        let span = self.span_of(at, value.origin);
        End { resource: written(value), type_name: None, site, span }
    }

    fn end_at(
        &self,
        at: usize,
        resource: Arc<str>,
        place: Result<Place, Why>,
        origin: Origin,
    ) -> End {
        let site = match place {
            Ok(place) => {
                Site { claims: vec![self.claim(at, place, origin, &[])], ..Site::default() }
            }
            Err(why) => {
                let mut site = self.missing(at, why);
                site.because.extend(&*self.because(origin));
                site
            }
        };
        End { resource, type_name: None, site, span: self.span_of(at, origin) }
    }

    fn at_place(&self, at: usize, place: Place, origin: Origin) -> End {
        self.end_at(at, names_of([&place]), Ok(place), origin)
    }

    /// One end that is at one of these places; nowhere that is told where there are none.
    fn at_places(&self, at: usize, row: &Movement, places: Vec<Place>, origin: Origin) -> End {
        if places.is_empty() {
            return self.nowhere(at, row, origin);
        }
        let resource = names_of(&places);
        let claims = places.into_iter().map(|place| self.claim(at, place, origin, &[])).collect();
        let site = Site { claims, ..Site::default() };
        End { resource, type_name: None, site, span: self.span_of(at, origin) }
    }

    fn nowhere(&self, at: usize, row: &Movement, origin: Origin) -> End {
        let argument = if row.argument.is_empty() { row.resource_type } else { row.argument };
        let why = Why::Elsewhere { argument: argument.into() };
        self.end_at(at, argument.into(), Err(why), origin)
    }
}

/// What places are called where nothing else is.
fn names_of<'p>(places: impl IntoIterator<Item = &'p Place>) -> Arc<str> {
    let name = |place: &Place| format!("{}/{}", place.provider, place.region);
    let mut names: Vec<String> = places.into_iter().map(name).collect();
    names.dedup();
    names.join(", ").into()
}

/// A value as people read it.
fn written(value: &Value) -> Arc<str> {
    value.as_str().map_or_else(|| "?".into(), short)
}

fn short(text: &str) -> Arc<str> {
    text.chars().take(LONGEST).collect::<String>().into()
}
