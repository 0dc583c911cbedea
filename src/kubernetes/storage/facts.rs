//! What the tables know of volumes: their sources, and the fields and parameters that say a place.

use crate::catalog::table::{Table, columns};
use crate::kubernetes::facts::{Scale, scale, some};

const VOLUMES: Table = Table::new(include_str!("../volume-sources.tsv"));
const FIELDS: Table = Table::new(include_str!("../volume-fields.tsv"));
const PARAMETERS: Table = Table::new(include_str!("../class-parameters.tsv"));

/// A CSI driver, a provisioner, or a volume source that is part of Kubernetes.
pub(super) struct VolumeSource {
    /// Its name in the tables.
    pub name: &'static str,
    /// Whose disks they are, where that is one provider's.
    pub provider: Option<&'static str>,
    /// Whether the disk is at its node: then it is where the cluster is.
    pub at_node: bool,
    /// Class of the store in the catalogue.
    pub class: &'static str,
    /// The field of the source that holds its handle.
    pub handle: &'static str,
    /// Forms of a handle that tell its place.
    pub forms: &'static str,
}

/// The source of this name. Drivers that are installed more than once have the namespace before their name.
pub(super) fn volume_source(name: &str) -> Option<VolumeSource> {
    let of_name = |name: &str| VOLUMES.find(name).next();
    let row = of_name(name).or_else(|| of_name(name.split_once('.')?.1))?;
    let [name, provider, reach, class, handle, forms] = columns(row);
    let provider = some(provider);
    Some(VolumeSource { name, provider, at_node: reach == "node", class, handle, forms })
}

/// A field of a volume that says a place.
pub(super) struct VolumeField {
    /// The field: one of the source, `volumeAttributes.` or `mountOptions.` and a name.
    pub path: &'static str,
    /// What it names.
    pub scale: Scale,
}

/// The fields of the volumes of a source.
pub(super) fn fields(source: &str) -> impl Iterator<Item = VolumeField> {
    FIELDS.find(source).filter_map(|row| {
        let [_, path, says] = columns(row);
        Some(VolumeField { path, scale: scale(says)? })
    })
}

/// A parameter of a class.
pub(super) struct Parameter {
    /// What it says.
    pub says: Says,
    /// Forms of its value; any where there are none.
    pub forms: &'static str,
    /// The service whose words its values are.
    pub service: Option<&'static str>,
}

/// What a parameter says.
pub(super) enum Says {
    /// A place.
    Place(Scale),
    /// That there is a copy in the pair of its region.
    Pair,
}

/// A parameter of a class of this driver. Drivers read their names in any case.
pub(super) fn parameter(driver: &str, name: &str) -> Option<Parameter> {
    let name = name.to_ascii_lowercase();
    let of_driver = |driver: &str| PARAMETERS.find(&format!("{driver}\t{name}")).next();
    let [_, _, says, forms, service] = columns(of_driver(driver).or_else(|| of_driver("*"))?);
    let says = if says == "pair" { Says::Pair } else { Says::Place(scale(says)?) };
    Some(Parameter { says, forms, service: some(service) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::regions;
    use crate::kubernetes::facts::assert_whole;

    #[test]
    fn rows_are_sorted_and_say_what_is_read() {
        assert_whole(&[(VOLUMES, 8), (FIELDS, 5), (PARAMETERS, 7)]);
        for row in VOLUMES.all() {
            let [name, provider] = columns(row);
            assert!(
                provider.is_empty() || regions::has_provider(provider) || provider == "vsphere"
            );
            assert!(volume_source(name).is_some(), "{row}");
        }
        for row in FIELDS.all() {
            let [name, _, says] = columns(row);
            assert!(volume_source(name).is_some() && scale(says).is_some(), "{row}");
        }
        for row in PARAMETERS.all() {
            let [driver, name, _, _, service] = columns(row);
            assert!(parameter(driver, name).is_some(), "{row}");
            assert!(driver == "*" || volume_source(driver).is_some(), "{row}");
            assert!(service.is_empty() || regions::has_partition(service), "{row}");
        }
    }

    #[test]
    fn a_driver_of_a_namespace_is_the_driver() {
        assert_eq!(
            volume_source("rook-ceph.rbd.csi.ceph.com").map(|s| s.name),
            Some("rbd.csi.ceph.com")
        );
        assert!(volume_source("csi.example.test").is_none());
    }
}
