//! Addresses of servers and stores in a text: URLs, hosts with or without a port, connection strings, lists of them.

use std::net::IpAddr;

use super::identifiers;
use super::table::{Table, columns};

const SCHEMES: Table = Table::new(include_str!("address-schemes.tsv"));

/// What an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address<'t> {
    /// A host outside of the cluster.
    Host(&'t str),
    /// A host of the cluster itself.
    Inside(&'t str),
    /// A bucket of this provider.
    Bucket(&'static str, &'t str),
    /// An identifier with a region of this provider.
    Region(&'static str, &'t str),
}

/// What the addresses in a text name, each once, in their order.
pub fn addresses(text: &str) -> Vec<Address<'_>> {
    if let Some((provider, region)) = identifiers::region(text) {
        return vec![Address::Region(provider, region)];
    }
    if let Some((provider, name)) = identifiers::store(text) {
        return vec![Address::Bucket(provider, name)];
    }
    let text = text.trim();
    let mut found = match text.split_once("://") {
        Some((scheme, rest)) => of_url(scheme.rsplit(':').next().unwrap_or(scheme), rest),
        None => of_words(text),
    };
    found.dedup();
    found
}

/// An address after its scheme: `user:password@host:port,host:port/path`.
fn of_url<'t>(scheme: &str, rest: &'t str) -> Vec<Address<'t>> {
    let authority = rest.split(['/', '?', '#', ';']).next().unwrap_or(rest);
    let (user, authority) = authority.rsplit_once('@').unwrap_or(("", authority));
    let is_bare = !authority.contains(['.', ':']);
    let provider = match store_scheme(scheme) {
        Some("") => return vec![Address::Inside(rest)],
        Some(provider) => Some(provider),
        None => None,
    };
    match provider {
        // Longhorn writes `s3://bucket@region/`, Hadoop `wasbs://container@account.host/`.
        Some(provider) if is_bare && !user.is_empty() && !user.contains(':') => {
            vec![Address::Region(provider, authority)]
        }
        Some(provider) if user.is_empty() => vec![Address::Bucket(provider, authority)],
        _ => authority.split(',').filter_map(host).collect(),
    }
}

/// The provider of the buckets that addresses of this scheme name; empty where they name something at hand, such as a file.
/// Nothing where they name a server.
fn store_scheme(scheme: &str) -> Option<&'static str> {
    SCHEMES.find(scheme).next().map(|row| columns::<2>(row)[1])
}

/// An address without a scheme: a host, hosts, or one among words such as `Server=tcp:host,1433;` and `host=host`, in
/// `user:password@tcp(host:port)/name`, or after `@//`.
fn of_words(text: &str) -> Vec<Address<'_>> {
    const NAMES: [&str; 10] = [
        "host",
        "hostaddr",
        "server",
        "data source",
        "addr",
        "address",
        "endpoint",
        "accountendpoint",
        "blobendpoint",
        "endpointsuffix",
    ];
    if let Some((_, rest)) = text.split_once("@tcp(") {
        return rest.split(')').next().and_then(host).into_iter().collect();
    }
    if let Some((_, rest)) = text.split_once("@//") {
        return rest.split('/').next().and_then(host).into_iter().collect();
    }
    if !text.contains('=') {
        return text.split(',').filter_map(host).collect();
    }
    let separator = if text.contains(';') { ';' } else { ' ' };
    let pairs = text.split(separator).filter_map(|pair| pair.split_once('='));
    let named =
        pairs.filter(|(name, _)| NAMES.iter().any(|known| known.eq_ignore_ascii_case(name.trim())));
    let values = named.filter_map(|(_, value)| {
        let value = value.trim();
        let value = value.strip_prefix("tcp:").unwrap_or(value);
        let value = value.split_once("://").map_or(value, |(_, rest)| rest);
        let value = value.split('/').next().unwrap_or(value);
        host(value.split(',').next().unwrap_or(value))
    });
    values.collect()
}

fn host(authority: &str) -> Option<Address<'_>> {
    let authority = authority.trim();
    let authority = authority.rsplit_once("://").map_or(authority, |(_, rest)| rest);
    // `nfs://host:/path` has no port.
    let is_port = |port: &str| port.bytes().all(|b| b.is_ascii_digit());
    let address = authority.strip_prefix('[').and_then(|rest| rest.split(']').next());
    let host = match (address, authority.rsplit_once(':')) {
        (Some(address), _) => address,
        (_, Some((host, port))) if is_port(port) && !host.contains(':') => host,
        _ => authority,
    };
    let host = host.trim_end_matches('.');
    if is_range(host) {
        return Some(Address::Host(host));
    }
    // A private address tells no place; that of a machine itself, or of all of its own, is there.
    if let Ok(address) = host.parse::<IpAddr>() {
        let is_own = address.is_loopback() || address.is_unspecified();
        return Some(if is_own { Address::Inside(host) } else { Address::Host(host) });
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if host.is_empty() || !host.chars().all(is_word) {
        return None;
    }
    let is_inside =
        !host.contains('.') || [".svc", ".cluster.local"].iter().any(|end| host.ends_with(end));
    Some(if is_inside { Address::Inside(host) } else { Address::Host(host) })
}

/// Whether this is a range of addresses: `203.0.113.0/24`.
fn is_range(text: &str) -> bool {
    let parts = text.split_once('/').map(|(address, length)| (address.parse::<IpAddr>(), length));
    parts.is_some_and(|(address, length)| address.is_ok() && length.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::regions;

    #[test]
    fn schemes_are_sorted_and_of_providers_that_are_known() {
        assert!(SCHEMES.all().is_sorted());
        for row in SCHEMES.all() {
            let [scheme, provider, source, confidence]: [&str; 4] = columns(row);
            assert!(!scheme.is_empty() && !source.is_empty() && !confidence.is_empty(), "{row}");
            assert!(provider.is_empty() || regions::has_provider(provider), "{row}");
        }
    }

    #[test]
    fn addresses_of_every_form_are_read() {
        use super::Address::{Bucket, Host, Inside, Region};
        let cases: [(&str, &[Address<'_>]); 26] = [
            ("https://a:b@s3.eu-west-1.example.com:443/x", &[Host("s3.eu-west-1.example.com")]),
            ("db.example.com:5432", &[Host("db.example.com")]),
            (
                "a.example.com:9092,b.example.com:9092",
                &[Host("a.example.com"), Host("b.example.com")],
            ),
            ("http://minio.storage.svc:9000", &[Inside("minio.storage.svc")]),
            ("redis:6379", &[Inside("redis")]),
            ("nfs://share.example.com:/backup", &[Host("share.example.com")]),
            ("203.0.113.0/24", &[Host("203.0.113.0/24")]),
            ("s3://members/backup", &[Bucket("aws", "members")]),
            ("s3://members@us-west-2/", &[Region("aws", "us-west-2")]),
            ("arn:aws:kms:us-west-2:111122223333:key/1", &[Region("aws", "us-west-2")]),
            (
                "Endpoint=sb://members.servicebus.windows.net/;SharedAccessKey=x",
                &[Host("members.servicebus.windows.net")],
            ),
            (
                "AccountName=members;AccountKey=x==;EndpointSuffix=core.chinacloudapi.cn",
                &[Host("core.chinacloudapi.cn")],
            ),
            ("0.0.0.0:8080", &[Inside("0.0.0.0")]),
            ("http://[::1]:9000", &[Inside("::1")]),
            ("10.0.3.4:5432", &[Host("10.0.3.4")]),
            ("https://[2001:db8::7]:443/x", &[Host("2001:db8::7")]),
            ("file:///data/us-east-1", &[Inside("/data/us-east-1")]),
            ("arn:aws:s3:::members/2026", &[Bucket("aws", "members")]),
            ("s3://key:word@store.example.com:9000/b", &[Host("store.example.com")]),
            ("app:word@tcp(db.example.com:3306)/members", &[Host("db.example.com")]),
            ("jdbc:oracle:thin:@//db.example.com:1521/members", &[Host("db.example.com")]),
            ("jdbc:sqlserver://db.example.com;databaseName=m", &[Host("db.example.com")]),
            ("Server=tcp:db.example.com,1433;Database=m", &[Host("db.example.com")]),
            ("host=db.example.com port=5432", &[Host("db.example.com")]),
            ("index.svc.example.com", &[Host("index.svc.example.com")]),
            ("wasbs://c@members.blob.core.windows.net/", &[Host("members.blob.core.windows.net")]),
        ];
        for (text, expected) in cases {
            assert_eq!(addresses(text), expected, "{text}");
        }
    }
}
