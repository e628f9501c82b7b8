//! The OpenID provider whose tokens are taken.

use std::time::Duration;

use clap::Args;
use entity::office::RoleGrant;
use jsonwebtoken::{Algorithm, AlgorithmFamily};
use serde::Deserialize;
use url::{Host, Url};

use super::given::{given, given_list};
use super::sources::Sources;
use crate::secret::shown;

/// The algorithms that signatures may have, where nothing else is said.
const ALGORITHMS: [Algorithm; 4] = [
    Algorithm::RS256,
    Algorithm::PS256,
    Algorithm::ES256,
    Algorithm::EdDSA,
];

/// What can be set of the provider. In the configuration file it stands under `[openid]`, without `openid_`.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[command(next_help_heading = "OpenID")]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a table, `[openid]`, with settings in it"
)]
pub struct OpenIdSettings {
    /// The OpenID provider whose bearer tokens are taken beside keys, as tokens name it, e.g.
    /// <https://login.example.org/realms/iscm> [default: none]
    #[serde(rename = "issuer", deserialize_with = "given")]
    #[arg(long, global = true, env = "ISCM_OPENID_ISSUER", value_name = "URL")]
    pub openid_issuer: Option<String>,
    /// Whom its tokens are to be for: the name that the provider has for this server
    #[serde(rename = "audience", deserialize_with = "given")]
    #[arg(
        long,
        global = true,
        env = "ISCM_OPENID_AUDIENCE",
        value_name = "AUDIENCE"
    )]
    pub openid_audience: Option<String>,
    /// The claim whose values are mapped to roles by `[[openid.roles]]` in the configuration file; a dot leads into
    /// a claim that has parts [default: groups]
    #[serde(rename = "roles_claim", deserialize_with = "given")]
    #[arg(
        long,
        global = true,
        env = "ISCM_OPENID_ROLES_CLAIM",
        value_name = "CLAIM"
    )]
    pub openid_roles_claim: Option<String>,
    /// The algorithms that signatures of tokens may have, separated by commas [default: RS256,PS256,ES256,EdDSA]
    #[serde(rename = "algorithms", deserialize_with = "given_list")]
    #[arg(
        long,
        global = true,
        env = "ISCM_OPENID_ALGORITHMS",
        value_name = "ALGORITHMS"
    )]
    pub openid_algorithms: Option<String>,
    /// How far the provider's clock may differ from this server's, in seconds [default: 60]
    #[serde(rename = "leeway", deserialize_with = "given")]
    #[arg(
        long,
        global = true,
        env = "ISCM_OPENID_LEEWAY",
        value_name = "SECONDS",
        allow_negative_numbers = true
    )]
    pub openid_leeway: Option<String>,
    /// What values of the claim stand for.
    #[arg(skip)]
    pub roles: Vec<MappedRole>,
}

/// A line of the mapping: what a value of the claim stands for.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `value` and `role` in it"
)]
pub struct MappedRole {
    /// The value.
    value: String,
    /// The role, as keys have it.
    role: String,
}

/// A provider of tokens, and what is taken of it.
#[derive(Clone, Debug)]
pub struct OpenId {
    /// Its name, as tokens have it, which is where it is.
    pub issuer: String,
    /// Whom its tokens are to be for.
    pub audience: String,
    /// The claim that tells roles.
    pub roles_claim: String,
    /// What values of this claim stand for.
    pub roles: Vec<(String, RoleGrant)>,
    /// The algorithms that signatures may have.
    pub algorithms: Vec<Algorithm>,
    /// How far its clock may differ, in seconds.
    pub leeway: u32,
    /// When its keys are fetched.
    pub times: KeyTimes,
}

/// When keys of a provider are fetched. No setting: tests have less patience.
#[derive(Clone, Copy, Debug)]
pub struct KeyTimes {
    /// How long fetching may take.
    pub patience: Duration,
    /// How long nothing is fetched after something was, or could not be.
    pub pause: Duration,
    /// For how long keys are taken for what they were when they were fetched.
    pub fresh: Duration,
    /// For how long they are taken while none can be fetched.
    pub kept: Duration,
}

impl Default for KeyTimes {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(5),
            pause: Duration::from_secs(5),
            fresh: Duration::from_mins(10),
            kept: Duration::from_hours(24),
        }
    }
}

impl OpenId {
    /// Whether something of a provider may be fetched from an address: by HTTPS, or from this machine.
    #[must_use]
    pub fn is_safe(url: &Url) -> bool {
        let is_here = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        url.scheme() == "https" || (url.scheme() == "http" && is_here)
    }
}

impl OpenIdSettings {
    /// The provider that these settings, those of the file and the defaults make, if there is one; or the setting that
    /// cannot be used, and what it takes.
    pub(super) fn resolve(
        self,
        file: Self,
        sources: Sources<'_>,
    ) -> Result<Option<OpenId>, String> {
        let issuer = sources.value("openid_issuer", self.openid_issuer, file.openid_issuer);
        let audience = (self.openid_audience, file.openid_audience);
        let audience = sources.value("openid_audience", audience.0, audience.1);
        let claim = (self.openid_roles_claim, file.openid_roles_claim);
        let claim = sources.value("openid_roles_claim", claim.0, claim.1);
        let algorithms = (self.openid_algorithms, file.openid_algorithms);
        let algorithms = sources.value("openid_algorithms", algorithms.0, algorithms.1);
        let roles = Some(file.roles).filter(|roles| !roles.is_empty());
        let (roles, roles_name) = sources.value("openid_roles", None, roles);
        let leeway = (self.openid_leeway, file.openid_leeway);
        let (given_leeway, leeway_name) =
            sources.value("openid_leeway", leeway.0.clone(), leeway.1.clone());
        let (Some(issuer), issuer_name) = issuer else {
            let others = [
                (audience.0.is_some(), audience.1),
                (claim.0.is_some(), claim.1),
                (algorithms.0.is_some(), algorithms.1),
                (given_leeway.is_some(), leeway_name),
                (roles.is_some(), roles_name),
            ];
            let alone = others.into_iter().find(|(is_given, _)| *is_given);
            return match alone {
                Some((_, name)) => Err(format!(
                    "{name} is of no use without a provider (--openid-issuer)"
                )),
                None => Ok(None),
            };
        };
        let Some(audience) = audience.0 else {
            return Err(format!(
                "{issuer_name} needs whom tokens are to be for (--openid-audience): without, those for others would be taken"
            ));
        };
        Ok(Some(OpenId {
            issuer: read_issuer(&issuer).map_err(|takes| format!("{issuer_name} {takes}"))?,
            audience: audience.trim().to_owned(),
            roles_claim: claim
                .0
                .map_or_else(|| "groups".to_owned(), |name| name.trim().to_owned()),
            roles: mapped(roles.unwrap_or_default())
                .map_err(|takes| format!("{roles_name}{takes}"))?,
            algorithms: match &algorithms.0 {
                None => ALGORITHMS.to_vec(),
                Some(list) => {
                    read_algorithms(list).map_err(|takes| format!("{} {takes}", algorithms.1))?
                }
            },
            leeway: sources.number("openid_leeway", leeway, &(0..=600), 60)?,
            times: KeyTimes::default(),
        }))
    }
}

/// The name of a provider.
fn read_issuer(text: &str) -> Result<String, String> {
    let text = text.trim();
    let is_issuer = |url: &Url| {
        OpenId::is_safe(url)
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
    };
    // A password that is written in an address is not shown.
    let takes = "takes an address such as https://login.example.org, by HTTPS unless it is on this machine, without a user, a password and parameters";
    match Url::parse(text) {
        Ok(url) if is_issuer(&url) => Ok(text.to_owned()),
        _ => Err(takes.to_owned()),
    }
}

/// The algorithms of a list; those with secrets that both sides have are none of a provider that publishes its keys.
fn read_algorithms(list: &str) -> Result<Vec<Algorithm>, String> {
    let read = |name: &str| {
        let algorithm = name.trim().parse().ok();
        let algorithm = algorithm.filter(|one: &Algorithm| one.family() != AlgorithmFamily::Hmac);
        algorithm.ok_or_else(|| {
            let taken = [
                AlgorithmFamily::Rsa,
                AlgorithmFamily::Ec,
                AlgorithmFamily::Ed,
            ];
            let taken = taken.iter().flat_map(AlgorithmFamily::algorithms);
            let taken: Vec<_> = taken.map(|one| format!("{one:?}")).collect();
            let taken = taken.join(", ");
            format!("takes some of {taken}, not {}", shown(name.trim()))
        })
    };
    list.split(',').map(read).collect()
}

/// The mapping; what is wrong goes on from its name.
fn mapped(roles: Vec<MappedRole>) -> Result<Vec<(String, RoleGrant)>, String> {
    let read = |(number, MappedRole { value, role }): (usize, MappedRole)| {
        let number = number + 1;
        if value.trim().is_empty() {
            return Err(format!(".{number}.value takes a value of the claim"));
        }
        let grant = RoleGrant::parse(&role);
        let takes = RoleGrant::TAKEN;
        let grant =
            grant.ok_or_else(|| format!(".{number}.role takes {takes}, not {}", shown(&role)))?;
        Ok((value, grant))
    };
    roles.into_iter().enumerate().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_asked_by_https_or_on_this_machine() {
        for text in [
            "https://login.example.org",
            "https://login.example.org/realms/iscm/",
            "http://localhost:8080",
            "http://127.0.0.1:8080/x",
            "http://[::1]:8080",
        ] {
            assert_eq!(read_issuer(text).as_deref(), Ok(text));
        }
        for text in [
            "",
            "login.example.org",
            "http://login.example.org",
            "http://localhost.example.org",
            "http://10.0.0.1",
            "ftp://127.0.0.1",
            "https://u:secret@login.example.org",
            "https://login.example.org/?secret=1",
            "https://login.example.org/#secret",
            "file:///etc/passwd",
        ] {
            let refused = read_issuer(text).expect_err(text);
            assert!(!refused.contains("secret"), "{refused}");
        }
    }

    #[test]
    fn no_secret_of_both_sides_signs() {
        for list in [
            "HS256",
            "none",
            "RS256,HS512",
            "rs256",
            "RS256,",
            "",
            "ES512",
        ] {
            let refused = read_algorithms(list).expect_err(list);
            assert!(
                refused.contains("RS256") && !refused.contains("HS256,"),
                "{refused}"
            );
        }
        assert_eq!(
            read_algorithms("ES384, EdDSA"),
            Ok(vec![Algorithm::ES384, Algorithm::EdDSA])
        );
        let own = ALGORITHMS
            .map(|algorithm| format!("{algorithm:?}"))
            .join(",");
        assert_eq!(read_algorithms(&own), Ok(ALGORITHMS.to_vec()));
    }
}
