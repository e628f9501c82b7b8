//! The edge: how requests come and answers go, and what is kept, counted and refused on the way.

mod attacks;
mod bodies;
mod bounded;
mod budget;
mod caching;
pub(crate) mod events;
mod faults;
mod given;
mod handshakes;
mod heads;
mod hostile;
mod midnight;
mod observed;
mod origins;
mod peers;
mod persisted;
pub(crate) mod socket_client;
mod sockets;
mod targets;
mod traces;
