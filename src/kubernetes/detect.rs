//! Which YAML files can be manifests, told without parsing them.

/// Whether a text may hold a Kubernetes object: a key `apiVersion` and a key `kind`, in block or flow
/// style, quoted or not. Errs on the side of yes.
pub fn is_manifest(text: &str) -> bool {
    has_key(text, "apiVersion") && has_key(text, "kind")
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
    fn only_templates_of_charts_are_templates() {
        assert!(is_template("name: {{ .Values.name }}\n"));
        assert!(is_template("{{- include \"app.labels\" . | nindent 4 }}"));
        assert!(is_template("{{ if $.Values.on }}"));
        assert!(!is_template("summary: \"{{ $labels.instance }} is down\"\n"));
        assert!(!is_template("value: '{{inputs.parameters.x}}' # .Values\n"));
    }
}
