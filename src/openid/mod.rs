//! Bearer tokens of an OpenID provider: who holds one, and which roles that means. The provider tells where its keys are
//! (discovery), and its keys (JWKS); a token is held to the signature, the issuer, the audience and the time.
//!
//! May use: `config`, `error`.

mod claims;
mod fetch;
mod keys;
mod known;
mod provider;
mod signatures;

pub use claims::Holder;
pub use provider::Provider;
