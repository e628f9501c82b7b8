//! A data set with a history: versions of it made one after the other, each by a random change of its files.

use std::fs;

use entity::tables::Tables;
use iscm::dataset::Files;

use super::files::DataFolder;

/// Files that change from version to version.
pub(crate) struct Versions {
    folder: DataFolder,
    /// The activities that were added and are there.
    added: Vec<String>,
    /// Records that were removed, with their files.
    removed: Vec<(String, String)>,
    state: u64,
    next: u32,
}

/// A file of an ISCM that changes.
const FILE: &str = "iscm/rcm.toml";

/// Records that nothing refers to.
const LEAVES: [&str; 6] = [
    "members",
    "chairs",
    "uptakes",
    "funding",
    "partnerships",
    "commitments",
];

impl Versions {
    /// The project's own files; what is done to them follows from the seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            folder: DataFolder::copy(),
            added: Vec::new(),
            removed: Vec::new(),
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

    /// The rows after changes of any ISCM: records are removed, put back and changed.
    pub(crate) fn scatter(&mut self) -> Tables {
        let (mut done, mut tables) = (0, None);
        while done < 3 {
            let before = self.removed.clone();
            let (file, text) = match self.random(4) {
                0 if !self.removed.is_empty() => self.put_back(),
                1 => self.reword(),
                _ => self.remove(),
            };
            let path = self.folder.path().join(&file);
            let old = fs::read_to_string(&path).expect("a file");
            fs::write(&path, &text).expect("written");
            let files = Files::read(self.folder.path()).expect("the files");
            match iscm::check(&files) {
                Ok(changed) if text != old => {
                    tables = Some(changed);
                    done += 1;
                }
                // It was needed.
                _ => {
                    fs::write(&path, old).expect("written");
                    self.removed = before;
                }
            }
        }
        tables.expect("changes")
    }

    /// The name of an ISCM's file, and what is in it.
    fn any_file(&mut self) -> (String, String) {
        let folder = fs::read_dir(self.folder.path().join("iscm")).expect("a folder");
        let names = folder.map(|entry| entry.expect("a file").file_name());
        let mut names: Vec<_> = names.collect();
        names.sort();
        let file = format!("iscm/{}", names[self.random(names.len())].display());
        let text = fs::read_to_string(self.folder.path().join(&file)).expect("a file");
        (file, text)
    }

    fn remove(&mut self) -> (String, String) {
        let (file, text) = self.any_file();
        let starts: Vec<_> = text.match_indices("\n[[").map(|(at, _)| at).collect();
        let is_leaf = |at: usize| {
            LEAVES
                .iter()
                .any(|leaf| text[at + 3..].starts_with(&format!("{leaf}]]")))
        };
        let leaves: Vec<_> = starts.iter().copied().filter(|at| is_leaf(*at)).collect();
        if leaves.is_empty() {
            return (file, text);
        }
        let start = leaves[self.random(leaves.len())];
        let end = text[start + 1..]
            .find("\n\n")
            .map_or(text.len(), |end| start + 1 + end);
        self.removed
            .push((file.clone(), text[start..end].to_owned()));
        let text = text[..start].to_owned() + &text[end..];
        (file, text)
    }

    fn put_back(&mut self) -> (String, String) {
        let at = self.random(self.removed.len());
        let (file, record) = self.removed.swap_remove(at);
        let text = fs::read_to_string(self.folder.path().join(&file)).expect("a file");
        (file, format!("{text}\n{record}\n"))
    }

    fn reword(&mut self) -> (String, String) {
        let (file, text) = self.any_file();
        let starts: Vec<_> = text
            .match_indices("\nsummary = \"")
            .map(|(at, start)| at + start.len())
            .collect();
        if starts.is_empty() {
            return (file, text);
        }
        let start = starts[self.random(starts.len())];
        self.next += 1;
        let text = format!("{}Anew, {}: {}", &text[..start], self.next, &text[start..]);
        (file, text)
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
