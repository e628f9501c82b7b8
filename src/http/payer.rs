//! Who pays for a request.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::HeaderMap;
use entity::office::Role;

use super::peer::{Peer, network};
use crate::config::Edge;
use crate::office::Viewer;

/// Who pays for a request: the network address that it comes from, or the account whose key comes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Payer {
    /// An address, of IPv6 its network.
    Address(IpAddr),
    /// An account.
    Account {
        id: Arc<str>,
        /// Whether its budget is a partner's.
        is_partner: bool,
    },
}

impl Payer {
    /// The address of a request without a key, or with one that is refused.
    pub(super) fn address(edge: &Edge, peer: Peer, headers: &HeaderMap) -> Self {
        Self::Address(network(peer.client(headers, edge.trusted_proxies as usize)))
    }

    /// The account of somebody who is known.
    pub(super) fn account(viewer: &Viewer) -> Self {
        let is_partner = viewer.roles.iter().any(|one| one.role == Role::Partner);
        Self::Account {
            id: Arc::clone(&viewer.account),
            is_partner,
        }
    }
}
