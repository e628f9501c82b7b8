//! SVG as tests read it.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::figure::{Caption, Markup};

pub(in crate::pages) const CAPTION: Caption<'_> = Caption {
    id: "figure",
    title: "A <title> & more",
    description: "What \"is\" to be seen.",
    empty: "There is <nothing>.",
};

/// The elements of a drawing, in their order.
#[derive(Debug)]
pub(in crate::pages) struct Svg {
    pub(in crate::pages) elements: Vec<Element>,
}

#[derive(Debug, Default)]
pub(in crate::pages) struct Element {
    pub(in crate::pages) name: String,
    pub(in crate::pages) attributes: Vec<(String, String)>,
    /// Its own text, without that of its elements.
    pub(in crate::pages) text: String,
}

impl Element {
    pub(in crate::pages) fn get(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(of, _)| of == name);
        found.map(|(_, value)| value.as_str())
    }

    fn number(&self, name: &str) -> Option<f64> {
        let number = self.get(name)?.parse();
        Some(number.unwrap_or_else(|_| panic!("{name} of {self:?}")))
    }
}

fn unescaped(text: &str) -> String {
    let text = quick_xml::escape::unescape(text).expect("escapes");
    text.into_owned()
}

impl Svg {
    /// Reads a drawing, as XML: what is not closed or not escaped is found.
    pub(in crate::pages) fn read(markup: &Markup) -> Self {
        let markup = markup.to_string();
        let mut reader = Reader::from_str(&markup);
        let mut elements: Vec<Element> = Vec::new();
        let mut open = Vec::new();
        let element = |tag: &BytesStart<'_>| {
            let attributes = tag.attributes().map(|attribute| {
                let attribute = attribute.expect("an attribute");
                let name: &str = attribute.key.as_ref();
                (name.to_owned(), unescaped(&attribute.value))
            });
            let name: &str = tag.name().into_inner();
            Element {
                name: name.to_owned(),
                attributes: attributes.collect(),
                text: String::new(),
            }
        };
        loop {
            let event = reader.read_event();
            match event.unwrap_or_else(|why| panic!("{why}: {markup}")) {
                Event::Start(tag) => {
                    open.push(elements.len());
                    elements.push(element(&tag));
                }
                Event::Empty(tag) => elements.push(element(&tag)),
                Event::End(_) => drop(open.pop()),
                Event::Text(text) => {
                    if let Some(at) = open.last() {
                        elements[*at].text.push_str(&text);
                    }
                }
                Event::GeneralRef(entity) => {
                    let at = *open.last().expect("an element");
                    let text = unescaped(&format!("&{};", &*entity));
                    elements[at].text.push_str(&text);
                }
                Event::Eof => break,
                other => panic!("{other:?}"),
            }
        }
        Self { elements }
    }

    fn named<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s Element> {
        let name = name.to_owned();
        let elements = self.elements.iter();
        elements.filter(move |element| element.name == name)
    }

    /// The values of an attribute, of elements that have it.
    pub(in crate::pages) fn attribute(&self, element: &str, name: &str) -> Vec<&str> {
        self.named(element)
            .filter_map(|element| element.get(name))
            .collect()
    }

    pub(in crate::pages) fn numbers(&self, element: &str, name: &str) -> Vec<f64> {
        self.named(element)
            .filter_map(|element| element.number(name))
            .collect()
    }

    /// The texts of elements.
    pub(in crate::pages) fn texts(&self, element: &str) -> Vec<&str> {
        self.named(element)
            .map(|element| element.text.as_str())
            .collect()
    }

    /// The classes of elements.
    pub(in crate::pages) fn classes(&self, element: &str) -> Vec<&str> {
        self.attribute(element, "class")
    }

    /// The view box.
    pub(in crate::pages) fn view_box(&self) -> [f64; 4] {
        let numbers = self.elements[0]
            .get("viewBox")
            .expect("a view box")
            .split(' ');
        let numbers: Vec<_> = numbers
            .map(|number| number.parse().expect("a number"))
            .collect();
        numbers.try_into().expect("four numbers")
    }

    /// What holds for all drawings: a name and a description, no style, nothing outside of the view box, ids and
    /// references that fit.
    pub(in crate::pages) fn is_sound(&self) {
        let root = &self.elements[0];
        assert_eq!(root.name, "svg");
        assert_eq!(root.get("aria-labelledby"), Some("figure-title"));
        assert_eq!(root.get("aria-describedby"), Some("figure-desc"));
        let titles = self
            .named("title")
            .filter(|title| title.get("id") == Some("figure-title"));
        let titles: Vec<_> = titles.map(|title| title.text.as_str()).collect();
        assert_eq!(titles, [CAPTION.title]);
        assert_eq!(self.texts("desc"), [CAPTION.description]);
        let [left, top, width, height] = self.view_box();
        let ids: Vec<_> = self
            .elements
            .iter()
            .filter_map(|element| element.get("id"))
            .collect();
        for element in &self.elements {
            assert!(element.get("style").is_none(), "{element:?}");
            for (name, value) in &element.attributes {
                let handler = name.starts_with("on") || value.starts_with("javascript:");
                assert!(!handler, "{element:?}");
                if let Some(id) = value.strip_prefix("url(#") {
                    assert!(ids.contains(&id.trim_end_matches(')')), "{element:?}");
                }
            }
            let x = element.number("x").unwrap_or(left);
            let y = element.number("y").unwrap_or(top);
            let is_pattern = element.name == "pattern";
            let wide = element
                .number("width")
                .filter(|_| !is_pattern && element.name != "svg");
            let high = element
                .number("height")
                .filter(|_| !is_pattern && element.name != "svg");
            let right = x + wide.unwrap_or_default();
            let bottom = y + high.unwrap_or_default();
            let inside = x >= left && y >= top && right <= left + width + 0.1;
            assert!(inside && bottom <= top + height + 0.1, "{element:?}");
        }
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), ids.len(), "{ids:?}");
    }
}
