//! Country codes as a policy writes them.

use crate::model::Country;
use crate::nearest::nearest;

/// The codes that ISO 3166-1 assigns, sorted. A code that nobody assigned would deny nothing, in silence.
const ASSIGNED: &str = "\
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ \
BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM \
DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS \
GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN \
KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ \
MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM \
PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV \
SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI \
VN VU WF WS YE YT ZA ZM ZW \
";

/// The country that `text` names, or what to write instead.
pub(super) fn read(text: &str) -> Result<Country, String> {
    if is_assigned(text)
        && let Ok(country) = text.parse()
    {
        return Ok(country);
    }
    Err(advice(text))
}

fn is_assigned(text: &str) -> bool {
    text.len() == 2 && ASSIGNED.split(' ').any(|code| code == text)
}

fn advice(text: &str) -> String {
    let upper = text.to_ascii_uppercase();
    match upper.as_str() {
        "UK" => "the code of the United Kingdom is `GB`".to_owned(),
        "EL" => "the code of Greece is `GR`".to_owned(),
        "JA" => "the code of Japan is `JP`; `ja` is its language".to_owned(),
        "EU" | "EEA" => "write the codes of its member countries one by one".to_owned(),
        "*" | "GLOBAL" | "ANY" => {
            "a place that may be anywhere is outside every list by itself; list countries"
                .to_owned()
        }
        _ if is_assigned(&upper) => format!("write it in upper case: `{upper}`"),
        _ => match english(text) {
            Some(code) => format!("write the code: `{code}`"),
            None => "write two upper-case letters of ISO 3166-1, such as `JP`".to_owned(),
        },
    }
}

/// A few names that people write where a code is asked for.
fn english(text: &str) -> Option<&'static str> {
    const NAMES: [(&str, &str); 8] = [
        ("china", "CN"),
        ("germany", "DE"),
        ("japan", "JP"),
        ("korea", "KR"),
        ("russia", "RU"),
        ("singapore", "SG"),
        ("usa", "US"),
        ("united states", "US"),
    ];
    let near = nearest(text, NAMES.iter().map(|(name, _)| *name))?;
    NAMES.iter().find(|(name, _)| *name == near).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_assigned_codes_are_sorted_and_well_formed() {
        let codes: Vec<&str> = ASSIGNED.split(' ').filter(|code| !code.is_empty()).collect();
        assert_eq!(codes.len(), 249);
        assert!(codes.is_sorted());
        assert!(codes.iter().all(|code| read(code).is_ok_and(|c| c.as_str() == *code)));
    }

    #[test]
    fn what_is_no_code_comes_with_advice() {
        assert!(read("UK").is_err_and(|advice| advice.contains("GB")));
        assert!(read("jp").is_err_and(|advice| advice.contains("JP")));
        assert!(read("Japan").is_err_and(|advice| advice.contains("JP")));
        assert!(read("*").is_err() && read("").is_err() && read("日本").is_err());
    }
}
