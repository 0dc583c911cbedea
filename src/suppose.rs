//! Facts that have not happened yet: another owner, another principal, another region.

use crate::catalog::regions;
use crate::model::{Access, Flow, Owner, Party, Place, Placement, Standing};

/// What is supposed.
#[derive(Clone, Debug, Default)]
pub struct Supposed {
    /// Owners of operators, by id or name of the operator.
    pub owners: Vec<(String, Owner)>,
    /// Who principals are, by identifier or by what they belong to.
    pub principals: Vec<(String, Party)>,
    /// Regions, and the place that takes the place of each: provider and region, or a region alone.
    pub regions: Vec<(String, Place)>,
}

/// The place of `aws/ap-northeast-1`.
///
/// # Errors
/// What is wrong with it, and the nearest known word.
pub fn place(text: &str) -> Result<Place, String> {
    let Some((provider, region)) = text.split_once('/') else {
        return Err(format!(
            "`{text}` is no place; write the provider, `/` and the region, such as `aws/ap-northeast-1`"
        ));
    };
    regions::place(provider, region, None).map_err(|why| match why {
        crate::model::Why::UnknownRegion { nearest: Some(nearest), .. } => {
            format!("`{text}` is not known; did you mean `{provider}/{nearest}`?")
        }
        _ => format!("`{text}` is not known"),
    })
}

impl Supposed {
    /// Puts what is supposed in the place of what is. How many facts that changed.
    pub fn apply(
        &self,
        placements: &mut [Placement],
        flows: &mut [Flow],
        access: &mut [Access],
    ) -> usize {
        let mut count = 0;
        let all = placements.iter_mut().chain(flows.iter_mut().map(|flow| &mut flow.far));
        for claim in all.flat_map(|placement| &mut placement.claims) {
            let name = format!("{}/{}", claim.place.provider, claim.place.region);
            let is_it = |old: &&(String, Place)| old.0 == name || old.0 == *claim.place.region;
            if let Some((_, place)) = self.regions.iter().find(is_it) {
                claim.place = place.clone();
                count += 1;
            }
            let operator = &mut claim.place.operator;
            for (id, owner) in &self.owners {
                if **id == *operator.id || **id == *operator.name {
                    operator.control.push(owner.clone());
                    count += 1;
                }
            }
        }
        for principal in access.iter_mut().map(|access| &mut access.principal) {
            let is_it = |(id, _): &&(String, Party)| {
                **id == *principal.id || principal.home.as_deref() == Some(id)
            };
            if let Some((_, party)) = self.principals.iter().find(is_it) {
                principal.standing = Standing::Party(party.clone());
                count += 1;
            }
        }
        count
    }
}
