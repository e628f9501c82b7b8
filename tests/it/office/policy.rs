//! The policy: the whole table of roles, subjects and actions.

use std::fmt::Write as _;

use entity::enums::Vocabulary;
use entity::office::{Role, RoleGrant};
use iscm::office::{Action, Subject, Target, Viewer, may};
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

fn target(is_own: bool, is_public: bool) -> Target {
    let (account, iscm, country) = if is_own {
        ("one", "rcm", "MX")
    } else {
        ("other", "sacm", "FJ")
    };
    Target {
        account: Some(account.to_owned()),
        iscms: vec![iscm.to_owned()],
        countries: vec![country.to_owned()],
        is_public,
    }
}

#[test]
fn the_whole_table() {
    let roles = Role::iter().map(|role| (Vocabulary::word(role), Some(viewer(Some(role)))));
    let known = ("(any account)".to_owned(), Some(viewer(None)));
    let everybody = ("(everybody)".to_owned(), None);
    let mut table = String::new();
    for (name, viewer) in roles.chain([known, everybody]) {
        for subject in Subject::iter() {
            for (whose, is_own, is_public) in [
                ("own", true, false),
                ("another's", false, false),
                ("another's public", false, true),
            ] {
                let target = target(is_own, is_public);
                let may = |action: &Action| may(viewer.as_ref(), *action, subject, &target).is_ok();
                let may: Vec<_> = Action::iter().filter(may).map(Vocabulary::word).collect();
                // What is public is told where it makes a difference.
                if !may.is_empty() && (!is_public || subject == Subject::Question) {
                    let subject = Vocabulary::word(subject);
                    let _ = writeln!(table, "{name} | {whose} {subject} | {}", may.join(" "));
                }
            }
        }
    }
    insta::assert_snapshot!(table);
}
