//! The text of a key: `iscm_<8 characters>_<52 characters><6 characters>`. The first part is shown and found by, the second
//! is 256 random bits, and the last is a checksum of all before it, so that a key that was cut or mistyped is told
//! apart without looking it up. Of the key its SHA-256 is kept: of so many random bits it gives nothing away.

use std::fmt::{self, Write as _};

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// What every key begins with.
const BEGIN: &str = "iscm_";
/// Letters and digits that are not taken for each other (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const PREFIX: usize = 8;
const SECRET: usize = 52;
const CHECKSUM: usize = 6;

/// A key as its owner has it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyText(String);

/// Not the key: what is shown of it.
impl fmt::Debug for KeyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyText({}…)", self.prefix())
    }
}

impl KeyText {
    /// A new key.
    pub fn random() -> Result<Self, getrandom::Error> {
        let (mut prefix, mut secret) = ([0; 5], [0; 32]);
        getrandom::fill(&mut prefix)?;
        getrandom::fill(&mut secret)?;
        let mut text = format!("{BEGIN}{}_{}", base32(&prefix), base32(&secret));
        let checksum = checksum(&text);
        text.push_str(&checksum);
        Ok(Self(text))
    }

    /// A key that was sent, if it is whole.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (before, sum) = text.split_at_checked(text.len().checked_sub(CHECKSUM)?)?;
        let (prefix, secret) = before.strip_prefix(BEGIN)?.split_once('_')?;
        let is_whole = prefix.len() == PREFIX && secret.len() == SECRET && checksum(before) == sum;
        is_whole.then(|| Self(text.to_owned()))
    }

    /// The part that is shown.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.0[..BEGIN.len() + PREFIX]
    }

    /// The whole key.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    #[must_use]
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(&self.0))
    }

    /// Whether it is the key whose hash is kept; how long this takes does not tell how alike they are.
    #[must_use]
    pub fn is(&self, hash: &str) -> bool {
        self.hash().as_bytes().ct_eq(hash.as_bytes()).into()
    }
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Bytes in base 32, the last bits filled up with zeros.
pub(super) fn base32(bytes: &[u8]) -> String {
    let (mut text, mut held, mut bits) = (String::new(), 0_u32, 0);
    let mut push = |value: u32| text.push(char::from(ALPHABET[(value & 31) as usize]));
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push(held >> bits);
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        push(held << (5 - bits));
    }
    text
}

/// The checksum of a key's other parts.
fn checksum(text: &str) -> String {
    let mut sum = base32(&Sha256::digest(text)[..4]);
    sum.truncate(CHECKSUM);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_made() {
        let key = KeyText::random().expect("random bits");
        let read = KeyText::parse(key.reveal()).expect("whole");
        assert_eq!(read, key);
        assert_eq!(key.prefix().len(), 13);
        assert!(read.is(&key.hash()));
        assert!(!format!("{key:?}").contains(&key.reveal()[20..]));
        assert_ne!(KeyText::random().expect("random bits"), key);
    }

    #[test]
    fn a_key_that_is_not_whole_is_none() {
        let key = KeyText::random().expect("random bits");
        let text = key.reveal();
        for at in 0..text.len() {
            let mut letters: Vec<char> = text.chars().collect();
            letters[at] = if letters[at] == 'a' { 'b' } else { 'a' };
            let other: String = letters.into_iter().collect();
            assert_eq!(KeyText::parse(&other), None, "{at}");
        }
        for wrong in [
            "",
            "iscm_",
            "é",
            &text[1..],
            &text[..text.len() - 1],
            &format!("{text}0"),
        ] {
            assert_eq!(KeyText::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn bytes_are_written_by_five_bits() {
        assert_eq!(base32(&[]), "");
        assert_eq!(base32(&[0xff]), "zw");
        assert_eq!(base32(&[0, 0, 0, 0, 1]), "00000001");
        assert_eq!(base32(&[0; 32]).len(), SECRET);
    }
}
