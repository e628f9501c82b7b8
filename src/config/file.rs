//! What is wrong with the configuration file, told without what may be secret in it.

use clap::Command;

/// What is wrong: the line, the setting if one begins there, and what it takes. What stands in the file is not
/// told, it may be a password.
pub(super) fn fault(text: &str, error: &toml::de::Error, settings: &Command) -> String {
    let message = without_value(error.message());
    let before = error.span().and_then(|span| text.get(..span.start));
    let Some(before) = before else {
        return message;
    };
    let number = before.matches('\n').count();
    let line = text.lines().nth(number).unwrap_or_default();
    let key = line.split_once('=').map_or("", |(key, _)| key.trim());
    let is_setting = settings.get_arguments().any(|setting| {
        let id = setting.get_id().as_str();
        id == key || id.strip_prefix("openid_") == Some(key)
    });
    let key = if is_setting {
        format!("{key}: ")
    } else {
        String::new()
    };
    format!("line {}: {key}{message}", number + 1)
}

/// What TOML says is wrong, without the value that it says it of.
fn without_value(message: &str) -> String {
    const OF_VALUES: [&str; 4] = [
        "invalid type",
        "invalid value",
        "invalid length",
        "unknown variant",
    ];
    const OF_KEYS: &str = "unknown field `";

    // What is expected comes last, and is of the program.
    let Some((given, expected)) = message.rsplit_once("expected ") else {
        return message.to_owned();
    };
    if OF_VALUES.iter().any(|start| given.starts_with(start)) {
        return format!("it takes {expected}, and has another value");
    }
    let Some(key) = given.strip_prefix(OF_KEYS) else {
        return message.to_owned();
    };
    let key = key.split_once('`').map_or("", |(key, _)| key);
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_' || byte == b'-';
    let key = if (1..=30).contains(&key.len()) && key.bytes().all(is_plain) {
        format!("`{key}`")
    } else {
        "what stands here".to_owned()
    };
    format!("{key} is no setting here; these are {expected}")
}

#[cfg(test)]
mod tests {
    use clap::Args as _;

    use super::super::Settings;
    use super::*;

    #[test]
    fn values_are_not_told() {
        for (text, told) in [
            ("refresh = \"s3cret\"", "--refresh takes 1 to 3600, not ***"),
            (
                "log_format = \"s3cret\"",
                "--log-format takes one of text, json, not ***",
            ),
            ("log = \"s3cret,x\"", "--log takes a level"),
            ("listen = \"s3cret\"", "--listen takes no ***"),
            ("[edge]\norigins = \"s3cret\"", "--origins takes"),
            (
                "[edge]\npersisted_documents = \"s3cret\"",
                "--persisted-documents takes one of",
            ),
            ("[edge]\nmax_cost = \"s3cret73\"", "--max-cost takes"),
            ("database = [\"s3cret\"]", "line 1: database: takes a text"),
            (
                "database: postgres://iscm:s3cret=@h/d",
                "line 1: key with no value",
            ),
            ("{\"database\": \"postgres://u:s3cret=@h/d\"}", "line 1: "),
            (
                "\n\"u:s3cret=x\" = 1",
                "line 2: what stands here is no setting here",
            ),
            ("s3cret = 1", "line 1: what stands here is no setting here"),
            (
                "listen_to = 1",
                "line 1: `listen_to` is no setting here; these are one of `listen`",
            ),
            ("database = \"\"\"\nu:s3cret=x\n\"\"\" x", "line 3: "),
            ("edge = \"s3cret\"", "line 1: it takes a table"),
            ("log = 'x'\nlog = 's3cret'", "line 2: log: duplicate key"),
        ] {
            let settings = Settings::augment_args(Command::new("iscm"));
            let told_of = match toml::from_str::<Settings>(text) {
                Err(error) => fault(text, &error, &settings),
                Ok(read) => read.resolve().expect_err(text).to_string(),
            };
            assert!(told_of.starts_with(told), "{text}: {told_of}");
            assert!(
                !told_of.contains("s3cret") && !told_of.contains("73"),
                "{text}: {told_of}"
            );
        }
    }
}
