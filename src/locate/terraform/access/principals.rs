//! Values to principals, in each way that they are named.

use std::net::IpAddr;
use std::sync::Arc;

use super::NOWHERE;
use super::document::{Mention, Part};
use crate::catalog::movement::Named;
use crate::catalog::principals::{Whose, identity, principal};
use crate::catalog::ways_in::WayIn;
use crate::locate::terraform::Locator;
use crate::model::{Kind, Origin, Piece, Principal, PrincipalKind, Standing, Value, Why};

/// Somebody who is let in.
pub(super) struct Found {
    pub principal: Principal,
    /// The resource of the tree that it is.
    pub resource: Option<usize>,
    pub origin: Origin,
}

/// Stands for an identifier that is not known.
const UNKNOWN: &str = "?";

impl Locator<'_> {
    /// The principals that one value of a way in names, or that its absence stands for.
    pub(super) fn principals(&self, at: usize, way: &WayIn, value: Option<&Value>) -> Vec<Found> {
        let Some(value) = value else {
            return vec![anyone(way.argument, NOWHERE)];
        };
        match way.named {
            Named::Network | Named::Value => vec![anyone(way.argument, value.origin)],
            Named::Policy | Named::Members => {
                let named = self.named_in(at, way.argument, value, Part::Principals);
                let somebody = |found: &Mention| {
                    self.somebody(at, way.argument, found.by.unwrap_or(way.named), &found.value)
                };
                named.iter().filter_map(somebody).collect()
            }
            _ => self.somebody(at, way.argument, way.named, value).into_iter().collect(),
        }
    }

    /// A resource of the tree, which is one's own; somebody by an identifier; or somebody whom nobody can tell. Services of
    /// providers are nobody by themselves.
    fn somebody(&self, at: usize, argument: &str, named: Named, value: &Value) -> Option<Found> {
        let origin = value.origin;
        let own = self.parent(at, argument, value).filter(|own| self.is_declared(*own));
        if let Some(own) = own.filter(|_| named != Named::Key) {
            let mut principal = principal(&self.resource(own).address, PrincipalKind::Role);
            principal.standing = Standing::Own;
            return Some(Found { principal, resource: Some(own), origin });
        }
        if let Some(whose) = whose(value) {
            // A service of the provider is nobody by itself.
            let principal = (whose == Whose::Own).then(|| of_the_run(value, kind(named)))?;
            return Some(Found { principal, resource: None, origin });
        }
        let text = match &value.kind {
            Kind::String(text) => Arc::clone(text),
            Kind::Number(number) => number.to_string().into(),
            Kind::Partial(pieces) if matches!(named, Named::Addresses | Named::Key) => {
                filled(pieces, UNKNOWN).into()
            }
            Kind::Partial(pieces) => return partly(pieces, kind(named), origin),
            // A block that only holds what other rows are about.
            Kind::Map(_) => return None,
            _ => UNKNOWN.into(),
        };
        let principal = match named {
            Named::Addresses => network(&text)?,
            Named::Key => principal(&self.resource(at).address, PrincipalKind::User),
            named => principal(&text, kind(named)),
        };
        (principal.kind != PrincipalKind::Service).then_some(Found {
            principal,
            resource: None,
            origin,
        })
    }
}

fn kind(named: Named) -> PrincipalKind {
    match named {
        Named::Account => PrincipalKind::Account,
        Named::Identifier | Named::Policy | Named::Principal | Named::Reference => {
            PrincipalKind::Role
        }
        Named::Region => PrincipalKind::Network,
        _ => PrincipalKind::User,
    }
}

/// Whose identity a value is that data sources answer with.
fn whose(value: &Value) -> Option<Whose> {
    match &value.kind {
        Kind::Unknown(why) => match &**why {
            Why::DataSource { resource, attribute } => {
                let (_, name) = resource.rsplit_once("data.")?;
                identity(name.split('.').next()?, attribute)
            }
            _ => None,
        },
        Kind::Partial(pieces) => {
            let mut holes = pieces.iter().filter_map(|piece| match piece {
                Piece::Hole(value) => Some(whose(value)),
                Piece::Text(_) => None,
            });
            let first = holes.next()??;
            holes.all(|other| other == Some(first)).then_some(first)
        }
        _ => None,
    }
}

/// Somebody of whoever runs Terraform.
fn of_the_run(value: &Value, kind: PrincipalKind) -> Principal {
    let named = match &value.kind {
        Kind::Partial(pieces) => in_part(pieces, kind),
        Kind::Unknown(why) => match &**why {
            Why::DataSource { resource, attribute } => {
                principal(&format!("{resource}.{attribute}"), kind)
            }
            _ => principal(UNKNOWN, kind),
        },
        _ => principal(UNKNOWN, kind),
    };
    Principal { standing: Standing::Own, ..named }
}

/// Somebody by an identifier that is known in part; services of providers are nobody by themselves.
fn partly(pieces: &[Piece], kind: PrincipalKind, origin: Origin) -> Option<Found> {
    let principal = in_part(pieces, kind);
    let is_somebody = principal.kind != PrincipalKind::Service;
    is_somebody.then_some(Found { principal, resource: None, origin })
}

/// What the form of an identifier tells that is known in part, such as `arn:aws:iam::?:root`.
fn in_part(pieces: &[Piece], kind: PrincipalKind) -> Principal {
    // Stands for what is not known where a form asks for an account.
    const ACCOUNT: &str = "000000000000";
    let form = principal(&filled(pieces, ACCOUNT), kind);
    let home = form.home.filter(|home| !home.contains(ACCOUNT));
    Principal { id: filled(pieces, UNKNOWN).into(), home, ..form }
}

/// The text of pieces with this in place of what is not known.
fn filled(pieces: &[Piece], hole: &str) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Text(text) => text.to_string(),
        Piece::Hole(_) => hole.to_owned(),
    };
    pieces.iter().map(text).collect()
}

fn anyone(argument: &str, origin: Origin) -> Found {
    let principal =
        Principal { kind: PrincipalKind::Anyone, ..principal(argument, PrincipalKind::Anyone) };
    Found { principal, resource: None, origin }
}

/// A range of addresses: all of them are anyone's, private ones are of one's own networks.
fn network(text: &str) -> Option<Principal> {
    let (address, length) = text.split_once('/').unwrap_or((text, ""));
    let of = |kind| Principal { kind, ..principal(text, kind) };
    // A name of a server may tell more than that it is on some network.
    let Ok(address) = address.parse::<IpAddr>() else {
        return Some(principal(text, PrincipalKind::Network));
    };
    let is_private = match address {
        IpAddr::V4(address) => {
            address.is_private() || address.is_loopback() || address.is_link_local()
        }
        IpAddr::V6(address) => address.is_unique_local() || address.is_loopback(),
    };
    match (is_private, length) {
        (true, _) => None,
        (false, "0") => Some(of(PrincipalKind::Anyone)),
        (false, _) => Some(of(PrincipalKind::Network)),
    }
}
