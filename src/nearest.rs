//! "Did you mean": the nearest of a few words.

/// The candidate nearest to `word`, where one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let near_enough = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= near_enough)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_a_slip_and_leaves_the_rest_alone() {
        let words = ["countries", "operators", "unresolved"];
        assert_eq!(nearest("contries", words), Some("countries"));
        assert_eq!(nearest("severity", words), None);
    }
}
