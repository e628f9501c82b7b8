//! What is given to make or change a webhook, held to what it takes.

use std::sync::Arc;

use super::super::desk::Office;
use super::super::propose_input::argument_text;
use super::super::user_error::{UserError, UserErrorCode};
use super::rows::Said;
use crate::error::Result;
use crate::model::Only;
use crate::webhook::AddressFault;

/// What is given to make a webhook, or to change one: what is not given stays.
#[derive(Clone, Debug, Default)]
pub struct WebhookInput {
    /// The address.
    pub url: Option<Arc<str>>,
    /// What it is for, in words.
    pub description: Option<Arc<str>>,
    /// The ISCMs, by acronym, slug or id; none for all.
    pub iscms: Option<Vec<Arc<str>>>,
}

impl WebhookInput {
    /// What the webhook is to be; or what is wrong with the address.
    pub(super) fn said(&self, office: &Office) -> Result<std::result::Result<Said, UserError>> {
        let description = self.description.as_deref();
        let description = description.map(|text| argument_text("description", text));
        let scope = office.graph.scope();
        let iscms = self.iscms.as_deref();
        let only = iscms.map(|names| Only::read(&scope, None, Some(names)));
        let url = match self
            .url
            .as_deref()
            .map(|text| office.services.sender.address(text))
        {
            None => None,
            Some(Ok(address)) => Some(address.as_str().to_owned()),
            Some(Err(fault)) => {
                let code = match &fault {
                    AddressFault::Malformed(_) => UserErrorCode::Invalid,
                    AddressFault::NotAllowed => UserErrorCode::AddressNotAllowed,
                };
                return Ok(Err(UserError::new(code, &["url"], fault.to_string())));
            }
        };
        Ok(Ok(Said {
            url,
            description: description.transpose()?,
            iscms: only.transpose()?.map(|only| only.iscms().to_vec()),
        }))
    }
}
