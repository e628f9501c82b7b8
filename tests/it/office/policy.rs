//! The policy: the whole table of roles, subjects and actions.

use std::fmt::Write as _;

use entity::office::{Role, RoleGrant};
use iscm::office::{Action, Subject, Target, Viewer};
use sea_orm::Iterable as _;

/// Somebody with a role, for the RCM or Mexico where it is one for some.
fn viewer(role: Option<Role>) -> Viewer {
    let role = role.map(|role| RoleGrant {
        role,
        iscm: (role == Role::Secretariat).then(|| "rcm".to_owned()),
        country: (role == Role::FocalPoint).then(|| "MX".to_owned()),
    });
    Viewer {
        account: "one".into(),
        name: "One".into(),
        key: None,
        roles: role.into_iter().collect(),
    }
}

fn target(is_own: bool) -> Target {
    let (account, iscm, country) = if is_own {
        ("one", "rcm", "MX")
    } else {
        ("other", "sacm", "FJ")
    };
    Target {
        account: Some(account.to_owned()),
        iscms: vec![iscm.to_owned()],
        countries: vec![country.to_owned()],
    }
}

#[test]
fn the_whole_table() {
    let roles = Role::iter().map(Some).chain([None]);
    let mut table = String::new();
    for role in roles {
        let viewer = viewer(role);
        let name = role.map_or_else(
            || "(any account)".to_owned(),
            entity::enums::Vocabulary::word,
        );
        for subject in Subject::iter() {
            for (whose, is_own) in [("own", true), ("another's", false)] {
                let may = Action::iter()
                    .filter(|action| viewer.may(*action, subject, &target(is_own)).is_ok());
                let may: Vec<_> = may.map(entity::enums::Vocabulary::word).collect();
                if !may.is_empty() {
                    let _ = writeln!(
                        table,
                        "{name} | {whose} {} | {}",
                        entity::enums::Vocabulary::word(subject),
                        may.join(" ")
                    );
                }
            }
        }
    }
    insta::assert_snapshot!(table);
}
