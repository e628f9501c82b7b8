//! The data set's files against their own grammar.

use super::*;

#[test]
fn the_embedded_data_is_sound() {
    let faults = match tables(&Files::embedded()) {
        Ok(tables) => {
            let files = Files::embedded();
            let iscms = files.iter().filter(|(path, _)| path.starts_with("iscm/"));
            assert_eq!(tables.iscm.len(), iscms.count());
            return;
        }
        Err(faults) => faults,
    };
    let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
    panic!("{}", lines.join("\n"));
}

#[test]
fn what_is_exported_is_what_was_imported() {
    let rows = tables(&Files::embedded()).expect("the data is sound");
    let written = export(&rows).expect("it can be written");
    assert_eq!(tables(&written).expect("it reads back"), rows);
}
