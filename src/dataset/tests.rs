//! The data set's files against their own grammar.

use super::*;

#[test]
fn the_embedded_data_is_sound() {
    let faults = match crate::check(&Files::embedded()) {
        Ok(tables) => {
            let files = Files::embedded();
            let iscms = files.iter().filter(|(path, _)| path.starts_with("iscm/"));
            assert_eq!(tables.iscm.len(), iscms.count());
            return;
        }
        Err(faults) => faults,
    };
    let lines: Vec<_> = faults.0.iter().map(ToString::to_string).collect();
    panic!("{}", lines.join("\n"));
}

#[test]
fn what_is_exported_is_what_was_imported() {
    let rows = embedded().expect("the data is sound");
    let written = export(&rows).expect("it can be written");
    let read = tables(&written, chrono::NaiveDate::MAX);
    assert_eq!(read.expect("it reads back"), rows);
}
