//! Bodies of requests that are compressed: what they were compressed with, and what they hold.

use std::io::{self, Read};

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use brotli::Decompressor;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::list::elements;

/// The names of all codings, as a header field lists them.
pub(super) const CODINGS: &str = "gzip, deflate, br, zstd";

/// The most codings of one body.
const MAX_CODINGS: usize = 3;

/// The largest window of zstd, as a power of two: what RFC 9659 lets a sender use.
const MAX_WINDOW: u32 = 23;

/// What a body was compressed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

/// Why a body is not decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It holds more than the limit.
    TooLong,
    /// It is not what it says that it is.
    Broken(Coding),
}

impl Coding {
    /// The codings of a body in the order in which they were applied; none when one is unknown, or when
    /// there are too many.
    pub(super) fn of(headers: &HeaderMap) -> Option<Vec<Self>> {
        let named = elements(headers, header::CONTENT_ENCODING);
        let named = named.filter(|element| !element.is("identity"));
        let all = named.map(|element| {
            Some(match element.value().to_ascii_lowercase().as_str() {
                "gzip" | "x-gzip" => Self::Gzip,
                "deflate" => Self::Deflate,
                "br" => Self::Brotli,
                "zstd" => Self::Zstd,
                _ => return None,
            })
        });
        let all: Vec<_> = all.collect::<Option<_>>()?;
        (all.len() <= MAX_CODINGS).then_some(all)
    }

    /// Its name, and what it may be of.
    pub(super) const fn described(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
            Self::Brotli => "br, with a window of 16 MiB at most",
            Self::Zstd => "zstd, with a window of 8 MiB at most",
        }
    }

    /// What a body holds, up to a limit of bytes.
    fn decode(self, body: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
        let mut rest = body;
        let from = &mut rest;
        let decoded = match self {
            Self::Gzip => read(MultiGzDecoder::new(from), limit),
            // Some send it without the wrapping that the name stands for.
            Self::Deflate if is_zlib(body) => read(ZlibDecoder::new(from), limit),
            Self::Deflate => read(DeflateDecoder::new(from), limit),
            // Windows of a gigabyte are no part of the coding (RFC 7932).
            Self::Brotli if body.first().is_none_or(|first| first & 0x7f == 0x11) => {
                return Err(Fault::Broken(self));
            }
            Self::Brotli => read(Decompressor::new(from, 4096), limit),
            Self::Zstd => zstd::Decoder::new(from).and_then(|mut decoder| {
                decoder.window_log_max(MAX_WINDOW)?;
                read(decoder, limit)
            }),
        };
        match decoded {
            Ok(decoded) if decoded.len() > limit => Err(Fault::TooLong),
            Ok(decoded) if rest.is_empty() => Ok(decoded),
            _ => Err(Fault::Broken(self)),
        }
    }
}

/// What a body holds that was compressed so. No more than the limit is held on the way, whatever it would
/// grow to.
pub(super) fn decode(body: Bytes, codings: &[Coding], limit: usize) -> Result<Bytes, Fault> {
    let last_first = codings.iter().rev();
    last_first.copied().try_fold(body, |body, coding| {
        coding.decode(&body, limit).map(Bytes::from)
    })
}

/// What can be read, up to one byte more than the limit.
fn read(mut from: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    from.by_ref().take(limit as u64 + 1).read_to_end(&mut all)?;
    if all.len() <= limit {
        // That of br tells after its end that more follows, when it is asked again.
        from.take(1).read_to_end(&mut all)?;
    }
    Ok(all)
}

/// Whether bytes begin as zlib wraps what it compressed (RFC 1950).
fn is_zlib(body: &[u8]) -> bool {
    match body {
        [method, flags, ..] => {
            method & 0x0f == 8 && u16::from_be_bytes([*method, *flags]).is_multiple_of(31)
        }
        _ => false,
    }
}
