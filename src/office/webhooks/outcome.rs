//! What became of a message.

use entity::office::DeliveryFault;

use crate::webhook::{Answer, SendFault};

/// What became of a message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    /// The status of the answer, if there was one.
    pub(super) status: Option<u16>,
    /// Why it was not taken; nothing where it was.
    pub(super) fault: Option<DeliveryFault>,
    /// After how many seconds it is to be tried again, if the receiver says so.
    pub(super) retry_after: Option<u64>,
}

impl From<Result<Answer, SendFault>> for Outcome {
    fn from(sent: Result<Answer, SendFault>) -> Self {
        let fault = |fault| Self {
            status: None,
            fault: Some(fault),
            retry_after: None,
        };
        match sent {
            Ok(Answer {
                status,
                retry_after,
            }) => Self {
                status: Some(status),
                fault: match status {
                    200..=299 => None,
                    300..=399 => Some(DeliveryFault::Redirected),
                    410 => Some(DeliveryFault::Gone),
                    _ => Some(DeliveryFault::Status),
                },
                retry_after,
            },
            Err(SendFault::NotAllowed) => fault(DeliveryFault::AddressNotAllowed),
            Err(SendFault::Unreachable) => fault(DeliveryFault::Unreachable),
            Err(SendFault::TimedOut) => fault(DeliveryFault::TimedOut),
        }
    }
}
