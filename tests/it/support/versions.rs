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

    /// The files after some more changes: records, parts and citations are added, changed and removed.
    pub(crate) fn change(&mut self) -> &DataFolder {
        for _ in 0..=self.random(2) {
            self.next += 1;
            let number = self.next;
            match number % 5 {
                1 => self.add(number),
                2 => self.set("established = ", &format!("{}", 1900 + number)),
                3 => {
                    let lists = [
                        "[\"health\", \"tourism\"]",
                        "[\"tourism\"]",
                        "[\"labour-migration\", \"health\"]",
                    ];
                    let list = lists[self.random(lists.len())];
                    self.set("title = \"Migration and health\"\ntopics = ", list);
                }
                4 => {
                    let cite = format!("[\"summary-2019#{number}\", \"rcm-crmsv-about\"]");
                    let of = "summary = \"Assistance to migrant women.\"\ncite = ";
                    self.set(of, &cite);
                }
                _ if self.added.is_empty() => self.add(number),
                _ => {
                    let at = self.random(self.added.len());
                    let gone = self.added.swap_remove(at);
                    self.folder.replace(FILE, &gone, "");
                }
            }
        }
        // No version is as the one before.
        self.set("region = ", &format!("\"Region {}\"", self.next));
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
