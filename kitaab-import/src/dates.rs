//! Days as text files write them, read strictly: nothing that merely looks like one.

use chrono::NaiveDate;

/// `yyyy-MM-dd`.
pub(crate) fn iso(cell: &[u8]) -> Option<NaiveDate> {
    let [year, month, day] = parts(cell, '-')?;
    date(year, month, day)
}

/// `M/d/yyyy`.
pub(crate) fn american(cell: &[u8]) -> Option<NaiveDate> {
    let [month, day, year] = parts(cell, '/')?;
    date(year, month, day)
}

/// `yyyyMMdd`.
pub(crate) fn compact(cell: &[u8]) -> Option<NaiveDate> {
    let cell = cell.trim_ascii();
    let (year, month, day) = (cell.get(..4)?, cell.get(4..6)?, cell.get(6..)?);
    if day.len() != 2 {
        return None;
    }
    date(digits(year)?, digits(month)?, digits(day)?)
}

fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn parts(cell: &[u8], separator: char) -> Option<[u32; 3]> {
    let mut parts = str::from_utf8(cell.trim_ascii()).ok()?.split(separator).map(|part| digits(part.as_bytes()));
    let found = [parts.next()??, parts.next()??, parts.next()??];
    if parts.next().is_some() { None } else { Some(found) }
}

fn digits(text: &[u8]) -> Option<u32> {
    let plain = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    if plain { str::from_utf8(text).ok()?.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_strictly() {
        assert_eq!(iso(b"2015-01-25"), NaiveDate::from_ymd_opt(2015, 1, 25));
        assert_eq!(iso(b" 2015-01-25 "), NaiveDate::from_ymd_opt(2015, 1, 25));
        for cell in
            ["", "Date", "2015-02-30", "2015-1", "2015-01-25-1", "+2015-01-25", "-2015-01-25", "9999999999-01-01"]
        {
            assert_eq!(iso(cell.as_bytes()), None, "{cell}");
        }
        assert_eq!(iso(b"2015-01-2\xff"), None);
    }

    #[test]
    fn other_ways_to_write_a_day() {
        assert_eq!(american(b"4/11/2019"), NaiveDate::from_ymd_opt(2019, 4, 11));
        assert_eq!(american(b"12/30/2020"), NaiveDate::from_ymd_opt(2020, 12, 30));
        assert_eq!(compact(b"20160318"), NaiveDate::from_ymd_opt(2016, 3, 18));
        for cell in ["", "30/12/2020", "4/11", "4/11/2019/1", "4-11-2019", "2019-04-11"] {
            assert_eq!(american(cell.as_bytes()), None, "{cell}");
        }
        for cell in ["", "2016031", "201603180", "20161301", "+2160318", "2016031\u{663}"] {
            assert_eq!(compact(cell.as_bytes()), None, "{cell}");
        }
    }
}
