//! A data set with a history: versions of it made one after the other, each by a random change of its files.

use std::fs;

use super::files::DataFolder;

/// Files that change from version to version.
pub(crate) struct Versions {
    folder: DataFolder,
    /// The activities that were added and are there.
    added: Vec<String>,
    state: u64,
    next: u32,
}

/// A file of an ISCM that changes.
const FILE: &str = "iscm/rcm.toml";

impl Versions {
    /// The project's own files; what is done to them follows from the seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            folder: DataFolder::copy(),
            added: Vec::new(),
            state: seed.wrapping_mul(2).wrapping_add(1),
            next: 0,
        }
    }

    fn random(&mut self, below: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % below as u64).expect("a small number")
    }

    /// The files after one more change. Each adds, changes or removes records, parts and citations.
    pub(crate) fn change(&mut self) -> &DataFolder {
        for _ in 0..=self.random(2) {
            self.next += 1;
            let number = self.next;
            match self.random(6) {
                0 => self.set("established = ", &format!("{}", 1900 + number)),
                1 => self.set("region = ", &format!("\"Region {number}\"")),
                2 => {
                    let lists = [
                        "[\"health\", \"tourism\"]",
                        "[\"tourism\"]",
                        "[\"labour-migration\", \"health\", \"tourism\"]",
                    ];
                    let list = lists[self.random(lists.len())];
                    self.set("title = \"Migration and health\"\ntopics = ", list);
                }
                3 => {
                    let cite = format!("[\"summary-2019#{number}\", \"rcm-crmsv-about\"]");
                    let of = "summary = \"Assistance to migrant women.\"\ncite = ";
                    self.set(of, &cite);
                }
                4 if !self.added.is_empty() => {
                    let at = self.random(self.added.len());
                    let gone = self.added.swap_remove(at);
                    self.folder.replace(FILE, &gone, "");
                }
                _ => self.add(number),
            }
        }
        &self.folder
    }

    fn add(&mut self, number: u32) {
        let activity = format!(
            "\n[[activities]]\nkey = \"new-{number}\"\nkind = \"TRAINING\"\nsummary = \"New {number}.\"\n\
             cite = [\"summary-2019#{number}\"]\n"
        );
        self.folder.append(FILE, &activity);
        self.added.push(activity);
    }

    /// Changes what stands behind a text in its line.
    fn set(&self, before: &str, value: &str) {
        let path = self.folder.path().join(FILE);
        let text = fs::read_to_string(&path).expect("a file");
        let start = text.find(before).expect(before) + before.len();
        let end = start + text[start..].find('\n').expect("a line");
        fs::write(path, format!("{}{value}{}", &text[..start], &text[end..])).expect("written");
    }
}
