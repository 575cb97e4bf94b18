//! Countries and time zones.

use anyhow::Result;

use super::super::failure::failure;

/// Two letters. Source: ISO 3166-1 alpha-2.
pub fn country(text: &str) -> Result<String, String> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic()) {
        Ok(text.to_ascii_uppercase())
    } else {
        Err("use the two letters of ISO 3166-1, such as EE".to_owned())
    }
}

/// A name of the IANA time zone database.
pub fn time_zone(text: &str) -> Result<String, String> {
    let zone: Result<chrono_tz::Tz, _> = text.parse();
    zone.map(|zone| zone.name().to_owned()).map_err(|_| "use an IANA name such as Europe/Tallinn".to_owned())
}

/// The time zone of a country that has only one and that we know.
pub fn time_zone_of(country: &str) -> Result<String> {
    let zone = match country {
        "EE" => "Europe/Tallinn",
        "FI" => "Europe/Helsinki",
        "LT" => "Europe/Vilnius",
        "LV" => "Europe/Riga",
        "NL" => "Europe/Amsterdam",
        "SE" => "Europe/Stockholm",
        _ => return Err(failure(format!("the time zone of {country} is not known"), "add --time-zone")),
    };
    Ok(zone.to_owned())
}
