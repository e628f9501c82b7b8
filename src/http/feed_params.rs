//! The parameters of the feed of versions.

use super::params::pairs;
use crate::input::utf8;

/// How many versions are told where nobody says, and at most.
const USUAL: u64 = 50;
const MOST: u64 = 100;

/// Which versions are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FeedParams {
    /// How many.
    pub(super) first: u64,
    /// Those before this one alone.
    pub(super) before: Option<i64>,
}

impl FeedParams {
    /// From the query string. What is empty is as if it was not given; others than these mean nothing.
    pub(super) fn from_address(query: &str) -> Result<Self, String> {
        let (mut first, mut before) = (None, None);
        for (name, value) in pairs(query) {
            let (place, most, takes) = match &*name {
                "first" => (&mut first, MOST.cast_signed(), "a number from 1 to 100"),
                "before" => (&mut before, i64::MAX, "the number of a version, from 1"),
                _ => continue,
            };
            if place.is_some() {
                return Err(format!("`{name}` stands more than once in the address"));
            }
            if value.is_empty() {
                continue;
            }
            let value = utf8(&value).map_err(|why| format!("`{name}` {why}"))?;
            let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
            let number = value.parse().ok().filter(|_| is_number);
            let number = number.filter(|number: &i64| (1..=most).contains(number));
            *place = Some(number.ok_or_else(|| format!("`{name}` takes {takes}"))?);
        }
        Ok(Self {
            first: first.map_or(USUAL, i64::unsigned_abs),
            before,
        })
    }

    /// The address of these, beside the pages.
    pub(super) fn address(self) -> String {
        let mut address = "changes.atom".to_owned();
        let first = (self.first != USUAL).then(|| format!("first={}", self.first));
        let before = self.before.map(|version| format!("before={version}"));
        for (param, sign) in first.into_iter().chain(before).zip(["?", "&"]) {
            address = address + sign + &param;
        }
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_written() {
        for (query, right, address) in [
            ("", (50, None), "changes.atom"),
            ("first=&before=&x=1", (50, None), "changes.atom"),
            ("first=2", (2, None), "changes.atom?first=2"),
            ("before=51", (50, Some(51)), "changes.atom?before=51"),
            (
                "before=3&first=100",
                (100, Some(3)),
                "changes.atom?first=100&before=3",
            ),
        ] {
            let params = FeedParams::from_address(query).expect(query);
            assert_eq!((params.first, params.before), right, "{query}");
            assert_eq!(params.address(), address, "{query}");
        }
        for (query, told) in [
            ("first=0", "`first` takes a number from 1 to 100"),
            ("first=101", "`first` takes"),
            ("first=%2B1", "`first` takes"),
            ("first=1&first=1", "`first` stands more than once"),
            ("before=0", "`before` takes the number of a version, from 1"),
            ("before=-1", "`before` takes"),
            ("before=9223372036854775808", "`before` takes"),
            ("before=%00", "`before` has a byte 0x00"),
            ("before=%FF", "`before` is no UTF-8"),
        ] {
            let error = FeedParams::from_address(query).expect_err(query);
            assert!(error.starts_with(told), "{query}: {error}");
        }
    }
}
