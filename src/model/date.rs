//! Days.

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

const DAYS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl Date {
    /// The day of this number after 1970-01-01 (the civil calendar of Howard Hinnant, `days_from_civil`, reversed).
    pub fn of_days(days: u32) -> Date {
        let shifted = days + 719_468;
        let era = shifted / 146_097;
        let of_era = shifted % 146_097;
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + u32::from(month <= 2);
        Date {
            year: u16::try_from(year).unwrap_or(u16::MAX),
            month: u8::try_from(month).unwrap_or(1),
            day: u8::try_from(day).unwrap_or(1),
        }
    }

    /// The same day so many months later; the last of its month where that is shorter.
    pub fn months_later(self, months: u16) -> Date {
        let month = u16::from(self.month) - 1 + months;
        let year = self.year.saturating_add(month / 12);
        let month = u8::try_from(month % 12).unwrap_or(0) + 1;
        Date { year, month, day: self.day.min(days_in(year, month)) }
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        _ => DAYS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or(0),
    }
}

impl FromStr for Date {
    type Err = ();

    /// Reads `2026-07-01`.
    fn from_str(text: &str) -> Result<Date, ()> {
        let mut parts = text.splitn(3, '-');
        let mut part = |width: usize| {
            let part = parts.next().filter(|part| part.len() == width).ok_or(())?;
            part.bytes().all(|b| b.is_ascii_digit()).then_some(part).ok_or(())
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        let year: u16 = year.parse().map_err(drop)?;
        let month: u8 = month.parse().map_err(drop)?;
        let day: u8 = day.parse().map_err(drop)?;
        let is_day = day >= 1 && day <= days_in(year, month);
        is_day.then_some(Date { year, month, day }).ok_or(())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_counted_and_written() {
        let date: Date = "2026-07-01".parse().expect("a day");
        assert_eq!(date.to_string(), "2026-07-01");
        for wrong in
            ["2026-7-1", "2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "", "2026-01-01-"]
        {
            assert!(wrong.parse::<Date>().is_err(), "{wrong}");
        }
        assert!("2024-02-29".parse::<Date>().is_ok());
        assert_eq!(Date::of_days(0).to_string(), "1970-01-01");
        assert_eq!(Date::of_days(20_635).to_string(), "2026-07-01");
        assert_eq!(Date::of_days(19_782).to_string(), "2024-02-29");
    }

    #[test]
    fn months_end_where_they_end() {
        let later =
            |text: &str, months| text.parse::<Date>().map(|d| d.months_later(months).to_string());
        assert_eq!(later("2025-08-31", 6).as_deref(), Ok("2026-02-28"));
        assert_eq!(later("2026-07-01", 12).as_deref(), Ok("2027-07-01"));
    }
}
