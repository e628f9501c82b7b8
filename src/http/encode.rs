//! Compression: which a client accepts, and the compressed bytes.

use std::cmp::Ordering;
use std::io::{self, Write};
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, header};

use super::list::elements;
use crate::apart::{NotBegun, apart};

/// How a body is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Encoding {
    Identity,
    Gzip,
    Zstd,
    Brotli,
}

/// Below so many bytes a body is not compressed: headers and packets outweigh the gain.
const MIN_COMPRESSED: usize = 1_000;

/// From so many bytes on, encoding takes longer than handing it to another thread.
const MIN_APART: usize = 100_000;

/// What an encoder collects before it writes, in bytes.
const BUFFER: usize = 64 << 10;

/// Brotli's quality: above it, time grows faster than size falls.
const QUALITY: i32 = 5;

impl Encoding {
    /// All encodings.
    pub(super) const ALL: [Self; 4] = [Self::Identity, Self::Gzip, Self::Zstd, Self::Brotli];

    /// The best encoding that a client accepts: what it wants most, of that what it names, of that the
    /// smallest. To one that takes anything what most clients read is sent.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        if !headers.contains_key(header::ACCEPT_ENCODING) {
            return Self::Identity;
        }
        let (mut named, mut any) = ([None; Self::ALL.len()], 0.0);
        for element in elements(headers, header::ACCEPT_ENCODING) {
            let is_meant = |of: &Self| of.names().iter().any(|name| element.is(name));
            match Self::ALL.into_iter().find(is_meant) {
                Some(encoding) => named[encoding as usize] = Some(element.quality()),
                None if element.is("*") => any = element.quality(),
                None => {}
            }
        }
        let rank = |encoding: Self| match named[encoding as usize] {
            Some(quality) => (quality, true, encoding as u8),
            // It is acceptable unless it is named.
            None if encoding == Self::Identity => (f32::MIN_POSITIVE, false, 0),
            None => (any, false, u8::from(encoding == Self::Gzip)),
        };
        let ranked = Self::ALL
            .map(|encoding| (rank(encoding), encoding))
            .into_iter();
        let acceptable = ranked.filter(|((quality, ..), _)| *quality > 0.0);
        let best = acceptable
            .max_by(|(one, _), (other, _)| one.partial_cmp(other).unwrap_or(Ordering::Equal));
        best.map_or(Self::Identity, |(_, encoding)| encoding)
    }

    /// The names in header fields, the usual one first.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Identity => &["identity"],
            Self::Gzip => &["gzip", "x-gzip"],
            Self::Zstd => &["zstd"],
            Self::Brotli => &["br"],
        }
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }

    /// Lets a function write what is encoded on its way.
    pub(super) fn writing(
        self,
        to: &mut (dyn Write + Send),
        write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> io::Result<()> {
        match self {
            Self::Identity => write(to),
            Self::Gzip => {
                let mut encoder = flate2::write::GzEncoder::new(to, flate2::Compression::default());
                write(&mut encoder)?;
                encoder.finish().map(drop)
            }
            Self::Zstd => {
                let level = zstd::DEFAULT_COMPRESSION_LEVEL;
                let mut encoder = zstd::stream::write::Encoder::new(to, level)?;
                write(&mut encoder)?;
                encoder.finish().map(drop)
            }
            Self::Brotli => {
                let params = brotli::enc::BrotliEncoderParams {
                    quality: QUALITY,
                    ..Default::default()
                };
                let mut encoder = brotli::CompressorWriter::with_params(to, BUFFER, &params);
                write(&mut encoder)?;
                encoder.flush()
            }
        }
    }

    /// The value of `Content-Encoding`.
    pub(super) fn header(self) -> Option<HeaderValue> {
        match self {
            Self::Identity => None,
            encoding => Some(HeaderValue::from_static(encoding.name())),
        }
    }

    /// Like [`Self::encode`]; long bodies are encoded on another thread, as they would hold up
    /// other requests.
    pub(super) async fn encode_apart(self, body: Vec<u8>) -> (Vec<u8>, Self) {
        if body.len() < MIN_APART || self == Self::Identity {
            return self.encode(body);
        }
        let body = Arc::new(body);
        let shared = Arc::clone(&body);
        match apart(move || self.encoded(&shared)).await {
            Ok(Some(encoded)) => (encoded, self),
            Ok(None) | Err(NotBegun) => (Arc::unwrap_or_clone(body), Self::Identity),
        }
    }

    /// The encoded bytes, and their encoding: `Identity` when no other is worth it.
    pub(super) fn encode(self, body: Vec<u8>) -> (Vec<u8>, Self) {
        if body.len() < MIN_COMPRESSED {
            return (body, Self::Identity);
        }
        match self.encoded(&body) {
            Some(encoded) => (encoded, self),
            None => (body, Self::Identity),
        }
    }

    fn encoded(self, body: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Identity => None,
            Self::Gzip => gzip(body),
            Self::Zstd => zstd::encode_all(body, zstd::DEFAULT_COMPRESSION_LEVEL).ok(),
            Self::Brotli => brotli(body),
        }
    }
}

fn gzip(body: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

fn brotli(body: &[u8]) -> Option<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: QUALITY,
        ..Default::default()
    };
    let mut encoded = Vec::new();
    brotli::BrotliCompress(&mut &*body, &mut encoded, &params).ok()?;
    Some(encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_that_is_taken_is_chosen() {
        for (accept, right) in [
            ("", Encoding::Identity),
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip, deflate", Encoding::Gzip),
            ("gzip;q=1, br;q=0.5", Encoding::Gzip),
            ("br;q=0, gzip;q=0.1", Encoding::Gzip),
            ("zstd", Encoding::Zstd),
            ("*", Encoding::Gzip),
            ("identity", Encoding::Identity),
            ("br;q=nonsense", Encoding::Identity),
            ("gzip;q=0, *", Encoding::Brotli),
            ("*;q=0.1, br;Q=0", Encoding::Gzip),
            ("*;q=0", Encoding::Identity),
            ("GZIP ; q = 0.5, identity;q=0.4", Encoding::Gzip),
            ("identity, gzip;q=0.5", Encoding::Identity),
            ("deflate, compress", Encoding::Identity),
            ("zstd;q=0.5, br;q=0.5, x-gzip;q=0.5", Encoding::Brotli),
        ] {
            let headers = [(header::ACCEPT_ENCODING, HeaderValue::from_static(accept))];
            assert_eq!(
                Encoding::of(&headers.into_iter().collect()),
                right,
                "{accept}"
            );
        }
    }

    #[test]
    fn small_bodies_stay_as_they_are() {
        assert_eq!(
            Encoding::Brotli.encode(vec![b'x'; 10]).1,
            Encoding::Identity
        );
        let (bytes, encoding) = Encoding::Brotli.encode(vec![b'x'; 5_000]);
        assert!(bytes.len() < 100 && encoding == Encoding::Brotli);
    }
}
