//! Markdown as HTML.

use std::fmt::Write as _;

use askama::Template;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use pulldown_cmark::{CowStr, html};

use super::headings::{Anchors, Heading};
use super::links::{SHOWN, address, resolved};
use crate::pages::run::Run;

/// What stands for the server in what is rendered: a character that no text has.
pub(super) const HERE: &str = "\u{1a}";

/// A document as HTML, without its first heading.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// The first heading.
    pub(super) title: String,
    pub(super) contents: Vec<Heading>,
    pub(super) html: String,
}

/// A block of code.
#[derive(Template)]
#[template(path = "docs/code.html")]
struct Code<'c> {
    language: &'c str,
    label: &'c str,
    text: &'c str,
    run: Option<Run>,
}

/// Renders a file of the repository; `root` leads from its page to where all addresses begin.
pub(super) fn render(file: &str, text: &str, root: &str) -> Rendered {
    let mut rendering = Rendering {
        file,
        root,
        rendered: Rendered::default(),
        anchors: Anchors::default(),
        tables: 0,
        section: String::new(),
    };
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).collect();
    let html = rendering.html(events);
    Rendered {
        html,
        ..rendering.rendered
    }
}

struct Rendering<'r> {
    file: &'r str,
    root: &'r str,
    rendered: Rendered,
    anchors: Anchors,
    /// How many tables there were in the section so far.
    tables: usize,
    /// The heading of the section.
    section: String,
}

/// What is inside a tag.
type Inside<'t> = Vec<Event<'t>>;

impl Rendering<'_> {
    fn html(&mut self, events: Inside<'_>) -> String {
        let mut out = String::new();
        html::push_html(&mut out, self.events(events).into_iter());
        out
    }

    /// Puts what is made here in the place of what the renderer would make.
    fn events<'t>(&mut self, events: Inside<'t>) -> Inside<'t> {
        let mut done = Vec::new();
        let mut events = events.into_iter();
        while let Some(event) = events.next() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    let heading = self.heading(level, inside(&mut events));
                    done.push(Event::Html(heading.into()));
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let text = plain(&inside(&mut events));
                    done.push(Event::Html(self.code(&kind, &text).into()));
                }
                Event::Start(Tag::Table(alignments)) => {
                    let table = self.table(&alignments, inside(&mut events));
                    done.push(Event::Html(table.into()));
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let text = inside(&mut events);
                    done.push(Event::Html(self.link(&dest_url, text).into()));
                }
                // No picture of a document is served.
                Event::Start(Tag::Image { .. }) => {
                    done.push(Event::Text(plain(&inside(&mut events)).into()));
                }
                Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
                Event::Html(html) | Event::InlineHtml(html) => {
                    done.push(Event::Html(harmless(&html).into()));
                }
                event => done.push(event),
            }
        }
        done
    }

    fn heading(&mut self, level: HeadingLevel, inside: Inside<'_>) -> String {
        let text = plain(&inside);
        if level == HeadingLevel::H1 && self.rendered.title.is_empty() {
            self.section.clone_from(&text);
            self.rendered.title = text;
            return String::new();
        }
        let anchor = self.anchors.next(&text);
        if level <= HeadingLevel::H2 {
            self.rendered.contents.push(Heading {
                text: text.clone(),
                anchor: anchor.clone(),
            });
        }
        self.section = text;
        self.tables = 0;
        format!("<{level} id=\"{anchor}\">{}</{level}>\n", self.html(inside))
    }

    fn code(&self, kind: &CodeBlockKind<'_>, text: &str) -> String {
        let language = match kind {
            CodeBlockKind::Fenced(language) => language,
            CodeBlockKind::Indented => "",
        };
        let text = if matches!(language, "sh" | "") {
            text.replace(SHOWN, HERE)
        } else {
            text.to_owned()
        };
        let is_query = language == "graphql";
        let code = Code {
            language,
            label: label(language),
            text: text.trim_end(),
            run: Run::of(&text, self.root).filter(|_| is_query),
        };
        code.render().unwrap_or_default()
    }

    /// A table that is scrolled where it is too wide. One whose head is empty has none.
    fn table(&mut self, alignments: &[Alignment], inside_table: Inside<'_>) -> String {
        self.tables += 1;
        let mut label = format!("Table: {}", self.section);
        if self.tables > 1 {
            let _ = write!(label, " ({})", self.tables);
        }
        let mut rows = String::new();
        let mut events = inside_table.into_iter();
        while let Some(event) = events.next() {
            let is_head = matches!(event, Event::Start(Tag::TableHead));
            if !is_head && !matches!(event, Event::Start(Tag::TableRow)) {
                continue;
            }
            let cells = self.cells(inside(&mut events));
            if is_head && cells.iter().all(String::is_empty) {
                continue;
            }
            let cells = cells.iter().enumerate().map(|(at, cell)| {
                let class = match alignments.get(at) {
                    Some(Alignment::Right) => " class=\"n\"",
                    _ => "",
                };
                if is_head && !cell.is_empty() {
                    format!("<th scope=\"col\"{class}>{cell}</th>")
                } else {
                    format!("<td{class}>{cell}</td>")
                }
            });
            let row = cells.collect::<String>();
            let row = if is_head {
                format!("<thead><tr>{row}</tr></thead>\n<tbody>")
            } else {
                format!("<tr>{row}</tr>\n")
            };
            rows.push_str(&row);
        }
        if !rows.starts_with("<thead>") {
            rows.insert_str(0, "<tbody>");
        }
        let label = escaped(&label);
        format!(
            "<section class=\"wide\" tabindex=\"0\" aria-label=\"{label}\"><table>{rows}</tbody></table></section>\n"
        )
    }

    /// The cells of a row.
    fn cells(&mut self, row: Inside<'_>) -> Vec<String> {
        let mut cells = Vec::new();
        let mut events = row.into_iter();
        while let Some(event) = events.next() {
            if matches!(event, Event::Start(Tag::TableCell)) {
                let cell = inside(&mut events);
                cells.push(self.html(cell));
            }
        }
        cells
    }

    /// A link; where it leads to a file that is not served, the file's name.
    fn link(&mut self, link: &str, text: Inside<'_>) -> String {
        let Some(address) = address(self.file, link, self.root) else {
            let name = plain(&text);
            let is_named = resolved(self.file, link).is_some_and(|file| file.ends_with(&name));
            let text = if is_named {
                format!("<code>{}</code>", escaped(&name))
            } else {
                self.html(text)
            };
            return text;
        };
        format!("<a href=\"{}\">{}</a>", escaped(&address), self.html(text))
    }
}

/// What stands up to the end of the tag that was begun.
fn inside<'t>(events: &mut impl Iterator<Item = Event<'t>>) -> Inside<'t> {
    let mut depth = 0_usize;
    let mut inside = Vec::new();
    for event in events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => break,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        inside.push(event);
    }
    inside
}

/// The text, without what it looks like.
fn plain(events: &[Event<'_>]) -> String {
    let texts = events.iter().map(|event| match event {
        Event::Text(text) | Event::Code(text) => text.as_ref(),
        Event::SoftBreak | Event::HardBreak => " ",
        _ => "",
    });
    texts.collect()
}

/// The HTML that documents may have; all other is shown as text.
const TAGS: [&str; 4] = ["<details>", "</details>", "<summary>", "</summary>"];

fn harmless(html: &str) -> String {
    let escaped_tags = TAGS.map(|tag| (escaped(tag), tag));
    let mut text = escaped(html);
    for (escaped, tag) in &escaped_tags {
        text = text.replace(escaped, tag);
    }
    text
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    html::push_html(&mut out, std::iter::once(Event::Text(CowStr::from(text))));
    out.replace('"', "&quot;")
}

/// What a block of code is in, for who cannot see it.
fn label(language: &str) -> &str {
    match language {
        "graphql" => "GraphQL",
        "json" => "JSON",
        "mermaid" => "Diagram, as Mermaid",
        "nginx" => "Configuration of nginx",
        "python" => "Python",
        "r" => "R",
        "rust" => "Rust",
        "sh" => "Shell",
        "sql" => "SQL",
        "ts" => "TypeScript",
        "tsx" => "TypeScript with JSX",
        "" => "Text",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        render("docs/a.md", text, "../").html
    }

    #[test]
    fn headings_have_anchors_and_are_listed() {
        let text = "# A *title*\n\nText.\n\n## One `b`\n\n### Two\n\n## One `b`\n";
        let rendered = render("docs/a.md", text, "../");
        assert_eq!(rendered.title, "A title");
        let anchors: Vec<_> = rendered.contents.iter().map(|of| &*of.anchor).collect();
        assert_eq!(anchors, ["one-b", "one-b-1"]);
        assert_eq!(
            rendered.html,
            "<p>Text.</p>\n<h2 id=\"one-b\">One <code>b</code></h2>\n<h3 id=\"two\">Two</h3>\n<h2 id=\"one-b-1\">One <code>b</code></h2>\n"
        );
    }

    #[test]
    fn tables_scroll_and_tell_what_they_are() {
        let table =
            html("# T\n\n## S & s\n\n| a | b |\n| --- | ---: |\n| [x](http.md) | `1\\|2` |\n");
        assert!(table.contains(
            "<section class=\"wide\" tabindex=\"0\" aria-label=\"Table: S &amp; s\"><table><thead><tr><th scope=\"col\">a</th>"
        ));
        assert!(
            table.contains(
                "<td><a href=\"../docs/http\">x</a></td><td class=\"n\"><code>1|2</code></td>"
            ),
            "{table}"
        );
        let headless = html("| | |\n| --- | --- |\n| a | b |\n");
        assert!(
            headless.contains("<table><tbody><tr><td>a</td>"),
            "{headless}"
        );
    }

    #[test]
    fn queries_can_be_run_and_requests_go_to_this_server() {
        let code = html("```graphql\n{ iscms { totalCount } }\n```\n");
        assert!(
            code.contains("<code class=\"language-graphql\">{ iscms { totalCount } }</code>"),
            "{code}"
        );
        assert!(
            code.contains("href=\"../graphql?query=%7B%20iscms"),
            "{code}"
        );
        let part = html("```graphql\ntype A { b: Int }\n```\n");
        assert!(!part.contains("href"), "{part}");
        let request = html("```sh\ncurl http://127.0.0.1:8000/d/\n```\n");
        assert!(request.contains(&format!("curl {HERE}/d/")), "{request}");
    }

    #[test]
    fn no_html_goes_through_but_what_folds_text_away() {
        let folded = html("<details>\n<summary>The answer</summary>\n\nText.\n\n</details>\n");
        assert!(
            folded.starts_with("<details>\n<summary>The answer</summary>\n"),
            "{folded}"
        );
        let hostile =
            html("<script>alert(1)</script>\n\nA <b onclick=\"x\">b</b> <details open>\n");
        assert!(
            !hostile.contains("<script") && !hostile.contains("<b"),
            "{hostile}"
        );
        assert!(hostile.contains("&lt;details open&gt;"), "{hostile}");
    }

    #[test]
    fn files_that_are_not_served_are_named() {
        let text = html(
            "[clients/a.sh](../clients/a.sh), [`b.py`](../clients/b.py), [clients](../clients), [these](../src).",
        );
        assert_eq!(
            text,
            "<p><code>clients/a.sh</code>, <code>b.py</code>, <code>clients</code>, these.</p>\n"
        );
    }
}
