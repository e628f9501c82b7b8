//! What every page ends with: the terms of the data, in short.

use crate::terms::{DISCLAIMER_IN_SHORT, LICENCE};

/// What stands for it in a page's source.
pub(super) const FOOT: &str = "<!-- foot -->";

/// The foot of a page, as HTML; `contact` is where errors in the data are reported to.
pub(super) fn foot(contact: Option<&str>) -> String {
    let licence = LICENCE.name;
    let report = contact.map(|address| {
        let address = escaped(address);
        format!(r#"<li><a href="{address}">Report an error</a></li>"#)
    });
    let report = report.unwrap_or_default();
    format!(
        r#"<footer class="foot">
  <ul>
    <li>Data: <a href="./about#licence">{licence}</a></li>
    <li><a href="./about#citing">How to cite</a></li>
    {report}
    <li><a href="./about#names">{DISCLAIMER_IN_SHORT}</a></li>
  </ul>
</footer>"#
    )
}

/// A text as HTML, also between quotation marks.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            letter => html.push(letter),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stays_inside_its_quotation_marks() {
        let foot = foot(Some("https://example.org/?a=1&b=\"><script>"));
        assert!(foot.contains(r#"href="https://example.org/?a=1&amp;b=&quot;&gt;&lt;script&gt;""#));
    }
}
