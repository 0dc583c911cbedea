//! Which YAML files can be manifests, told without parsing them.

/// Whether a text may hold a Kubernetes object: a key `apiVersion` and a key `kind`, in block or flow
/// style, quoted or not. Errs on the side of yes.
pub fn is_manifest(text: &str) -> bool {
    has_key(text, "apiVersion") && has_key(text, "kind")
}

/// Whether a file in JSON that starts like this is a Kubernetes object: its version is a text, as it is not in schemas.
pub fn is_manifest_start(start: &str) -> bool {
    start.match_indices("\"apiVersion\"").any(|(at, key)| {
        let rest = start[at + key.len()..].trim_start();
        rest.strip_prefix(':').is_some_and(|value| value.trim_start().starts_with('"'))
    })
}

/// Whether the document around byte `at` of a stream may hold a Kubernetes object. Where it does not parse and
/// may not, nothing is lost.
pub fn is_in_manifest(text: &str, at: usize) -> bool {
    let at = (0..=at.min(text.len())).rfind(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let (before, after) = text.split_at(at);
    let start = before.rfind("\n---").map_or(0, |found| found + 1);
    let end = after.find("\n---").map_or(text.len(), |found| before.len() + found);
    is_manifest(&text[start..end])
}

/// Whether a text is a Helm template, which is not YAML: an action that speaks of what only Helm
/// has. Templates of other programs inside strings (alert texts, workflow parameters) do not count.
pub fn is_template(text: &str) -> bool {
    const HELM: [&str; 8] = [
        ".Values",
        ".Release",
        ".Chart",
        ".Capabilities",
        ".Files.",
        ".Template.",
        "include \"",
        "include (",
    ];
    text.split("{{").skip(1).any(|rest| {
        let action = rest.split("}}").next().unwrap_or(rest);
        HELM.iter().any(|word| action.contains(word))
    })
}

/// Whether an action of a template stands where a bare value or a line should: of a text that does not
/// parse this is why. Texts inside strings may hold such lines, so that it says nothing of others.
pub fn has_bare_action(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start().trim_start_matches("- ");
        let value = line.split_once(": ").map_or(line, |(_, value)| value);
        [line, value].iter().any(|part| part.trim_start_matches(['[', ' ']).starts_with("{{"))
    })
}

fn has_key(text: &str, key: &str) -> bool {
    text.match_indices(key).any(|(at, _)| {
        let starts_word = text[..at].bytes().next_back().is_none_or(|b| !is_word(b));
        let rest = text[at + key.len()..].trim_start_matches(['"', '\'']).trim_start();
        starts_word && rest.starts_with(':')
    })
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_of_every_style_are_told() {
        for text in [
            "apiVersion: v1\nkind: Pod\n",
            "\u{feff}kind: Pod\r\napiVersion: v1\r\n",
            "{\"apiVersion\":\"v1\",\"kind\" : \"List\",\"items\":[]}",
            "- a\n---\n'kind': Pod\n'apiVersion' : v1",
            "? apiVersion\n: v1\n? kind\n: Pod\n",
            "\"apiVersion\":\tv1\n\"kind\":\tPod\n",
        ] {
            assert!(is_manifest(text), "{text}");
        }
        for text in ["", "on: push\n", "kind: Pod\n", "my-kind: a\napiVersion: b\n", "apiVersion"] {
            assert!(!is_manifest(text), "{text}");
        }
    }

    #[test]
    fn manifests_in_json_are_told_by_how_they_start() {
        assert!(is_manifest_start("{\n\t\"kind\": \"List\", \"apiVersion\" : \"v1\","));
        assert!(!is_manifest_start("{\"properties\": {\"apiVersion\": {\"type\": \"string\"}}}"));
    }

    #[test]
    fn a_document_among_others_is_told_by_itself() {
        let text = "a: [\n---\napiVersion: v1\nkind: Pod\nx: [\n---\nkind: [";
        let at = |word: &str| text.find(word).expect("a word");
        assert!(!is_in_manifest(text, at("a: [")));
        assert!(is_in_manifest(text, at("x: [")));
        assert!(!is_in_manifest(text, text.len()));
    }

    #[test]
    fn actions_outside_of_strings_are_bare() {
        for text in ["a:\n  region: {{ .Env.REGION }}\n", "{{- range .Zones }}\n", "  - {{.Name}}"]
        {
            assert!(has_bare_action(text), "{text}");
        }
        assert!(!has_bare_action("a: \"{{ .Name }}\"\nb: x {{ $labels.a }}\n"));
        assert!(has_bare_action("zones: [{{ .Env.ZONES }}]\n"));
    }

    #[test]
    fn only_templates_of_charts_are_templates() {
        assert!(is_template("name: {{ .Values.name }}\n"));
        assert!(is_template("{{- include \"app.labels\" . | nindent 4 }}"));
        assert!(is_template("{{ if $.Values.on }}"));
        assert!(!is_template("summary: \"{{ $labels.instance }} is down\"\n"));
        assert!(!is_template("value: '{{inputs.parameters.x}}' # .Values\n"));
    }
}
