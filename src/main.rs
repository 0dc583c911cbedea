//! tmp
fn main() {
    let paths = std::env::args().skip(1).collect();
    let s = sekisho::survey(&sekisho::Request { paths, ..Default::default() });
    let mut c = std::collections::BTreeMap::new();
    for p in &s.placements {
        *c.entry(p.certainty().as_str()).or_insert(0) += 1;
        if std::env::var("V").is_ok() {
            println!(
                "{} {} {} {:?} {:?}",
                p.root,
                p.resource,
                p.certainty().as_str(),
                p.places().map(|p| p.region.to_string()).collect::<Vec<_>>(),
                p.why_unknown
            );
        }
    }
    for p in &s.problems {
        eprintln!(
            "{} {}",
            p.span
                .map(|x| format!("{}:{}", s.sources.path(x), s.sources.position(x).line))
                .unwrap_or(p.path.clone()),
            p.message
        );
    }
    println!(
        "files {} roots {} resources {} {:?} unresolved {} problems {}",
        s.sources.len(),
        s.roots.len(),
        s.resources,
        c,
        s.unresolved.len(),
        s.problems.len()
    );
}
